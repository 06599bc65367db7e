/**
 * A terminal for a host, and a key to press in it.
 *
 * @module
 */
import { spawnSync } from "node:child_process";

/** The file in a case's folder that, once it is there, presses Ctrl-C. */
export const CTRL_C = "ctrl-c";

/** Why there is no terminal on this machine, or null. */
export function noTerminal(): string | null {
  const { error } = spawnSync("script", ["--version"], { stdio: "ignore" });
  return error ? "`script` of util-linux is not installed" : null;
}

/**
 * The command in a session of its own, with a terminal that controls it; its standard streams stay
 * pipes. What is read from a terminal's other side is what was typed.
 */
export function inTerminal(command: readonly string[], folder: string): string[] {
  const press = `while [ -d "$D" ] && [ ! -e "$D/${CTRL_C}" ]; do sleep 0.02; done; printf '\\003'`;
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const host = `exec ${quoted} <&3 >&4 2>&5 3<&- 4>&- 5>&-`;
  // Nothing is typed after the key, not even the end: the pipe stays open until the host has ended.
  const shell = `D=$1; exec 3<&0 4>&1 5>&2
{ ${press}; while [ -d "$D" ] && [ ! -e "$D/ended" ]; do sleep 0.02; done; } 3<&- 4>&- 5>&- |
{ SHELL=/bin/sh script -qec "$2" /dev/null >/dev/null; status=$?; touch "$D/ended"; exit $status; }`;
  return ["/bin/sh", "-c", shell, "terminal", folder, host];
}
