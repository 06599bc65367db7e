/**
 * Windows has no signals, and ending a process there leaves its children: `taskkill` ends a tree.
 *
 * @module
 */

/**
 * The path of `taskkill`. By its name alone Windows would take one from the working directory first.
 *
 * @param systemRoot The variable `SystemRoot`, where it may be read.
 */
export function taskkill(systemRoot: string | undefined): string {
  return `${systemRoot ?? "C:\\Windows"}\\System32\\taskkill.exe`;
}

/** The arguments that end a process and all below it. */
export function taskkillArgs(pid: number): string[] {
  return ["/pid", String(pid), "/T", "/F"];
}
