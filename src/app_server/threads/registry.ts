/**
 * The threads of one server, and what it tells of them before they are known.
 *
 * @module
 */
import type { CodexError } from "../../core/vocabulary/errors.ts";
import type { ThreadScope } from "../asks/scope.ts";
import { type ThreadStart, ThreadState } from "../turns/thread_state.ts";

interface Told {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** What tells that the server has a thread no longer. */
const GONE: ReadonlySet<string> = new Set(["thread/closed", "thread/archived", "thread/deleted"]);

/** Hands each thread what the server tells of it. */
export class ThreadRegistry {
  readonly #threads: Map<string, ThreadState> = new Map();
  // A thread's first notifications come right behind the answer that tells its id.
  readonly #early: Map<string, Told[]> = new Map();
  #opening = 0;
  readonly #opened: Set<() => void> = new Set();
  readonly #removed: (threadId: string) => void;

  /** @param removed Called when this client has let go of a thread, or the server has. */
  constructor(removed: (threadId: string) => void = () => {}) {
    this.#removed = removed;
  }

  /** All threads that the server has loaded for this client. */
  get all(): readonly ThreadState[] {
    return [...this.#threads.values()];
  }

  /** Settles when no thread is being opened: what is told of one is not known before. */
  async settled(): Promise<void> {
    if (this.#opening > 0) await new Promise<void>((resolve) => this.#opened.add(resolve));
  }

  /** Settles when the turns of a thread are known: before that nobody can tell who answers for one. */
  async ready(id: unknown): Promise<void> {
    await this.get(id)?.ready();
  }

  /** The thread of that id, if the server has loaded it for this client. */
  get(id: unknown): ThreadState | undefined {
    return typeof id === "string" ? this.#threads.get(id) : undefined;
  }

  /** Who answers for a turn of the thread of that id; null where there is no such thread. */
  scope(id: unknown, turnId?: unknown): ThreadScope | null {
    return this.get(id)?.scope(turnId) ?? null;
  }

  /**
   * Opens a thread.
   *
   * @param start Asks the server to load it.
   */
  async open(start: () => Promise<ThreadStart>): Promise<ThreadState> {
    this.#opening++;
    try {
      const thread = new ThreadState(await start());
      this.#threads.set(thread.id, thread);
      for (const { method, params } of this.#early.get(thread.id) ?? []) {
        this.notify(method, params);
      }
      this.#early.delete(thread.id);
      return thread;
    } finally {
      if (--this.#opening === 0) {
        this.#early.clear();
        for (const resolve of this.#opened) resolve();
        this.#opened.clear();
      }
    }
  }

  /** Lets go of a thread. */
  remove(thread: ThreadState): void {
    if (this.#threads.get(thread.id) !== thread) return;
    this.#threads.delete(thread.id);
    this.#removed(thread.id);
  }

  /** A notification of the server. */
  notify(method: string, params: Record<string, unknown>): void {
    const { threadId } = params;
    const thread = this.get(threadId);
    if (thread !== undefined) {
      if (GONE.has(method)) this.remove(thread);
      thread.notify(method, params);
    } else if (this.#opening > 0 && typeof threadId === "string") {
      const early = this.#early.get(threadId) ?? [];
      early.push({ method, params });
      this.#early.set(threadId, early);
    }
  }

  /** The connection is lost, and is made again. */
  suspend(): void {
    for (const thread of this.#threads.values()) thread.suspend();
  }

  /** The connection is gone. */
  lose(failure: () => CodexError): void {
    for (const thread of this.#threads.values()) thread.lose(failure());
  }
}
