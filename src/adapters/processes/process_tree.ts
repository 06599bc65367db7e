/**
 * Finds and ends the descendants of child processes.
 *
 * @module
 */
import type { Descendants, Lost, ProcessTree, Variable } from "../../core/ports/host.ts";
import { now, sleep } from "../../core/base/timers.ts";
import { descendants, type ProcessEntry, type ProcessRef, stillAlive } from "./descendants.ts";

/** What a process tree is made from. */
export interface ProcessTable {
  /** Returns every process. */
  list(): Promise<readonly ProcessEntry[]>;
  /** Returns processes and their descendants; null if only the whole list has them. */
  below(pids: readonly number[]): Promise<readonly ProcessEntry[] | null>;
  /** Returns the mark of a process, its own or one inherited from its parents; or null. */
  mark(entry: ProcessEntry): string | null;
  /** Returns the value of a variable that a process was started with; null also if that is unknown. */
  variable(entry: ProcessEntry, name: string): string | null;
  /** Returns the mark that was given to a child, or null. */
  markOf(pid: number): string | null;
  /** Sends a signal. May throw if the process has ended. */
  signal(pid: number, signal: "SIGSTOP" | "SIGKILL"): void;
}

/** Milliseconds that killed processes may take to end. */
const GONE_MS = 1_000;
const POLL_MS = 5;
/** A tree that still grows after so many looks is not stopped by SIGSTOP. */
const LOOKS = 20;
/** Milliseconds that all processes may take to be suspended: one that waits in the kernel never is. */
const HELD_MS = 500;
const STOP_MS = 1;

/** A process tree over a table of processes. */
export function processTree(table: ProcessTable): ProcessTree {
  // Simultaneous stops share a list: on a machine with a thousand processes, each look is expensive.
  const shared: ProcessTable = { ...table, list: sharing(() => table.list()) };
  return { below: (pid) => new Tree(shared, pid) };
}

/** The descendants of one child. */
class Tree implements Descendants {
  readonly #table: ProcessTable;
  readonly #pid: number;
  readonly #mark: string | null;
  #root: ProcessEntry | null = null;
  /** All descendants ever seen: the session of one that has ended leads to others. */
  readonly #seen: Map<string, ProcessRef> = new Map();
  /** Its own children among them, and those that it started through a launcher. */
  readonly #children: Map<string, ProcessRef> = new Map();

  constructor(table: ProcessTable, pid: number) {
    this.#table = table;
    this.#pid = pid;
    this.#mark = table.markOf(pid);
  }

