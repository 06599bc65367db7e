/**
 * The processes of a machine without /proc, from `ps`.
 *
 * @module
 */
import type { ProcessEntry } from "./descendants.ts";

/** Its place on every macOS and BSD. PATH could lead to another one, even in the working directory. */
export const PS = "/bin/ps";

/** The arguments that make `ps` print what {@linkcode parsePs} reads. */
export const PS_ARGS: readonly string[] = ["-A", "-o", "pid=,ppid=,stat=,lstart="];

/** Parses the output of `ps`. */
export function parsePs(output: string): ProcessEntry[] {
  return output.split("\n").flatMap((line) => {
    const match = line.match(/^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/);
    if (match === null) return [];
    const [, pid, parent, state, startTime] = match;
    return [{
      pid: Number(pid),
      parent: Number(parent),
      session: null,
      startTime: startTime as string,
      dead: (state as string).startsWith("Z"),
      stopped: (state as string).startsWith("T"),
    }];
  });
}
