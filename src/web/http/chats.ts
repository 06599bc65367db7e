/**
 * Which thread a chat is.
 *
 * @module
 */

/**
 * Keeps which thread a chat of a page is: in memory, or in a database of yours.
 *
 * @category Web
 */
export interface ChatThreads {
  /** The thread of a user's chat, or null. */
  get(chatId: string, userId: string): string | null | Promise<string | null>;
  /** A user's chat has this thread from now on. */
  set(chatId: string, userId: string, threadId: string): void | Promise<void>;
}

/**
 * Chats in memory, which are forgotten when the program ends: they begin anew then. A chat whose id is
 * that of a thread needs no memory.
 *
 * @returns The chats.
 * @category Web
 */
export function memoryChats(): ChatThreads {
  const threads = new Map<string, string>();
  return {
    get: (chatId, userId) => threads.get(keyOf(chatId, userId)) ?? null,
    set: (chatId, userId, threadId) => void threads.set(keyOf(chatId, userId), threadId),
  };
}

/** One name for both; no two pairs share one. */
export function keyOf(chatId: string, userId: string): string {
  return JSON.stringify([userId, chatId]);
}
