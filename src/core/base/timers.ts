/**
 * The real clock and timers, taken when the SDK is loaded: what a test puts in their place later
 * (Jest, vitest, `node:test`) must not keep a stop from settling, for no process waits for a fake
 * clock.
 *
 * @module
 */

const { setTimeout, clearTimeout, performance } = globalThis;
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

/** Milliseconds since some moment. */
export function now(): number {
  return readClock.call(performance);
}

/** Settles in `ms` milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => void startTimer(resolve, ms));
}
