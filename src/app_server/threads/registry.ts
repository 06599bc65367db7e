/**
 * The threads of one server, and what it tells of them before they are known.
 *
 * @module
 */
import type { CodexError } from "../../core/vocabulary/errors.ts";
import { createLiveThread, type LiveThread } from "./live_thread.ts";
import type { ThreadLink } from "../turns/thread_link.ts";
import type { ThreadScope } from "../asks/scope.ts";
import { type ThreadStart, TurnRunner } from "../turns/runner.ts";

interface Entry {
  readonly thread: LiveThread;
  readonly turns: TurnRunner;
}

interface Told {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** Hands each thread what the server tells of it. */
export class ThreadRegistry {
  readonly #link: ThreadLink;
  readonly #threads: Map<string, Entry> = new Map();
  // A thread's first notifications come right behind the answer that tells its id.
  readonly #early: Map<string, Told[]> = new Map();
  #opening = 0;

  /** @param link What the threads need of the server. */
  constructor(link: ThreadLink) {
    this.#link = link;
  }

  /** Who answers for the thread of that id; null where there is none. */
  scope(id: unknown): ThreadScope | null {
    return this.#get(id)?.turns.scope ?? null;
  }

  #get(id: unknown): Entry | undefined {
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
      known?.turns.reopen(begin);
      const { thread, turns } = known ?? this.#add(begin);
      for (const { method, params } of this.#early.get(begin.id) ?? []) {
        turns.notify(method, params);
      }
      this.#early.delete(begin.id);
      return thread;
    } finally {
      if (--this.#opening === 0) this.#early.clear();
    }
  }

  #add(start: ThreadStart): Entry {
    const turns = new TurnRunner(this.#link, start);
    const entry = { thread: createLiveThread(turns), turns };
    this.#threads.set(start.id, entry);
    return entry;
  }

  /** A notification of the server. */
  notify(method: string, params: Record<string, unknown>): void {
    const { threadId } = params;
    const entry = this.#get(threadId);
    if (method === "thread/deleted") this.#threads.delete(String(threadId));
    if (entry !== undefined) entry.turns.notify(method, params);
    else if (this.#opening > 0 && typeof threadId === "string") {
      const early = this.#early.get(threadId) ?? [];
      early.push({ method, params });
      this.#early.set(threadId, early);
    }
  }

  /** The connection is gone. */
  lose(failure: () => CodexError): void {
    for (const { turns } of this.#threads.values()) turns.lose(failure());
  }
}
