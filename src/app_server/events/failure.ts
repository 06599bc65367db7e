/**
 * Why a turn failed, from what the app-server reports.
 *
 * @module
 */
import { type FailureCode, failureOf, failureOfStatus } from "../../core/vocabulary/failure.ts";
import type { TurnError } from "../protocol/common.ts";

/**
 * A failure, as events report it.
 *
 * @category Errors
 */
export interface LiveFailure {
  /** Codex's own message, sometimes the raw answer of the model's service. */
  readonly message: string;
  /** The kind of failure; "other" if no other code fits. */
  readonly code: FailureCode;
  /** The HTTP status of the service's answer, or null if Codex does not report it. */
  readonly http_status: number | null;
  /** Whether the same turn may succeed later. */
  readonly retryable: boolean;
}

type Kind = readonly [code: FailureCode, retryable: boolean, httpStatus?: number];

/** The kinds that Codex names. All others, including "other", are recognized by text, as with `exec`. */
const KINDS: Readonly<Record<string, Kind>> = {
  badRequest: ["bad_request", false],
  bioPolicy: ["bio_policy", false],
  contextWindowExceeded: ["context_window_exceeded", false],
  cyberPolicy: ["cyber_policy", false],
  flexUnavailable: ["server_overloaded", true],
  inferenceHookDenied: ["inference_hook_denied", false],
  internalServerError: ["server_overloaded", true, 500],
  misalignmentPolicyViolation: ["misalignment_policy", false],
  modelNotFound: ["model_not_found", false],
  policyCapacityUnavailable: ["server_overloaded", true],
  rateLimitExceeded: ["rate_limited", true],
  serverOverloaded: ["server_overloaded", true],
  sessionBudgetExceeded: ["budget_exceeded", false],
  unauthorized: ["unauthorized", false],
};

/** Kinds that come with a status if there was an answer at all, and what they mean without one. */
const CONNECTIONS: Readonly<Record<string, FailureCode>> = {
  httpConnectionFailed: "connection_failed",
  responseStreamConnectionFailed: "connection_failed",
  responseStreamDisconnected: "stream_disconnected",
  responseTooManyFailedAttempts: "connection_failed",
};

/** The message as `exec` words it. */
export function messageOf({ message, additionalDetails }: TurnError): string {
  // From a server of another version it may be missing.
  const said = String(message ?? "");
  return additionalDetails ? `${said} (${additionalDetails})` : said;
}

/** The failure that an error of a turn stands for. */
export function liveFailure(error: TurnError): LiveFailure {
  const message = messageOf(error);
  const { codexErrorInfo: info } = error;
  const read = failureOf(message);
  const told = (code: FailureCode, retryable: boolean, http_status: number | null = null) => ({
    message,
    code,
    http_status,
    retryable,
  });
  // The text says when the limit ends.
  if (info === "usageLimitExceeded") return told("usage_limit_exceeded", read.retryable);
  if (typeof info === "string") {
    const kind = Object.hasOwn(KINDS, info) ? KINDS[info] : undefined;
    if (kind !== undefined) return told(kind[0], kind[1], kind[2] ?? read.httpStatus);
  } else {
    const [[name, detail] = ["", null]] = Object.entries(info ?? {});
    const without = Object.hasOwn(CONNECTIONS, name) ? CONNECTIONS[name] : undefined;
    const { httpStatusCode } = (detail ?? {}) as { readonly httpStatusCode?: number | null };
    const status = httpStatusCode ?? null;
    if (without !== undefined) {
      // Codex reports a service that cannot be reached as a broken stream, and an access program that is
      // refused as a broken connection; only their texts differ.
      const isRefused = name === "httpConnectionFailed" && read.code === "bad_request";
      if (status === null && (isRefused || read.code === "connection_failed")) {
        return told(read.code, read.retryable);
      }
      if (status === null || status < 400 || without === "stream_disconnected") {
        return told(without, true, status);
      }
      const { code, retryable } = failureOfStatus(status);
      return told(code, retryable, status);
    }
  }
  return told(read.code, read.retryable, read.httpStatus);
}
