/**
 * Numbers that look random and are the same in every run.
 *
 * @module
 */

/** An object as JSON has it. */
export type Json = Record<string, unknown>;

/** Numbers from 0 to 1 (not included), by xorshift. */
export function random(seed: number): () => number {
  let state = seed * 0x9e3779b9 >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to `limit`, which is not included. */
export function below(next: () => number, limit: number): number {
  return Math.floor(next() * limit);
}
