/**
 * Which threads belong to which user.
 *
 * @module
 */
import { isThreadId } from "../../core/base/thread_id.ts";

/**
 * Stores which threads belong to which user: in memory, or in your own database.
 *
 * @category Web
 */
export interface ThreadOwners {
  /** Records that a thread belongs to a user. */
  add(threadId: string, userId: string): void | Promise<void>;
  /** Returns whether a thread belongs to a user. Called with UUIDs only. */
  has(threadId: string, userId: string): boolean | Promise<boolean>;
  /** Returns the ids of a user's threads. */
  list(userId: string): readonly string[] | Promise<readonly string[]>;
  /** Forgets a thread that no longer exists. */
  remove(threadId: string): void | Promise<void>;
}

/** Whether a thread belongs to a user. A store of UUIDs would fail at other texts that a browser may send. */
export async function isOwner(owners: ThreadOwners, id: string, userId: string): Promise<boolean> {
  return isThreadId(id) && await owners.has(id, userId);
}

/**
 * Stores owners in memory. They are forgotten when the program ends; after that, nobody can reach the
 * threads.
 *
 * @returns The owners.
 * @category Web
 */
export function memoryOwners(): ThreadOwners {
  const owners = new Map<string, string>();
  const threads = new Map<string, Set<string>>();
  return {
    add: (threadId, userId) => {
      owners.set(threadId, userId);
      const own = threads.get(userId) ?? new Set();
      threads.set(userId, own.add(threadId));
    },
    has: (threadId, userId) => owners.has(threadId) && owners.get(threadId) === userId,
    list: (userId) => [...threads.get(userId) ?? []],
    remove: (threadId) => {
      const userId = owners.get(threadId);
      owners.delete(threadId);
      if (userId === undefined) return;
      const own = threads.get(userId);
      own?.delete(threadId);
      if (own?.size === 0) threads.delete(userId);
    },
  };
}
