/**
 * Whose threads are whose.
 *
 * @module
 */

/**
 * Keeps whose threads are whose: in memory, or in a database of yours.
 *
 * @category Web
 */
export interface ThreadOwners {
  /** The thread is this user's from now on. */
  add(threadId: string, userId: string): void | Promise<void>;
  /** Whether the thread is this user's. */
  has(threadId: string, userId: string): boolean | Promise<boolean>;
  /** The ids of this user's threads. */
  list(userId: string): readonly string[] | Promise<readonly string[]>;
  /** The thread is gone. */
  remove(threadId: string): void | Promise<void>;
}

/**
 * Owners in memory, which are forgotten when the program ends; nobody then gets at the threads.
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
