import { assertEquals } from "@std/assert";
import { LimitError, LoginRequiredError } from "../../../src/core/vocabulary/errors.ts";
import { failureOfError } from "../../../src/web/hub/failure_of_error.ts";

Deno.test("failureOfError() takes a limit for a budget, as Codex does over exec", () => {
  const { message, code } = failureOfError(new LimitError("requests", 2, 2));
  assertEquals([message, code], [
    "The turn was stopped: it used 2 requests, and maxRequests is 2",
    "budget_exceeded",
  ]);
});

Deno.test("failureOfError() tells a missing login from other failures", () => {
  const missing = new LoginRequiredError();
  const { message, ...rest } = failureOfError(missing);
  assertEquals(message, missing.message);
  assertEquals(rest, {
    code: "unauthorized",
    http_status: null,
    retryable: false,
    will_retry: false,
  });
  assertEquals(failureOfError(new Error("/home/ada")).code, "other");
});
