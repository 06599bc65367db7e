/**
 * The id of a thread, as a caller gives it.
 *
 * @module
 */
import { isThreadId } from "../base/thread_id.ts";
import { quoted } from "../base/plain_text.ts";
import { described } from "../base/words.ts";
import { ResumeError } from "../vocabulary/errors.ts";

/**
 * Returns the id of a thread as Codex writes it.
 *
 * @param verb What the caller wants to do with the thread.
 * @param given The id that the caller gave.
 * @throws {ResumeError} If it is not a thread id.
 */
export function checkedThreadId(verb: string, given: unknown): string {
  if (isThreadId(given)) return given.toLowerCase();
  // The likely mistake is the thread itself.
  const [id, shown] = typeof given === "string"
    ? [given, quoted(given)]
    : [described(given), described(given)];
  throw new ResumeError(
    "invalid_id",
    id,
    `Cannot ${verb} a thread: ${shown} is not the id of a thread (a UUID)`,
  );
}
