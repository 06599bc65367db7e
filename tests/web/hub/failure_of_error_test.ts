import { assertEquals } from "@std/assert";
import { LoginRequiredError } from "../../../src/core/vocabulary/errors.ts";
import { failureOfError } from "../../../src/web/hub/failure_of_error.ts";

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
