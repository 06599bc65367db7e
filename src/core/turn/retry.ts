/**
 * Trying again what may succeed later.
 *
 * @module
 */
import { backoff } from "../base/backoff.ts";
import { AbortError, CodexError, TurnFailedError } from "../vocabulary/errors.ts";
import { checkedOptions } from "../options/check.ts";
import { sleep } from "../base/timers.ts";

/**
 * What is told before a new attempt.
 *
 * @category Errors
 */
export interface RetryInfo {
  /** Why the last attempt failed. */
  readonly error: CodexError;
  /** The attempt that comes, counted from 1: the first retry is 2. */
  readonly attempt: number;
  /** Milliseconds until then. */
  readonly delayMs: number;
}

/**
 * Options of {@linkcode retry}.
 *
 * @category Errors
 */
export interface RetryOptions {
  /** How often to try in all. Default: 3. */
  readonly attempts?: number | undefined;
  /** Milliseconds before the second attempt, doubled before each further one. Default: 1,000. */
  readonly minDelayMs?: number | undefined;
  /** Milliseconds between two attempts at most, unless a usage limit ends later. Default: 60,000. */
  readonly maxDelayMs?: number | undefined;
  /**
   * Milliseconds to wait at most for the end of a usage limit; one that ends later is not waited for.
   * Default: 3,600,000, an hour.
   */
  readonly maxWaitMs?: number | undefined;
  /** Ends the waiting. The attempts have to take it themselves: `run(input, { signal })`. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each new attempt waits. */
  readonly onRetry?: ((info: RetryInfo) => void) | undefined;
}

/**
 * Whether a failed call may succeed when it is made again, as it is. A turn that fails so has failed
 * for reasons outside of it: an overloaded service, a rate limit, a connection that broke. What a
 * turn has done before it failed stays done, and in its thread: `run()` on the same thread goes on
 * from there.
 *
 * @param error What was thrown.
 * @returns False for everything that is no error of the SDK.
 *
 * @example
 * ```ts
 * import { isRetryable, TurnFailedError } from "@codex-js/sdk";
 *
 * const error = new TurnFailedError("Selected model is at capacity. Please try a different model.", "");
 * console.log(isRetryable(error), error.code); // true "server_overloaded"
 * ```
 *
 * @category Errors
 */
export function isRetryable(error: unknown): boolean {
  return error instanceof CodexError && error.retryable;
}

/** Codex tells the minute in which a usage limit ends, and not the second. */
const MINUTE_MS = 60_000;

/**
 * Calls a function, and calls it again while it fails in a way that {@linkcode isRetryable} says may
 * pass. Waits longer each time, by chance up to half as long, so that many programs do not come back
 * at once; after a usage limit it waits until the minute is over in which that ends.
 *
 * @param run What to do, usually `() => thread.run(input)`. It is given the number of the attempt, from 1.
 * @param options How often, and how long to wait.
 * @returns What `run` gave.
 * @throws {CodexError} The last attempt's error, or the first that is not worth another attempt.
 * @throws {AbortError} If `signal` fires while it waits.
 *
 * @example
 * ```ts ignore
 * import { Codex, retry } from "@codex-js/sdk";
 *
 * const thread = new Codex().startThread();
 * const turn = await retry(() => thread.run("Fix the test"), {
 *   onRetry: ({ error, delayMs }) => console.log(`${error.message}; again in ${delayMs} ms`),
 * });
 * ```
 *
 * @category Errors
 */
export async function retry<T>(
  run: (attempt: number) => Promise<T>,
  options: RetryOptions = {},
): Promise<T> {
  const checked = checkedOptions("retry", options, "retry");
  const { attempts = 3, minDelayMs = 1_000, maxDelayMs = 60_000, maxWaitMs = 3_600_000 } = checked;
  for (let attempt = 1;; attempt++) {
    try {
      return await run(attempt);
    } catch (error) {
      if (attempt === attempts || !(error instanceof CodexError) || !error.retryable) throw error;
      const limit = limitLeft(error);
      if (limit !== null && limit > maxWaitMs) throw error;
      const delayMs = Math.round((limit ?? 0) + backoff(attempt - 1, minDelayMs, maxDelayMs));
      checked.onRetry?.({ error, attempt: attempt + 1, delayMs });
      await sleep(delayMs, checked.signal).catch((reason) =>
        Promise.reject(new AbortError(reason))
      );
    }
  }
}

/** Milliseconds until a usage limit has ended for certain, or null where there is none, or it is over. */
function limitLeft(error: CodexError): number | null {
  const resetsAt = error instanceof TurnFailedError ? error.resetsAt : null;
  const left = resetsAt === null ? 0 : resetsAt.getTime() + MINUTE_MS - Date.now();
  return left > 0 ? left : null;
}
