/**
 * Which thread belongs to which chat.
 *
 * @module
 */

/**
 * Stores which thread belongs to which chat of a page: in memory, or in your own database.
 *
 * @category Web
 */
export interface ChatThreads {
  /** Returns the id of the thread of a user's chat, or null. */
  get(chatId: string, userId: string): string | null | Promise<string | null>;
  /** Sets the thread of a user's chat. */
  set(chatId: string, userId: string, threadId: string): void | Promise<void>;
}

/**
 * Stores chats in memory. When the program ends they are forgotten, and afterwards they start anew. A
 * chat whose id is a thread's id does not need to be stored.
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

/** Characters that the id of a chat may have. */
const MAX_ID = 256;

/** What is asked of an id. */
export const CHAT_ID = `a text of 1 to ${MAX_ID} characters, none of them a control character`;

/** Whether a text may be the id of a chat: one that any database takes. */
export function isChatId(id: unknown): id is string {
  return typeof id === "string" && id !== "" && id.length <= MAX_ID && !/[\p{Cc}\p{Cs}]/u.test(id);
}

/** One key for both ids; no two pairs share a key. */
export function keyOf(chatId: string, userId: string): string {
  return JSON.stringify([userId, chatId]);
}
