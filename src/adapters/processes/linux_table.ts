/**
 * The table of processes on Linux.
 *
 * @module
 */
import { now } from "../../core/base/timers.ts";
import { setImmediate } from "node:timers/promises";
import { MARK, type ProcessesNow } from "./children.ts";
import type { ProcessEntry } from "./descendants.ts";
import {
  environmentOf,
  processes,
  processesBelow,
  processesNow,
  variableIn,
  variableOf,
} from "./proc_fs.ts";
import type { ProcessTable } from "./process_tree.ts";

/** Milliseconds of reading /proc after which the rest of the program may run. */
const SLICE_MS = 4;

/**
 * The table of processes on Linux.
 *
 * @param markOf The mark that was given to a child.
 * @param signal Sends a signal.
 */
export function linuxTable(
  markOf: (pid: number) => string | null,
  signal: ProcessTable["signal"],
): ProcessTable {
  const pause = slices();
  // A process keeps the environment that it was started with; it may only lose it.
  let marks = new Map<string, string | null>();
  return {
    markOf,
    variable: ({ pid }, name) => variableOf(pid, name),
    signal,
    below: (pids) => processesBelow(pids, pause),
    async list() {
      const all = await processes(pause);
      const known = marks;
      marks = new Map(
        all.map(keyOf).flatMap((key) => {
          const mark = known.get(key);
          return mark === undefined ? [] : [[key, mark]];
        }),
      );
      return all;
    },
    mark(entry) {
      const key = keyOf(entry);
      const known = marks.get(key);
      if (known !== undefined) return known;
      const environment = environmentOf(entry.pid);
      const mark = variableIn(environment, MARK);
      // It may be in the middle of an exec, and have a mark in a moment.
      if (environment !== "") marks.set(key, mark);
      return mark;
    },
  };
}

/** The processes on Linux, read without waiting, for the end of the program. */
export function linuxNow(kill: (pid: number) => void): ProcessesNow {
  return { list: processesNow, mark: ({ pid }) => variableOf(pid, MARK), kill };
}

function keyOf({ pid, startTime }: ProcessEntry): string {
  return `${pid} ${startTime}`;
}

/** Lets the rest of the program run whenever a slice of time is used up. */
function slices(): () => Promise<void> {
  let since = -Infinity;
  let turn: Promise<void> | null = null;
  return async () => {
    while (now() - since >= SLICE_MS) {
      await (turn ??= setImmediate().then(() => {
        since = now();
        turn = null;
      }));
    }
  };
}
