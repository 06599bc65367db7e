/**
 * The thread that the server says it has opened.
 *
 * @module
 */
import { CodexError } from "../../../core/vocabulary/errors.ts";
import { isThreadId } from "../../../core/base/thread_id.ts";
import { answerWithId, type Fields } from "../../link/answers.ts";

/**
 * The thread that was opened.
 *
 * @param method What opened it.
 * @param answer The server's answer.
 * @throws {CodexError} If there is none in it, or its id is no UUID: over exec it would become an argument.
 */
export function openedThread(
  method: string,
  answer: unknown,
): Fields & { readonly id: string } {
  const thread = answerWithId(method, answer, "thread");
  if (isThreadId(thread.id)) return thread;
  throw new CodexError(`Cannot ${method}: the app-server's answer has a thread id that is no UUID`);
}
