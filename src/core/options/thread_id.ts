/**
 * The id of a thread that a caller names.
 *
 * @module
 */
import { isThreadId } from "../base/thread_id.ts";
import { quoted } from "../base/plain_text.ts";
import { ResumeError } from "../vocabulary/errors.ts";

/**
 * The id of a thread, as Codex writes it.
 *
 * @param verb What is to be done with the thread.
 * @param given The id that the caller gave.
 * @throws {ResumeError} If it is none.
 */
export function checkedThreadId(verb: string, given: unknown): string {
  if (isThreadId(given)) return given.toLowerCase();
  throw new ResumeError(
    "invalid_id",
    String(given),
    `Cannot ${verb} a thread: ${quoted(given)} is not the id of a thread (a UUID)`,
  );
}