  async look(): Promise<void> {
    const pids = [...this.#seen.values()].map(({ pid }) => pid);
    const some = await this.#table.below([this.#pid, ...pids]);
    const all = some ?? await this.#table.list();
    this.#root ??= all.find(({ pid }) => pid === this.#pid) ?? null;
    this.#find(all, false);
  }

  async end(): Promise<void> {
    await this.#kill(await this.#freeze());
  }

  async lost(end: boolean, bearing?: Variable): Promise<Lost> {
    const all = await this.#table.list();
    const held = new Set(descendants(all, this.#pid, []));
    const orphansOf = (known: readonly ProcessRef[]) =>
      descendants(all, null, known).filter((entry) => entry.pid !== this.#pid && !held.has(entry));
    const lost = orphansOf([...this.#seen.values()]);
    const daemons = bearing === undefined ? [] : orphansOf(this.#bearing(all, bearing));
    await this.#kill(end ? [...new Set([...lost, ...daemons])] : daemons);
    const ended = this.#children.size - stillAlive(all, [...this.#children.values()]).length;
    return { ended, orphans: lost.length + daemons.length > 0 };
  }

  /** Those that the process has started, by its mark, and that also have a variable. */
  #bearing(all: readonly ProcessEntry[], { name, values }: Variable): ProcessEntry[] {
    return this.#marked(all)
      .filter((entry) => values.has(this.#table.variable(entry, name) ?? ""));
  }

  async #kill(left: readonly ProcessEntry[]): Promise<void> {
    for (const { pid } of left) this.#signal(pid, "SIGKILL");
    const until = now() + GONE_MS;
    for (let living = left; living.length > 0 && now() < until;) {
      await sleep(POLL_MS);
      living = await this.#alive(living);
    }
  }

  /** Suspends the remaining processes, so that nothing is started while they are listed. */
  async #freeze(): Promise<readonly ProcessEntry[]> {
    const frozen = new Set<number>();
    let left: readonly ProcessEntry[] = [];
    let heldMs = HELD_MS;
    for (let look = 0; look < LOOKS; look++) {
      // A suspended process must be ended, since nobody would resume it.
      const all = await this.#table.list().catch(() => null);
      if (all === null) break;
      left = this.#find(all, true);
      const fresh = left.filter(({ pid }) => !frozen.has(pid));
      if (fresh.length === 0) break;
      for (const { pid } of fresh) frozen.add(pid);
      const start = now();
      await this.#held(fresh.filter(({ pid }) => this.#signal(pid, "SIGSTOP")), start + heldMs);
      heldMs -= now() - start;
    }
    return left;
  }

  /**
   * Waits until processes are suspended. SIGSTOP takes a moment, in which a pending fork still completes:
   * a list is complete only if the whole tree was suspended before. Until then, only these processes are
   * checked: to read all of a machine's would take too long.
   */
  async #held(stopping: readonly ProcessEntry[], until: number): Promise<void> {
    for (let left = stopping;;) {
      const living = await this.#alive(left).catch(() => []);
      left = living.filter(({ stopped }) => !stopped);
      if (left.length === 0 || now() >= until) return;
      await sleep(STOP_MS);
    }
  }

  /**
   * Finds living descendants in a list of processes.
   *
   * @param marked Whether to include orphans that the process lost earlier.
   */
  #find(all: readonly ProcessEntry[], marked: boolean): ProcessEntry[] {
    const pid = this.#rootIn(all) ? this.#pid : null;
    const known = [...this.#seen.values(), ...marked ? this.#marked(all) : []];
    const found = descendants(all, pid, known);
    const own = this.#root?.session ?? null;
    // A launcher has the actual process as its child, in the same session.
    const proper = new Set(found.filter(({ session }) => session === own).map(({ pid }) => pid));
    for (const entry of found) {
      const key = `${entry.pid} ${entry.startTime}`;
      this.#seen.set(key, entry);
      const isChild = entry.parent === pid ||
        own !== null && entry.session !== own && proper.has(entry.parent);
      if (isChild) this.#children.set(key, entry);
    }
    return found;
  }

  /** Orphans that were never seen as descendants, by the mark that they inherited from the process. */
  #marked(all: readonly ProcessEntry[]): ProcessEntry[] {
    const mark = this.#mark;
    if (mark === null) return [];
    return all.filter((entry) =>
      entry.pid !== this.#pid && !entry.dead && this.#isYounger(entry) &&
      this.#table.mark(entry) === mark
    );
  }

  #isYounger({ startTime }: ProcessEntry): boolean {
    return this.#root === null || Number(startTime) >= Number(this.#root.startTime);
  }

  #rootIn(all: readonly ProcessEntry[]): boolean {
    return this.#root !== null && stillAlive(all, [this.#root]).length > 0;
  }

  async #alive(refs: readonly ProcessEntry[]): Promise<ProcessEntry[]> {
    const some = await this.#table.below(refs.map(({ pid }) => pid));
    return stillAlive(some ?? await this.#table.list(), refs);
  }

  /** Returns whether the signal was sent: the process may have ended, or be out of reach. */
  #signal(pid: number, name: "SIGSTOP" | "SIGKILL"): boolean {
    try {
      this.#table.signal(pid, name);
      return true;
    } catch {
      return false;
    }
  }
}

/** Does work only once for all callers that request it before it begins. */
function sharing<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | null = null;
  return () =>
    next ??= running.then(() => {
      next = null;
      const result = work();
      running = result.catch(() => {});
      return result;
    });
}
