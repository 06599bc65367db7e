/**
 * Limits of a turn: its use of tokens and requests, counted from its events.
 *
 * @module
 */
import { LimitError } from "../vocabulary/errors.ts";
import type { Usage } from "../vocabulary/events.ts";

/** The limits that a caller can set. */
export interface Limits {
  /** Tokens. */
  readonly maxTokens?: number | undefined;
  /** Requests to the model. */
  readonly maxRequests?: number | undefined;
}

/** Items that need no further request to the model. */
const WORDS: ReadonlySet<string> = new Set([
  "agent_message",
  "reasoning",
  "todo_list",
  "error",
  "plan",
  "exited_review_mode",
  "sub_agent_activity",
]);

/** The parts of an event that a limit needs. */
interface Told {
  readonly type: string;
  readonly last?: Usage;
  readonly item?: { readonly type: string };
}

/** The tokens of a request that count: as in Codex's own budget, not those from the prompt cache. */
export function countedTokens(usage: Usage): number {
  return usage.input_tokens - usage.cached_input_tokens + usage.output_tokens;
}

/** Watches the limits of a live turn, whose events report its requests. */
export class LimitWatch {
  readonly #limits: Limits;
  #tokens = 0;
  #requests = 0;

  /** @param limits The limits. */
  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Returns why the turn must stop, or null. */
  observe(event: Told): LimitError | null {
    const { maxTokens = Infinity, maxRequests = Infinity } = this.#limits;
    if (event.type === "turn.usage" && event.last !== undefined) {
      this.#requests++;
      this.#tokens += countedTokens(event.last);
      // As Codex's own budget has it: what has been used up exactly is no reason to stop.
      if (this.#tokens > maxTokens) return new LimitError("tokens", this.#tokens, maxTokens);
      return this.#requests > maxRequests
        ? new LimitError("requests", this.#requests, maxRequests)
        : null;
    }
    // The answer to the last request: unless it is only words, there will be another request.
    const asksAgain = event.item !== undefined && !WORDS.has(event.item.type);
    return asksAgain && this.#requests >= maxRequests
      ? new LimitError("requests", this.#requests, maxRequests)
      : null;
  }
}
