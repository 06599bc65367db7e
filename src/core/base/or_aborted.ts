/**
 * What may never settle, and is waited for no longer than somebody wants it.
 *
 * @module
 */
import { startTimer, stopTimer, type Timer } from "./timers.ts";

/**
 * What `promise` comes to. Rejects with the reason of `signal` once that has fired and `graceMs` have
 * passed: what is nearly done is not left behind.
 */
export function orAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  graceMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: Timer | undefined;
    const onAbort = () => {
      timer = startTimer(() => reject(signal.reason), graceMs);
    };
    // A promise by its type; a store that is written in JavaScript may give none.
    Promise.resolve(promise).then(resolve, reject).finally(() => {
      stopTimer(timer);
      signal.removeEventListener("abort", onAbort);
    });
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}
