/**
 * Numbers of milliseconds, as options have them.
 *
 * @module
 */

/** Longer delays overflow the timers of every runtime, which then fire at once. */
export const MAX_DELAY = 2_147_483_647;

/** Whether a value is a number of milliseconds that timers accept: from 0 to 2,147,483,647. */
export function isDuration(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= MAX_DELAY;
}
