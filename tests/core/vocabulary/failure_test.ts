import { assertEquals } from "@std/assert";
import { TurnFailedError } from "../../../src/core/vocabulary/errors.ts";
import { failureOf, resetsAtOf } from "../../../src/core/vocabulary/failure.ts";

type Row = [message: string, code: string, retryable: boolean, httpStatus?: number];

/** As Codex 0.169 and 0.171 word them. */
const TABLE: readonly Row[] = [
  [
    '{"error":{"message":"no such thing","type":"invalid_request_error"}}',
    "bad_request",
    false,
    400,
  ],
  ["The requested model 'nope-1' does not exist.", "model_not_found", false],
  ["The model `nope` does not exist or you do not have access to it.", "model_not_found", false],
  [
    '{"error":{"message":"The requested model \'nope\' does not exist.","code":"model_not_found"}}',
    "model_not_found",
    false,
    400,
  ],
  [
    `{"detail":"The 'nope' model is not supported when using Codex with a ChatGPT account."}`,
    "model_not_found",
    false,
    400,
  ],
  ["<html>bad</html>", "bad_request", false, 400],
  ["<!DOCTYPE html><p>bad", "bad_request", false, 400],
  ["unexpected status 401 Unauthorized: bad key, url: http://x/v1", "unauthorized", false, 401],
  ["unexpected status 403 Forbidden: nope, url: http://x/v1", "unauthorized", false, 403],
  ["unexpected status 404 Not Found: nf, url: http://x/v1", "bad_request", false, 404],
  ["unexpected status 408 Request Timeout: to", "server_overloaded", true, 408],
  ["unexpected status 413 Payload Too Large: big", "bad_request", false, 413],
  ["unexpected status 502 Bad Gateway: <html>", "server_overloaded", true, 502],
  ["unexpected status 503 Service Unavailable: busy", "server_overloaded", true, 503],
  ["unexpected status 529 <unknown status code>: over", "server_overloaded", true, 529],
  ["exceeded retry limit, last status: 429 Too Many Requests", "rate_limited", true, 429],
  ["rate limit exceeded: Rate limit reached for gpt-5.1", "rate_limited", true],
  [
    "We’re currently experiencing high demand, which may cause temporary errors.",
    "server_overloaded",
    true,
    500,
  ],
  ["Selected model is at capacity. Please try a different model.", "server_overloaded", true],
  ["Policy-restricted capacity is unavailable. Please try again later.", "server_overloaded", true],
  ["Quota exceeded. Check your plan and billing details.", "usage_limit_exceeded", false],
  ["You’ve hit your usage limit. Try again later.", "usage_limit_exceeded", false],
  ["You've hit your usage limit. Try again at 3:05 PM.", "usage_limit_exceeded", true],
  ["You’ve hit your usage limit. Visit x or try again at 3:05 PM.", "usage_limit_exceeded", true],
  ["Your workspace is out of credits. Add credits to continue.", "usage_limit_exceeded", false],
  ["You hit your spend cap set in your workspace. Increase", "usage_limit_exceeded", false],
  [
    "To use Codex with your ChatGPT plan, upgrade to Plus: https://chatgpt.com/explore/plus.",
    "usage_limit_exceeded",
    false,
  ],
  [
    "Codex ran out of room in the model's context window. Start a new thread or clear earlier history before retrying.",
    "context_window_exceeded",
    false,
  ],
  ["budget reached", "budget_exceeded", false],
  ["This request has been flagged for possible cybersecurity risk.", "cyber_policy", false],
  ["This content was flagged for possible biological risk.", "bio_policy", false],
  [
    "This request was blocked due to a misalignment policy violation.",
    "misalignment_policy",
    false,
  ],
  ["Your workspace inference hook blocked this request.", "inference_hook_denied", false],
  ["The requested access program cannot be used with this model.", "bad_request", false],
  ["Connection failed: error sending request", "connection_failed", true],
  [
    "stream disconnected before completion: Connection refused (os error 111)",
    "connection_failed",
    true,
  ],
  ["Reconnecting... waiting for network", "connection_failed", true],
  ["Reconnecting... 2/5", "connection_failed", true],
  ["stream disconnected before completion: The server had an error", "stream_disconnected", true],
  [
    "Reconnecting... 1/5 (stream disconnected before completion: Transport error: network error: error decoding response body)",
    "stream_disconnected",
    true,
  ],
  [
    "Reconnecting... 1/5 (unexpected status 401 Unauthorized: no (none), url: x)",
    "unauthorized",
    false,
    401,
  ],
  ["Incomplete response returned, reason: max_output_tokens", "other", false],
  [
    "stream disconnected before completion: Incomplete response returned, reason: content_filter",
    "other",
    false,
  ],
  ["bad prompt", "other", false],
  ["", "other", false],
];

for (const [message, code, retryable, httpStatus = null] of TABLE) {
  Deno.test(`failureOf() is ${code} for ${message.slice(0, 60)}`, () => {
    assertEquals<unknown>(failureOf(message), { message, code, httpStatus, retryable });
    const error = new TurnFailedError(message, "");
    assertEquals([error.code, error.httpStatus, error.retryable], [code, httpStatus, retryable]);
  });
}

Deno.test("resetsAtOf() is the time that a usage limit ends at, or null", () => {
  const now = new Date(2026, 10, 27, 9, 0);
  const table: [string, Date | null][] = [
    ["or try again at May 23rd, 2027 10:25 PM.", new Date(2027, 4, 23, 22, 25)],
    ["try again at Dec 1st, 2026 12:05 AM.", new Date(2026, 11, 1, 0, 5)],
    ["try again at 12:30 PM.", new Date(2026, 10, 27, 12, 30)],
    ["Try again at 12:30 PM.", new Date(2026, 10, 27, 12, 30)],
    ["Try again later.", null],
    ["try again at Foo 1st, 2026 12:05 AM", null],
  ];
  for (const [text, at] of table) assertEquals(resetsAtOf(text, now), at, text);
});

Deno.test("TurnFailedError.resetsAt is told of usage limits alone", () => {
  const at = "try again at May 23rd, 2027 10:25 PM.";
  const limit = new TurnFailedError(`You’ve hit your usage limit. Upgrade or ${at}`, "");
  assertEquals(limit.resetsAt, new Date(2027, 4, 23, 22, 25));
  assertEquals(new TurnFailedError(`rate limit exceeded: ${at}`, "").resetsAt, null);
});
