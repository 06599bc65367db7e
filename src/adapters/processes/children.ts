/**
 * The children that run, so that none of them outlives the program when that ends in their midst.
 *
 * @module
 */
import { now } from "../../core/base/timers.ts";
import { descendants, type ProcessEntry, type ProcessRef } from "./descendants.ts";

/**
 * The variable that marks a child and all below it. A daemon that has left both its parents and its
 * session is found by it, and so is what is started in the moment of a stop.
 */
export const MARK = "CODEX_JS_PROCESS";

let marks = 0;

/**
 * A new value of {@linkcode MARK}, unlike all of this machine's: a test may have `Math.random` give the
 * same again. It is no secret; for a random one Node would load longer than the SDK takes.
 *
 * @param pid The program's own.
 */
export function newMark(pid: number): string {
  return [pid, ++marks, now(), Math.random()].map((part) => part.toString(36)).join("-");
}

/** A child that runs. */
export interface Child {
  /** Its pid. */
  readonly pid: number;
  /** The value of {@linkcode MARK} in its environment. */
  readonly mark: string;
  /** Ends it at once, without what is below it. May throw. */
  kill(): void;
}

/** How the end of the program is noticed. */
export interface Exits {
  /**
   * Calls `end` when the program ends, by whatever way this runtime tells of.
   *
   * @returns Forgets about it.
   */
  watch(end: () => void): () => void;
}

/** The children of this program. */
export class Children {
  readonly #running: Map<number, Child> = new Map();
  readonly #ending: Set<Child> = new Set();
  readonly #exits: Exits;
  readonly #end: (children: readonly Child[]) => void;
  #forget: (() => void) | null = null;

  /**
   * @param exits How the end of the program is noticed: only while children run.
   * @param end Ends them and what is below them, before it returns.
   */
  constructor(exits: Exits, end: (children: readonly Child[]) => void) {
    this.#exits = exits;
    this.#end = end;
  }

  /** The mark of a child that runs, or null. */
  markOf(pid: number): string | null {
    return this.#running.get(pid)?.mark ?? null;
  }

  /**
   * Takes a child that has been started.
   *
   * @param ends Whether it is to end with the program.
   * @param exited Settles when it has ended.
   */
  add(child: Child, ends: boolean, exited: Promise<unknown>): void {
    this.#running.set(child.pid, child);
    if (ends) this.#ending.add(child);
    this.#forget ??= ends ? this.#exits.watch(() => this.#end([...this.#ending])) : null;
    const remove = () => {
      if (this.#running.get(child.pid) === child) this.#running.delete(child.pid);
      this.#ending.delete(child);
      if (this.#ending.size > 0) return;
      this.#forget?.();
      this.#forget = null;
    };
    exited.then(remove, remove);
  }
}

/** What ending children at once takes of the machine. */
export interface ProcessesNow {
  /** Every process there is. */
  list(): readonly ProcessEntry[];
  /** The mark that a process bears, or null. */
  mark(entry: ProcessEntry): string | null;
  /** Sends SIGKILL. May throw. */
  kill(pid: number): void;
}

/** Rounds of looking for what is left, each of which finds what was started during the one before. */
const ROUNDS = 5;

/** Ends children and all below them, before it returns. Never throws. */
export function endNow(children: readonly Child[], processes: ProcessesNow): void {
  const marks = new Set(children.map(({ mark }) => mark));
  const own = new Set(children.map(({ pid }) => pid));
  let known: readonly ProcessRef[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const all = attempt(() => processes.list()) ?? [];
    const marked = all.filter((entry) => marks.has(attempt(() => processes.mark(entry)) ?? ""));
    // Once dead they wait to be collected: their pids are still theirs.
    const found = children.flatMap(({ pid }) => descendants(all, pid, [...known, ...marked]));
    if (round === 0) {
      for (const child of children) attempt(() => child.kill());
    }
    const left = found.filter(({ pid }) => !own.has(pid));
    if (round > 0 && left.length === 0) return;
    for (const { pid } of left) attempt(() => processes.kill(pid));
    known = [...known, ...left];
  }
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
