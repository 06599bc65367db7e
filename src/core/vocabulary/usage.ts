/**
 * Reckoning with token usage.
 *
 * @module
 */
import type { Usage } from "./events.ts";

/** `total` less `before`, or null where the numbers show that one is not part of the other. */
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

/** The usage of a thread that has not had a turn. */
export const NO_USAGE: Usage = {
  input_tokens: 0,
  cached_input_tokens: 0,
  cache_write_input_tokens: 0,
  output_tokens: 0,
  reasoning_output_tokens: 0,
};
