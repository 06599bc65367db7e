/**
 * Finds and ends what child processes have started.
 *
 * @module
 */
import type { Descendants, Lost, ProcessTree, Variable } from "../../core/ports/host.ts";
import { now, sleep } from "../../core/base/timers.ts";
import { descendants, type ProcessEntry, type ProcessRef, stillAlive } from "./descendants.ts";

/** What a process tree is made from. */
export interface ProcessTable {
  /** Every process there is. */
  list(): Promise<readonly ProcessEntry[]>;
  /** Processes and all below them; null where only the whole list tells. */
  below(pids: readonly number[]): Promise<readonly ProcessEntry[] | null>;
  /** The mark that a process bears, its own or one that it has from its parents; or null. */
  mark(entry: ProcessEntry): string | null;
  /** The value of a variable that a process was started with; null also where that is not told. */
  variable(entry: ProcessEntry, name: string): string | null;
  /** The mark that was given to a child, if one was. */
  markOf(pid: number): string | null;
  /** Sends a signal. May throw when the process is gone. */
  signal(pid: number, signal: "SIGSTOP" | "SIGKILL"): void;
}

/** Milliseconds that killed processes may take to go. */
const GONE_MS = 1_000;
const POLL_MS = 5;
/** A tree that still grows after so many looks is not held by SIGSTOP. */
const LOOKS = 20;
/** Milliseconds that processes may take in all to be suspended: one that waits in the kernel never is. */
const HELD_MS = 500;
const STOP_MS = 1;

/** A process tree over a table of processes. */
export function processTree(table: ProcessTable): ProcessTree {
  // Stops at once look at the same list: one look at a machine with a thousand processes is dear.
  const shared: ProcessTable = { ...table, list: sharing(() => table.list()) };
  return { below: (pid) => new Tree(shared, pid) };
}

/** What one child has started. */
class Tree implements Descendants {
  readonly #table: ProcessTable;
  readonly #pid: number;
  readonly #mark: string | null;
  #root: ProcessEntry | null = null;
  /** All that were ever seen below: the session of one that is gone tells of others. */
  readonly #seen: Map<string, ProcessRef> = new Map();
  /** Its own children among them, and those that it has through a launcher. */
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

  /** Those that the process has started, by its mark, and that bear a variable, too. */
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

  /** Suspends what is left, so that nothing is started while it is looked at. */
  async #freeze(): Promise<readonly ProcessEntry[]> {
    const frozen = new Set<number>();
    let left: readonly ProcessEntry[] = [];
    let heldMs = HELD_MS;
    for (let look = 0; look < LOOKS; look++) {
      // Whoever has been suspended must be ended, or nobody would let it go on.
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
   * Waits until processes are suspended. SIGSTOP takes a moment, in which a fork under way is still
   * completed: only a look at a tree that was all suspended before it sees everything. Until then
   * nothing is looked at but these: all that a machine has would take too long.
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
   * Finds what lives below, in a list of processes.
   *
   * @param marked Orphans that the process has lost before, too.
   */
  #find(all: readonly ProcessEntry[], marked: boolean): ProcessEntry[] {
    const pid = this.#rootIn(all) ? this.#pid : null;
    const known = [...this.#seen.values(), ...marked ? this.#marked(all) : []];
    const found = descendants(all, pid, known);
    const own = this.#root?.session ?? null;
    // A launcher has the process proper below it, in the same session.
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

  /** Orphans that were never seen below, by the mark that they have from the process. */
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

  /** Whether it was sent: the process may be gone, or out of reach. */
  #signal(pid: number, name: "SIGSTOP" | "SIGKILL"): boolean {
    try {
      this.#table.signal(pid, name);
      return true;
    } catch {
      return false;
    }
  }
}

/** Makes work that is asked for while it waits to begin be done once, for all who have asked. */
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
