/**
 * What can be seen of a host and its children from outside, in /proc.
 *
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import type { Look, Survivor } from "./case.ts";

/** Looks at the host and at the processes of the case in `folder`. */
export function look(host: number, folder: string): Look {
  return { survivors: survivors(folder), fds: count(`/proc/${host}/fd`) };
}

/** The living processes of a case, which gives each its folder as the variable FAULTS, or of a host. */
export function survivors(folder: string): Survivor[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    const marked = read(`/proc/${name}/environ`).split("\0").includes(`FAULTS=${folder}`);
    if (!marked) return [];
    const stat = read(`/proc/${name}/stat`);
    const [state = "X", parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (/[ZX]/.test(state)) return [];
    const command = read(`/proc/${name}/cmdline`).replaceAll("\0", " ").trim();
    return [{ pid: Number(name), parent: Number(parent), command }];
  });
}

/** Ends processes, those that may still live. */
export function kill(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Gone in between.
    }
  }
}

/** The most memory that a process ever held, in megabytes. */
export function peakMb(pid: number): number {
  return Number(read(`/proc/${pid}/status`).match(/VmHWM:\s*(\d+) kB/)?.[1] ?? NaN) / 1024;
}

function count(folder: string): number {
  try {
    return readdirSync(folder).length;
  } catch {
    return NaN;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
