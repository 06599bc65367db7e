/**
 * Token counts in the format of `exec`.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";
import type { TokenUsageBreakdown } from "../protocol/notifications.ts";

/** What the thread has used so far, from `thread/tokenUsage/updated`. */
export function threadUsage({ tokenUsage }: { readonly tokenUsage?: unknown }): Usage {
  return mapUsage((tokenUsage as { readonly total: TokenUsageBreakdown }).total);
}

/** Token counts in the format of `exec`. */
export function mapUsage(usage: TokenUsageBreakdown): Usage {
  return {
    input_tokens: usage.inputTokens,
    cached_input_tokens: usage.cachedInputTokens,
    cache_write_input_tokens: usage.cacheWriteInputTokens ?? 0,
    output_tokens: usage.outputTokens,
    reasoning_output_tokens: usage.reasoningOutputTokens,
  };
}
