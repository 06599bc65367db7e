/**
 * Waits that grow longer each time.
 *
 * @module
 */

/**
 * Returns how many milliseconds to wait: twice as long each time, up to a limit, shortened at random by up to
 * half, lest many callers that failed together return together.
 *
 * @param attempt The number of the wait, from 0.
 * @param minMs The first wait.
 * @param maxMs The longest one.
 * @param random Numbers from 0 to 1.
 */
export function backoff(
  attempt: number,
  minMs: number,
  maxMs: number,
  random: () => number = Math.random,
): number {
  return Math.min(minMs * 2 ** attempt, maxMs) * (0.5 + random() / 2);
}
