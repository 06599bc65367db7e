/**
 * The running children, none of which may outlive the program when it ends early.
 *
 * @module
 */
import { now } from "../../core/base/timers.ts";
import { descendants, type ProcessEntry, type ProcessRef } from "./descendants.ts";

/**
 * The variable that marks a child and its descendants. It finds daemons that have left both their parents and
 * their session, and processes that are started at the moment of a stop.
 */
export const MARK = "CODEX_JS_PROCESS";

let marks = 0;

/**
 * Returns a new value of {@linkcode MARK} that is unique on this machine, even if a test makes `Math.random`
 * repeat itself. It is not a secret: loading `node:crypto` for one would take Node longer than the SDK.
 *
 * @param pid The program's own pid.
 */
export function newMark(pid: number): string {
  return [pid, ++marks, now(), Math.random()].map((part) => part.toString(36)).join("-");
}

/** A running child. */
export interface Child {
  /** Its pid. */
  readonly pid: number;
  /** The value of {@linkcode MARK} in its environment. */
  readonly mark: string;
  /** Ends the child at once, without its descendants. May throw. */
  kill(): void;
}

/** How the end of the program is noticed. */
export interface Exits {
  /**
   * Calls `end` when the program ends, in every way that this runtime reports.
   *
   * @returns A function that stops watching.
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
   * @param exits How the end of the program is noticed; used only while children run.
   * @param end Ends children and their descendants before it returns.
   */
  constructor(exits: Exits, end: (children: readonly Child[]) => void) {
    this.#exits = exits;
    this.#end = end;
  }

  /** Returns the mark of a running child, or null. */
  markOf(pid: number): string | null {
    return this.#running.get(pid)?.mark ?? null;
  }

  /**
   * Adds a child that has been started.
   *
   * @param ends Whether the child must end with the program.
   * @param exited Settles when the child has ended.
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

/** What is needed to end children at once. */
export interface ProcessesNow {
  /** Returns every process. */
  list(): readonly ProcessEntry[];
  /** Returns the mark of a process, or null. */
  mark(entry: ProcessEntry): string | null;
  /** Sends SIGKILL. May throw. */
  kill(pid: number): void;
}

/** Rounds of looking for remaining processes, each of which finds those started during the one before. */
const ROUNDS = 5;

/** Ends children and their descendants before it returns. Never throws. */
export function endNow(children: readonly Child[], processes: ProcessesNow): void {
  const marks = new Set(children.map(({ mark }) => mark));
  const own = new Set(children.map(({ pid }) => pid));
  let known: readonly ProcessRef[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const all = attempt(() => processes.list()) ?? [];
    const marked = all.filter((entry) => marks.has(attempt(() => processes.mark(entry)) ?? ""));
    // Dead children wait to be collected: their pids are not reused yet.
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
