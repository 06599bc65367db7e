/**
 * Finds and ends process trees: from /proc on Linux, from `ps` elsewhere.
 *
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import type { ProcessRef, ProcessTree } from "../core/ports/host.ts";
import { now, sleep } from "../core/vocabulary/timers.ts";

/** One process, as the platform lists it. */
export interface ProcessEntry extends ProcessRef {
  /** The pid of its parent. */
  readonly parent: number;
  /** Whether it has ended and only waits to be collected. */
  readonly dead: boolean;
  /** Whether it is suspended. */
  readonly stopped: boolean;
}

/** What a process tree is made from. */
export interface ProcessTable {
  /** Every process there is. */
  list(): Promise<readonly ProcessEntry[]>;
  /** Sends a signal. May throw when the process is gone. */
  signal(pid: number, signal: "SIGSTOP" | "SIGCONT" | "SIGKILL"): void;
}

/** Milliseconds that killed processes may take to go. */
const GONE_MS = 1_000;
const POLL_MS = 5;
/** A tree that still grows after so many looks is not held by SIGSTOP. */
const LOOKS = 20;
const STOP_MS = 1;

/** A process tree over a table of processes. */
export function processTree(table: ProcessTable): ProcessTree {
  const signal = (pid: number, name: "SIGSTOP" | "SIGCONT" | "SIGKILL") => {
    try {
      table.signal(pid, name);
    } catch {
      // Gone in between.
    }
  };
  return {
    async find(pid, known) {
      return descendants(await table.list(), pid, known);
    },
    async freeze(pid, known) {
      if (pid === null && known.length === 0) return [];
      if (pid !== null) signal(pid, "SIGSTOP");
      const frozen = new Set<number>();
      let below: readonly ProcessRef[] = known;
      // SIGSTOP takes a moment, in which a fork under way is still completed: only a look at a tree
      // that was all suspended before it sees everything.
      let held = false;
      for (let look = 0; look < LOOKS; look++) {
        // Whoever has been stopped must be told of, or nobody would let it go on.
        const all = await table.list().catch(() => null);
        if (all === null) break;
        below = descendants(all, pid, below);
        const fresh = below.filter((ref) => !frozen.has(ref.pid));
        if (fresh.length === 0 && held) break;
        held = fresh.length === 0 && isHeld(all, pid, below);
        if (!held && fresh.length === 0) {
          await sleep(STOP_MS);
        }
        for (const ref of fresh) {
          signal(ref.pid, "SIGSTOP");
          frozen.add(ref.pid);
        }
      }
      return [...below];
    },
    thaw(pid, below) {
      for (const ref of below) signal(ref.pid, "SIGCONT");
      signal(pid, "SIGCONT");
    },
    async kill(refs) {
      let left = stillAlive(await table.list(), refs);
      for (const { pid } of left) signal(pid, "SIGKILL");
      const until = now() + GONE_MS;
      while (left.length > 0 && now() < until) {
        await sleep(POLL_MS);
        left = stillAlive(await table.list(), left);
      }
    },
  };
}

/**
 * The living processes below `pid` and below `known`. Orphans lose their parent, but not their
 * session: Codex starts each command in one of its own.
 */
export function descendants(
  all: readonly ProcessEntry[],
  pid: number | null,
  known: readonly ProcessRef[],
): ProcessRef[] {
  const alive = all.filter((entry) => !entry.dead);
  const found = new Map<number, ProcessRef>();
  for (const ref of stillAlive(alive, known)) found.set(ref.pid, ref);
  const ownSession = all.find((entry) => entry.pid === pid)?.session ?? null;
  // A session is led by the process whose pid it bears, so it is one of ours if its leader was,
  // unless another process has got that pid since.
  const strangers = new Set(
    alive.filter((entry) => known.some((ref) => ref.pid === entry.pid && !found.has(ref.pid)))
      .map((entry) => entry.pid),
  );
  const sessions = new Set(
    known.filter(({ pid, session }) =>
      session === pid && session !== ownSession && !strangers.has(pid)
    ).map(({ session }) => session),
  );
  const parents = new Set([...(pid === null ? [] : [pid]), ...found.keys()]);
  for (let grew = true; grew;) {
    grew = false;
    for (const entry of alive) {
      if (entry.pid === pid || found.has(entry.pid)) continue;
      if (!parents.has(entry.parent) && !sessions.has(entry.session)) continue;
      found.set(entry.pid, entry);
      parents.add(entry.pid);
      grew = true;
    }
  }
  return [...found.values()];
}

/** Whether a process and all below it are suspended, or dead. */
function isHeld(
  all: readonly ProcessEntry[],
  pid: number | null,
  below: readonly ProcessRef[],
): boolean {
  const pids = new Set([pid, ...below.map((ref) => ref.pid)]);
  return all.every((entry) => !pids.has(entry.pid) || entry.stopped || entry.dead);
}

/** Those of `refs` that live: the same pid and the same start, lest a reused pid is hit. */
function stillAlive(all: readonly ProcessEntry[], refs: readonly ProcessRef[]): ProcessRef[] {
  const byPid = new Map(all.map((entry) => [entry.pid, entry]));
  return refs.filter(({ pid, startTime }) => {
    const entry = byPid.get(pid);
    return entry !== undefined && !entry.dead && entry.startTime === startTime;
  });
}

/** The processes of a Linux machine. Read at once, so that the list is of one moment. */
export function linuxProcesses(): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const entry = parseStat(readFileSync(`/proc/${name}/stat`, "utf8"));
      if (entry !== null) entries.push(entry);
    } catch {
      // Gone in between.
    }
  }
  return entries;
}

/** One line of /proc/PID/stat. The name in brackets may hold spaces and brackets of its own. */
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

/** The arguments that make `ps` print what {@linkcode parsePs} reads. */
export const PS_ARGS: readonly string[] = ["-A", "-o", "pid=,ppid=,stat=,lstart="];

/** The output of `ps`, for platforms without /proc. */
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
