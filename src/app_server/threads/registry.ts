/**
 * The threads of one server, and the notifications about them that come before they are known.
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

/** The notifications that say that the server no longer has a thread. */
const GONE: ReadonlySet<string> = new Set(["thread/closed", "thread/archived", "thread/deleted"]);

/** Passes each thread the server's notifications about it. */
export class ThreadRegistry {
  readonly #threads: Map<string, ThreadState> = new Map();
  // A thread's first notifications come right after the answer that has its id.
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

  /** Settles when no thread is being opened: before that, a notification may be about an unknown one. */
  async settled(): Promise<void> {
    if (this.#opening > 0) await new Promise<void>((resolve) => this.#opened.add(resolve));
  }

  /** Settles when the turns of a thread are known: before that, it is unknown who answers for them. */
  async ready(id: unknown): Promise<void> {
    await this.get(id)?.ready();
  }

  /** The thread with this id, if the server has loaded it for this client. */
  get(id: unknown): ThreadState | undefined {
    return typeof id === "string" ? this.#threads.get(id) : undefined;
  }

  /** Who answers for a turn of the thread with this id; null if there is no such thread. */
  scope(id: unknown, turnId?: unknown): ThreadScope | null {
    return this.get(id)?.scope(turnId) ?? null;
  }

  /** Who answers for a turn of one of the threads; null if none has that turn. */
  scopeOf(turnId: string): ThreadScope | null {
    const thread = this.all.find(({ turns }) => turns.some(({ id }) => id === turnId));
    return thread?.scope(turnId) ?? null;
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
      const early = this.#early.get(thread.id) ?? [];
      // Before it is read: behind the end of a thread, notifications are early ones again.
      this.#early.delete(thread.id);
      for (const { method, params } of early) this.notify(method, params);
      return thread;
    } finally {
      if (--this.#opening === 0) {
        this.#early.clear();
        for (const resolve of this.#opened) resolve();
        this.#opened.clear();
      }
    }
  }

  /** Drops what was told of a thread that is about to be loaded: it is of an earlier time. */
  forget(threadId: unknown): void {
    if (typeof threadId === "string") this.#early.delete(threadId);
  }

  /** Removes a thread. */
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

  /** The connection is lost, and is being restored. */
  suspend(): void {
    for (const thread of this.#threads.values()) thread.suspend();
  }

  /** The connection has ended. */
  lose(failure: () => CodexError): void {
    for (const thread of this.#threads.values()) thread.lose(failure());
  }
}
