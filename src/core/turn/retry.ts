/**
 * Retries what may succeed later.
 *
 * @module
 */
import { backoff } from "../base/backoff.ts";
import { AbortError, CodexError, TurnFailedError } from "../vocabulary/errors.ts";
import { checkArgument, checkedOptions } from "../options/check.ts";
import { FUNCTION } from "../options/kinds.ts";
import { sleep } from "../base/timers.ts";

/**
 * What `onRetry` is told before a new attempt.
 *
 * @category Errors
 */
export interface RetryInfo {
  /** Why the last attempt failed. */
  readonly error: CodexError;
  /** The number of the next attempt, counted from 1: the first retry is 2. */
  readonly attempt: number;
  /** Milliseconds until the next attempt. */
  readonly delayMs: number;
}

/**
 * Options of {@linkcode retry}.
 *
 * @category Errors
 */
export interface RetryOptions {
  /** The total number of attempts. Default: 3. */
  readonly attempts?: number | undefined;
  /**
   * The longest wait before the second attempt in milliseconds, doubled for each further one.
   * Default: 1,000.
   */
  readonly minDelayMs?: number | undefined;
  /** The most milliseconds between two attempts, unless a usage limit ends later. Default: 60,000. */
  readonly maxDelayMs?: number | undefined;
  /**
   * The most milliseconds to wait for the end of a usage limit; if it ends later, there is no retry.
   * Default: 3,600,000, an hour.
   */
  readonly maxWaitMs?: number | undefined;
  /** Ends the wait between attempts. To stop an attempt too, pass it on: `run(input, { signal })`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called before each wait. A promise that it returns is awaited first; what it throws, or rejects with, ends
   * the attempts.
   */
  readonly onRetry?: ((info: RetryInfo) => void) | undefined;
}

/**
 * Returns whether a failed call may succeed if it is repeated unchanged. Such a turn has failed for outside
 * reasons: an overloaded service, a rate limit, a broken connection. What a turn did before it failed
 * stays done and in its thread: `run()` on the same thread continues from there.
 *
 * @param error What was thrown.
 * @returns False for everything that is not an error of the SDK.
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

/** Codex reports the minute in which a usage limit ends, but not the second. */
const MINUTE_MS = 60_000;

/**
 * Calls a function, and repeats the call while {@linkcode isRetryable} says that its error may pass. Each
 * wait is shortened at random by up to half, so that many programs do not return at once. After a usage
 * limit, it also waits until the minute in which the limit ends is over.
 *
 * @param run What to do, usually `() => thread.run(input)`. It gets the number of the attempt, from 1.
 * @param options How often to try, and how long to wait.
 * @returns The result of `run`.
 * @throws The error of the last attempt, or the first error that is not retryable.
 * @throws {AbortError} If `signal` fires during a wait.
 * @throws {InvalidInputError} If `run` is not a function, or an option is invalid.
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
  // The likely mistake is a promise, of a call that has begun and cannot be repeated.
  checkArgument(FUNCTION, "run", run, "retry", "; pass () => thread.run(input)");
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
      await checked.onRetry?.({ error, attempt: attempt + 1, delayMs });
      await sleep(delayMs, checked.signal).catch((reason) =>
        Promise.reject(new AbortError(reason))
      );
    }
  }
}

/** Milliseconds until a usage limit has certainly ended, or null if there is none or it is over. */
function limitLeft(error: CodexError): number | null {
  const resetsAt = error instanceof TurnFailedError ? error.resetsAt : null;
  const left = resetsAt === null ? 0 : resetsAt.getTime() + MINUTE_MS - Date.now();
  return left > 0 ? left : null;
}
