/**
 * The errors of the caller's own code.
 *
 * @module
 */
import { messageOf } from "../../core/base/plain_text.ts";
import { CodexError } from "../../core/vocabulary/errors.ts";

/**
 * What the caller's code has thrown, as an error: it may be anything, or nothing at all.
 *
 * @param whose Whose code it was.
 */
export function failureOf(whose: string, error: unknown): Error {
  if (error instanceof Error) return error;
  const message = `Cannot run a durable turn: ${whose} failed: ${messageOf(error)}`;
  return new CodexError(message, { cause: error });
}
