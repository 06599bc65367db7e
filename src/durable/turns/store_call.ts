/**
 * Calls to the store, which is the caller's own code: it may throw anything, or never answer.
 *
 * @module
 */
import { orAborted } from "../../core/base/or_aborted.ts";
import { startTimer, stopTimer } from "../../core/base/timers.ts";
import { CodexError } from "../../core/vocabulary/errors.ts";
import { failureOf } from "./failure.ts";

/** Milliseconds that a call to the store may still take when the turn is stopped. */
export const STORE_GRACE_MS = 1_000;
/** Milliseconds after which nobody expects an answer any more: many clients have no limit of their own. */
const STORE_LIMIT_MS = 300_000;

/**
 * Makes a call to the store. One that is not answered stops the turn, because it is not safe to go on: what
 * it writes may still arrive, after what was written later.
 *
 * @param call The call.
 * @param stop Stops the turn.
 * @param limitMs How long the store may take.
 */
export async function storeCall<T>(
  call: () => Promise<T>,
  stop: AbortController,
  limitMs = STORE_LIMIT_MS,
): Promise<T> {
  const giveUp = () => {
    const state = `the store has not answered for ${limitMs / 1_000} s`;
    stop.abort(new CodexError(`Cannot run a durable turn: ${state}; another call continues it`));
  };
  const timer = startTimer(giveUp, limitMs);
  try {
    return await orAborted(call(), stop.signal, STORE_GRACE_MS);
  } catch (error) {
    throw failureOf("the store", error);
  } finally {
    stopTimer(timer);
  }
}
