/**
 * What a browser is told of a failure. Codex's own words may hold the service's raw answer, paths and
 * addresses, so none of them is passed on.
 *
 * @module
 */
import type { FailureCode } from "../../core/vocabulary/failure.ts";

/**
 * Why a turn has failed, or its stream.
 *
 * @category Web
 */
export interface StreamFailure {
  /** What it is; "lost" where the stream ended before the turn did. */
  readonly code: FailureCode | "lost";
  /** Codex's words, or those of the error that ended the stream. Not for strangers. */
  readonly message: string;
  /** Whether the same turn may succeed later. */
  readonly retryable: boolean;
}

const TEXTS: Readonly<Record<StreamFailure["code"], string>> = {
  usage_limit_exceeded: "The usage limit is reached.",
  rate_limited: "The model's service takes no more requests for the moment. Try again later.",
  context_window_exceeded: "The conversation is too long for the model.",
  server_overloaded: "The model's service is overloaded. Try again later.",
  unauthorized: "The model's service refused the login.",
  bad_request: "The model's service refused the request.",
  connection_failed: "The model's service cannot be reached.",
  stream_disconnected: "The connection to the model's service broke.",
  budget_exceeded: "The budget of this session is used up.",
  cyber_policy: "The model's service refused the request for reasons of security.",
  bio_policy: "The model's service refused the request for reasons of safety.",
  model_not_found: "The model does not exist, or is not available.",
  other: "The agent has failed.",
  lost: "The connection to the agent was lost.",
};

/** A text that is safe to show, by the failure's code. */
export function safeErrorText({ code }: StreamFailure): string {
  return Object.hasOwn(TEXTS, code) ? TEXTS[code] : TEXTS.other;
}
