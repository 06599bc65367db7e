/**
 * Why a turn has no verdict, in words for its readers.
 *
 * @module
 */
import {
  CodexError,
  InvalidInputError,
  LimitError,
  LoginRequiredError,
} from "../../core/vocabulary/errors.ts";
import type { FailureCode } from "../../core/vocabulary/failure.ts";
import type { HubTurnFailedEvent } from "./events.ts";

/** Errors whose messages are only about the turn: they name no folders and quote no last words. */
const PLAIN: ReadonlySet<string> = new Set([
  "AbortError",
  "LimitError",
  "LoginRequiredError",
  "SlowConsumerError",
  "TimeoutError",
]);

/** What the last event reports about a turn that ended with an error. */
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

/**
 * The code of an error that ended a turn: a missing login and a refused one are fixed in the same way; a limit
 * is a budget of one turn.
 */
export function codeOf(error: CodexError | null): FailureCode {
  if (error instanceof LimitError) return "budget_exceeded";
  if (error instanceof LoginRequiredError) return "unauthorized";
  return error?.lastError?.code ?? "other";
}

function messageOf(error: CodexError | null): string {
  if (error === null) return "The turn ended without a verdict";
  if (PLAIN.has(error.name)) return error.message;
  if (error.name === "ConnectionClosedError") {
    return "The connection to Codex was lost during the turn";
  }
  if (error instanceof InvalidInputError && error.option === "input") return error.message;
  return "Codex could not run the turn";
}
