/**
 * The thread that the server reports as opened.
 *
 * @module
 */
import { CodexError } from "../../../core/vocabulary/errors.ts";
import { isThreadId } from "../../../core/base/thread_id.ts";
import { answerWithId, type Fields } from "../../link/answers.ts";

/**
 * Returns the thread that was opened.
 *
 * @param method The method that opened it.
 * @param answer The server's answer.
 * @throws {CodexError} If it has no thread, or the id is not a UUID: over exec it would become an argument.
 */
export function openedThread(
  method: string,
  answer: unknown,
): Fields & { readonly id: string } {
  const thread = answerWithId(method, answer, "thread");
  if (isThreadId(thread.id)) return thread;
  throw new CodexError(`Cannot ${method}: the thread id in the app-server's answer is not a UUID`);
}
