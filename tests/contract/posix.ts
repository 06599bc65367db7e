/**
 * What takes Linux or macOS: on Windows it is skipped, and says why.
 *
 * @module
 */
import process from "node:process";

/** Why something cannot run on Windows. */
export const POSIX = {
  script: "its fake Codex is a script, and Windows starts none",
  shell: "its commands are written for a POSIX shell",
  sandbox: "on Windows somebody has to set up Codex's sandbox first",
  processes: "it looks for processes in /proc, or by ps",
  signals: "Windows has no signals",
  folder: "Windows does not let a running program's folder be removed",
  sockets: "Windows has no unix sockets that Codex listens on",
} as const;

/** Why something with such a need is skipped on this machine, or null. */
export function skipReason(need: string | undefined): string | null {
  return process.platform === "win32" ? need ?? null : null;
}

/** A word of a POSIX shell: the project may lie at a path with blanks in it. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Options of a test: with a reason it is ignored, and its name says why. */
export function testOptions(
  name: string,
  reason: string | null,
): { readonly name: string; readonly ignore: boolean } {
  return { name: reason === null ? name : `${name} (skipped: ${reason})`, ignore: reason !== null };
}
