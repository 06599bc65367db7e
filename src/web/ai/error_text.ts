/**
 * What a browser is told about a failure. Codex's own words may contain the service's raw answer, paths
 * and addresses, so none of them are passed on.
 *
 * @module
 */
import { CodexError, TurnFailedError } from "../../core/vocabulary/errors.ts";
import type { FailureCode } from "../../core/vocabulary/failure.ts";
import { codeOf } from "../hub/failure_of_error.ts";

/**
 * Why a turn, or its stream, has failed.
 *
 * @category Web
 */
export interface StreamFailure {
  /** The kind of failure; "lost" if the stream ended before the turn did. */
  readonly code: FailureCode | "lost";
  /** Codex's message, or that of the error that ended the stream. Not for strangers. */
  readonly message: string;
  /** Whether the same turn may succeed later. */
  readonly retryable: boolean;
}

const TEXTS: Readonly<Record<StreamFailure["code"], string>> = {
  usage_limit_exceeded: "The usage limit is reached.",
  rate_limited: "The model's service accepts no more requests at the moment. Try again later.",
  context_window_exceeded: "The conversation is too long for the model.",
  server_overloaded: "The model's service is overloaded. Try again later.",
  unauthorized: "The model's service refused the login.",
  bad_request: "The model's service refused the request.",
  connection_failed: "The model's service cannot be reached.",
  stream_disconnected: "The connection to the model's service was lost.",
  budget_exceeded: "The budget is used up.",
  cyber_policy: "The model's service refused the request for security reasons.",
  bio_policy: "The model's service refused the request for safety reasons.",
  misalignment_policy: "The model's service refused the request for safety reasons.",
  inference_hook_denied: "The workspace refused the request.",
  model_not_found: "The model does not exist, or is not available.",
  other: "The agent did not complete the turn.",
  lost: "The connection to the agent was lost.",
};

/** A text for the failure's code that is safe to show. */
export function safeErrorText({ code }: Pick<StreamFailure, "code">): string {
  return Object.hasOwn(TEXTS, code) ? TEXTS[code] : TEXTS.other;
}

/**
 * Why a stream has ended before its turn did.
 *
 * @param error What ended it, if it did not end by itself.
 */
export function failureOfStream(error: unknown): StreamFailure {
  const message = error instanceof Error ? error.message : "The events ended before the turn did";
  if (error instanceof TurnFailedError) {
    return { code: error.code, message, retryable: error.retryable };
  }
  if (!(error instanceof CodexError)) return { code: "lost", message, retryable: true };
  const code = codeOf(error);
  if (code === "other" && LOST.has(error.name)) return { code: "lost", message, retryable: true };
  return { code, message, retryable: error.retryable };
}

/** Errors of a Codex that is gone. */
const LOST: ReadonlySet<string> = new Set([
  "ConnectionClosedError",
  "ExitError",
  "IncompleteTurnError",
]);
