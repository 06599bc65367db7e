import { assertEquals } from "@std/assert";
import { liveFailure } from "../../../src/app_server/events/failure.ts";
import type { CodexErrorInfo } from "../../../src/app_server/protocol/common.ts";

/** What Codex says, and the code, whether it may be tried again, and the status that it stands for. */
const ROWS: readonly [CodexErrorInfo | null, string, string, boolean, number?][] = [
  ["usageLimitExceeded", "You've hit your usage limit.", "usage_limit_exceeded", false],
  [
    "usageLimitExceeded",
    "You've hit your usage limit, or try again at 3:05 PM.",
    "usage_limit_exceeded",
    true,
  ],
  ["rateLimitExceeded", "slow", "rate_limited", true],
  ["contextWindowExceeded", "no room", "context_window_exceeded", false],
  ["serverOverloaded", "busy", "server_overloaded", true],
  ["policyCapacityUnavailable", "busy", "server_overloaded", true],
  ["internalServerError", "oh", "server_overloaded", true, 500],
  ["unauthorized", "who?", "unauthorized", false],
  ["unauthorized", "unexpected status 401 Unauthorized: no", "unauthorized", false, 401],
  ["badRequest", "what?", "bad_request", false],
  ["sessionBudgetExceeded", "spent", "budget_exceeded", false],
  ["cyberPolicy", "no", "cyber_policy", false],
  ["bioPolicy", "no", "bio_policy", false],
  ["misalignmentPolicyViolation", "no", "misalignment_policy", false],
  ["inferenceHookDenied", "no", "inference_hook_denied", false],
  ["modelNotFound", "which?", "model_not_found", false],
  ["other", "stream disconnected before completion: closed", "stream_disconnected", true],
  ["other", '{"error":{"message":"bad thing"}}', "bad_request", false, 400],
  ["sandboxError", "no sandbox", "other", false],
  ["of tomorrow" as "other", "strange", "other", false],
  [null, "strange", "other", false],
  [{ httpConnectionFailed: { httpStatusCode: 401 } }, "no", "unauthorized", false, 401],
  [{ httpConnectionFailed: { httpStatusCode: 404 } }, "no", "bad_request", false, 404],
  [{ httpConnectionFailed: { httpStatusCode: 503 } }, "no", "server_overloaded", true, 503],
  [{ httpConnectionFailed: { httpStatusCode: null } }, "no", "connection_failed", true],
  [
    { httpConnectionFailed: { httpStatusCode: null } },
    "The requested access program is not enabled.",
    "bad_request",
    false,
  ],
  [{ responseStreamConnectionFailed: {} }, "no", "connection_failed", true],
  [{ responseStreamDisconnected: {} }, "no", "stream_disconnected", true],
  [
    { responseStreamDisconnected: { httpStatusCode: 200 } },
    "no",
    "stream_disconnected",
    true,
    200,
  ],
  [{ responseTooManyFailedAttempts: { httpStatusCode: 429 } }, "no", "rate_limited", true, 429],
  [{ activeTurnNotSteerable: { turnKind: "review" } }, "no", "other", false],
];

Deno.test("liveFailure() tells what Codex means, by its word or by its text", () => {
  for (const [codexErrorInfo, message, code, retryable, http_status = null] of ROWS) {
    const told = liveFailure({ message, codexErrorInfo });
    assertEquals<unknown>(told, { message, code, http_status, retryable });
  }
});

Deno.test("liveFailure() puts the details behind the message, as exec does", () => {
  const { message } = liveFailure({ message: "Reconnecting... 1/5", additionalDetails: "why" });
  assertEquals(message, "Reconnecting... 1/5 (why)");
});

Deno.test("liveFailure() takes an error without words", () => {
  for (const message of [undefined, null, 7]) {
    const { message: told, code } = liveFailure({ message } as never);
    assertEquals([told, code], [message === 7 ? "7" : "", "other"]);
  }
});
