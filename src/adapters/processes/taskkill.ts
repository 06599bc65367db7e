/**
 * Windows has no signals, and ending a process there leaves its children running: `taskkill` ends a tree.
 *
 * @module
 */

/**
 * Returns the path of `taskkill`. By its name alone, Windows would prefer one in the working directory.
 *
 * @param systemRoot The variable `SystemRoot`, if it may be read.
 */
export function taskkill(systemRoot: string | undefined): string {
  return `${systemRoot ?? "C:\\Windows"}\\System32\\taskkill.exe`;
}

/** Returns the arguments that end a process and its descendants. */
export function taskkillArgs(pid: number): string[] {
  return ["/pid", String(pid), "/T", "/F"];
}
