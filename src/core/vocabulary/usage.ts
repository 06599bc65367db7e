/**
 * Sums and differences of token usage.
 *
 * @module
 */
import type { Usage } from "./events.ts";

/**
 * Adds up token usage, such as the last `usage` of several threads. Note that the `usage` of a turn or an
 * error is already the total of its thread, including failed turns.
 *
 * @param a One usage; null counts as nothing.
 * @param b Another usage.
 * @returns The sum.
 *
 * @example
 * ```ts
 * import { addUsage } from "@codex-js/sdk";
 *
 * const turn = {
 *   input_tokens: 40,
 *   cached_input_tokens: 8,
 *   cache_write_input_tokens: 0,
 *   output_tokens: 2,
 *   reasoning_output_tokens: 1,
 * };
 * console.log(addUsage(turn, null).input_tokens, addUsage(turn, turn).output_tokens); // 40 4
 * ```
 *
 * @category Turns
 */
export function addUsage(a: Usage | null, b: Usage | null): Usage {
  const [one, other] = [a ?? NO_USAGE, b ?? NO_USAGE];
  return {
    input_tokens: one.input_tokens + other.input_tokens,
    cached_input_tokens: one.cached_input_tokens + other.cached_input_tokens,
    cache_write_input_tokens: one.cache_write_input_tokens + other.cache_write_input_tokens,
    output_tokens: one.output_tokens + other.output_tokens,
    reasoning_output_tokens: one.reasoning_output_tokens + other.reasoning_output_tokens,
  };
}

/** `total` minus `before`, or null if the numbers show that `before` is not part of `total`. */
export function usageShare(total: Usage, before: Usage): Usage | null {
  const share: Usage = {
    input_tokens: total.input_tokens - before.input_tokens,
    cached_input_tokens: total.cached_input_tokens - before.cached_input_tokens,
    cache_write_input_tokens: total.cache_write_input_tokens -
      before.cache_write_input_tokens,
    output_tokens: total.output_tokens - before.output_tokens,
    reasoning_output_tokens: total.reasoning_output_tokens -
      before.reasoning_output_tokens,
  };
  return Object.values(share).some((tokens) => tokens < 0) ? null : share;
}

/** The usage of a thread that has had no turn. */
export const NO_USAGE: Usage = {
  input_tokens: 0,
  cached_input_tokens: 0,
  cache_write_input_tokens: 0,
  output_tokens: 0,
  reasoning_output_tokens: 0,
};
