/**
 * The processes of a Linux machine, from /proc.
 *
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import type { ProcessEntry } from "./descendants.ts";

/** How many times to look again for processes that were started meanwhile. */
const PASSES = 4;

/** Returns every process, read at once. For the end of the program, when waiting is impossible. */
export function processesNow(): ProcessEntry[] {
  return pids().flatMap((pid) => entryOf(pid) ?? []);
}

/**
 * Returns every process, read piece by piece: with thousands of them, the program goes on meanwhile.
 *
 * @param pause Lets the rest of the program run when it is time.
 */
export async function processes(pause: () => Promise<void>): Promise<ProcessEntry[]> {
  const entries: ProcessEntry[] = [];
  const seen = new Set<number>();
  // A process counts too if it was started meanwhile, by one that ended before it was read.
  for (let pass = 0; pass < PASSES; pass++) {
    const fresh = pids().filter((pid) => !seen.has(pid));
    if (fresh.length === 0) break;
    for (const pid of fresh) {
      seen.add(pid);
      const entry = entryOf(pid);
      if (entry !== null) entries.push(entry);
      await pause();
    }
  }
  return entries;
}

/**
 * Returns processes and their descendants, by their lists of children, so that the other processes of the
 * machine cost nothing.
 *
 * @param roots The pids to begin with.
 * @param pause Lets the rest of the program run when it is time.
 * @returns The existing processes; null if the kernel has no lists of children.
 */
export async function processesBelow(
  roots: readonly number[],
  pause: () => Promise<void>,
): Promise<ProcessEntry[] | null> {
  if (!hasLists()) return null;
  const seen = new Set(roots);
  const entries: ProcessEntry[] = [];
  for (const pid of seen) {
    const entry = entryOf(pid);
    if (entry !== null) entries.push(entry);
    // The loop includes what is added to the set meanwhile.
    for (const child of childrenOf(pid)) seen.add(child);
    await pause();
  }
  return entries;
}

/** The process of that pid, or null. */
function entryOf(pid: number): ProcessEntry | null {
  const line = read(`/proc/${pid}/stat`);
  return line === null ? null : parseStat(line);
}

/** Returns the value of a variable that a process was started with; null also if that is unknown. */
export function variableOf(pid: number, name: string): string | null {
  return variableIn(environmentOf(pid), name);
}

/** Returns the environment that a process was started with; null if unknown, "" in the middle of an exec. */
export function environmentOf(pid: number): string | null {
  return read(`/proc/${pid}/environ`);
}

/** Returns the value of a variable in the result of {@linkcode environmentOf}, or null. */
export function variableIn(environment: string | null, name: string): string | null {
  const start = `${name}=`;
  const found = environment?.split("\0").find((line) => line.startsWith(start));
  return found?.slice(start.length) ?? null;
}

/** Parses a line of /proc/PID/stat. The name in brackets may itself contain spaces and brackets. */
export function parseStat(line: string): ProcessEntry | null {
  const pid = parseInt(line, 10);
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const [state, parent, , session] = fields;
  const startTime = fields[19];
  if (Number.isNaN(pid) || parent === undefined || startTime === undefined) return null;
  return {
    pid,
    parent: Number(parent),
    session: Number(session),
    startTime,
    dead: state === "Z" || state === "X",
    stopped: state === "T" || state === "t",
  };
}

function pids(): number[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
}

/** Each thread has its own list. */
function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      (read(`/proc/${pid}/task/${thread}/children`) ?? "").split(" ").filter(Boolean).map(Number)
    );
  } catch {
    return [];
  }
}

/** Kernels may be built without the lists (CONFIG_PROC_CHILDREN). */
function hasLists(): boolean {
  return read("/proc/thread-self/children") !== null;
}

/** The text of a file; null if it does not exist (any longer), or may not be read. */
function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
