/**
 * The threads of one server, and what it tells of them before they are known.
 *
 * @module
 */
import type { CodexError } from "../core/errors.ts";
import {
  createLiveThread,
  type LiveThread,
  loseThread,
  notifyThread,
  reopenThread,
  type ThreadLink,
  type ThreadStart,
} from "./live_thread.ts";

interface Told {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** Hands the notifications of each thread to its `LiveThread`. */
export class ThreadRegistry {
  readonly #link: ThreadLink;
  readonly #threads: Map<string, LiveThread> = new Map();
  // A thread's first notifications come right behind the answer that tells its id.
  readonly #early: Map<string, Told[]> = new Map();
  #opening = 0;

  /** @param link What the threads need of the server. */
  constructor(link: ThreadLink) {
    this.#link = link;
  }

  /** The thread of that id. */
  get(id: unknown): LiveThread | undefined {
    return typeof id === "string" ? this.#threads.get(id) : undefined;
  }

  /**
   * Opens a thread. One that is open already stays what it is, with new options: the server has
   * only one of it, and two queues of turns would steer each other.
   *
   * @param start Asks the server to load it.
   */
  async open(start: () => Promise<ThreadStart>): Promise<LiveThread> {
    this.#opening++;
    try {
      const begin = await start();
      const known = this.#threads.get(begin.id);
      const thread = known ?? createLiveThread(this.#link, begin);
      if (known !== undefined) reopenThread(known, begin);
      this.#threads.set(begin.id, thread);
      for (const { method, params } of this.#early.get(begin.id) ?? []) {
        notifyThread(thread, method, params);
      }
      this.#early.delete(begin.id);
      return thread;
    } finally {
      if (--this.#opening === 0) this.#early.clear();
    }
  }

  /** A notification of the server. */
  notify(method: string, params: Record<string, unknown>): void {
    const { threadId } = params;
    const thread = this.get(threadId);
    if (method === "thread/deleted") this.#threads.delete(String(threadId));
    if (thread !== undefined) notifyThread(thread, method, params);
    else if (this.#opening > 0 && typeof threadId === "string") {
      const early = this.#early.get(threadId) ?? [];
      early.push({ method, params });
      this.#early.set(threadId, early);
    }
  }

  /** The connection is gone. */
  lose(failure: () => CodexError): void {
    for (const thread of this.#threads.values()) loseThread(thread, failure());
  }
}
