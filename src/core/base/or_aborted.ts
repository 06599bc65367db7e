/**
 * Waits for a promise that may never settle, until a signal fires.
 *
 * @module
 */
import { onAbort } from "./on_abort.ts";
import { startTimer, stopTimer, type Timer } from "./timers.ts";

/**
 * Settles as `promise` does. Rejects with the reason of `signal` once it has fired and `graceMs` have passed,
 * so that nearly finished work is not abandoned.
 */
export function orAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  graceMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: Timer | undefined;
    const giveUpSoon = () => {
      timer = startTimer(() => reject(signal.reason), graceMs);
    };
    const unlisten = onAbort(signal, giveUpSoon);
    if (signal.aborted) giveUpSoon();
    // A promise by its type, but a store that is written in JavaScript may return none.
    Promise.resolve(promise).then(resolve, reject).finally(() => {
      stopTimer(timer);
      unlisten();
    });
  });
}
