/**
 * Why a turn has no verdict, in words for those who read along.
 *
 * @module
 */
import { CodexError, InvalidInputError, LoginRequiredError } from "../../core/vocabulary/errors.ts";
import type { FailureCode } from "../../core/vocabulary/failure.ts";
import type { HubTurnFailedEvent } from "./events.ts";

/** Errors whose messages have nothing in them but the turn's own: no folders, and no last words. */
const PLAIN: ReadonlySet<string> = new Set([
  "AbortError",
  "LimitError",
  "LoginRequiredError",
  "SlowConsumerError",
  "TimeoutError",
]);

/** What the last event of a turn tells that has ended with an error. */
export function failureOfError(error: unknown): HubTurnFailedEvent["error"] {
  const known = error instanceof CodexError ? error : null;
  return {
    message: messageOf(known),
    code: codeOf(known),
    http_status: known?.lastError?.httpStatus ?? null,
    retryable: known?.retryable ?? false,
    will_retry: false,
  };
}

/** A login that is missing and one that is refused are fixed alike. */
function codeOf(error: CodexError | null): FailureCode {
  return error?.lastError?.code ?? (error instanceof LoginRequiredError ? "unauthorized" : "other");
}

function messageOf(error: CodexError | null): string {
  if (error === null) return "The turn ended without a verdict";
  if (PLAIN.has(error.name)) return error.message;
  if (error.name === "ConnectionClosedError") return "Codex was lost in the middle of the turn";
  if (error instanceof InvalidInputError && error.option === "input") return error.message;
  return "Codex could not run the turn";
}
