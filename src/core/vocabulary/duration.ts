/**
 * Numbers of milliseconds that options give.
 *
 * @module
 */
import { InvalidInputError } from "./errors.ts";

/** Longer delays overflow the timers of every runtime, which then fire at once. */
const MAX_DELAY = 2_147_483_647;

/**
 * Refuses a number of milliseconds that no timer takes.
 *
 * @throws {InvalidInputError} If it is none from 0 to 2,147,483,647.
 */
export function checkDuration(name: string, value: unknown): void {
  if (value === undefined) return;
  if (typeof value === "number" && value >= 0 && value <= MAX_DELAY) return;
  throw new InvalidInputError(
    name,
    `Cannot use ${name}: it must be a number of milliseconds from 0 to ${MAX_DELAY}`,
  );
}
