/**
 * The real clock and timers, taken when the SDK is loaded: fakes that a test installs later (Jest, vitest,
 * `node:test`) must not keep a stop from settling, since processes do not follow a fake clock.
 *
 * @module
 */
import { onAbort } from "./on_abort.ts";

const { setTimeout, clearTimeout, queueMicrotask, performance } = globalThis;
const readClock = performance.now;

/** A timer that runs. */
export type Timer = ReturnType<typeof setTimeout>;

/** Calls back in `ms` milliseconds. */
export function startTimer(callback: () => void, ms: number): Timer {
  return setTimeout(callback, ms);
}

/** Stops a timer, if there is one. */
export function stopTimer(timer: Timer | undefined): void {
  clearTimeout(timer);
}

/** Calls back before any timer, once the code that runs now is done. */
export function soon(callback: () => void): void {
  queueMicrotask(callback);
}

/** Milliseconds since some moment. */
export function now(): number {
  return readClock.call(performance);
}

/** Settles in `ms` milliseconds. Rejects with the reason of `signal` if it fires earlier. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = startTimer(() => {
      unlisten?.();
      resolve();
    }, ms);
    const unlisten = signal && onAbort(signal, () => {
      stopTimer(timer);
      reject(signal.reason);
    });
  });
}
