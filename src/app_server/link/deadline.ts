/**
 * How long a request waits for the server.
 *
 * @module
 */
import { AbortError, type CodexError } from "../../core/vocabulary/errors.ts";
import { onAbort } from "../../core/base/on_abort.ts";
import { startTimer, stopTimer } from "../../core/base/timers.ts";
import { RequestTimeoutError } from "./rpc_errors.ts";

/** Ends the wait for a request: after a time, or by a signal. */
export class Deadline {
  /** Rejects when the wait is over; need not be handled. */
  readonly passed: Promise<never>;
  /** Clears the timer and stops listening to the signal. */
  readonly clear: () => void;

  /**
   * @param method The method that was called.
   * @param timeoutMs Milliseconds to wait, or undefined for no limit.
   * @throws {AbortError} If the signal has fired.
   */
  constructor(method: string, timeoutMs: number | undefined, signal: AbortSignal | undefined) {
    const abortError = () => new AbortError(signal?.reason, `Cannot ${method}: it was aborted`);
    if (signal?.aborted) throw abortError();
    let reject!: (error: CodexError) => void;
    this.passed = new Promise((_, rejects) => reject = rejects);
    this.passed.catch(() => {});
    const timer = timeoutMs === undefined
      ? undefined
      : startTimer(() => reject(new RequestTimeoutError(method, timeoutMs)), timeoutMs);
    const unlisten = signal && onAbort(signal, () => reject(abortError()));
    this.clear = () => {
      stopTimer(timer);
      unlisten?.();
    };
  }
}
