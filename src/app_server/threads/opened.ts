/**
 * The thread that the server says it has opened.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";
import { isThreadId } from "../../core/vocabulary/thread_id.ts";

/**
 * The id of the thread that was opened.
 *
 * @param method What opened it.
 * @param answer The server's answer.
 * @throws {CodexError} If there is none in it, or no UUID: over exec it would become an argument.
 */
export function openedId(method: string, answer: unknown): string {
  const { thread } = (answer ?? {}) as { readonly thread?: { readonly id?: unknown } | null };
  if (isThreadId(thread?.id)) return thread.id;
  throw new CodexError(`Cannot ${method}: the app-server answered with no id of a thread, a UUID`);
}
