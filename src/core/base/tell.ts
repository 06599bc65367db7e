/**
 * Callbacks of the program that only listen.
 *
 * @module
 */

/** Calls one. What it throws, or the promise that it returns rejects with, must not affect what it hears of. */
export function tell(callback: () => unknown): void {
  void (async () => await callback())().catch(() => {});
}
