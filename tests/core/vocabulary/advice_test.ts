import { assertEquals } from "@std/assert";
import { advisedMessage } from "../../../src/core/vocabulary/advice.ts";
import { failureOf } from "../../../src/core/vocabulary/failure.ts";

const REFUSED = "Cannot run the turn: the service refuses the request:";
const NO_MODEL =
  "Cannot run the turn: the service does not have this model, or this login may not use it;" +
  " set model to another one.";

/** What Codex told, and what stands before it. */
const ADVICE: readonly (readonly [told: string, advice: string | null])[] = [
  [
    '{"error":{"message":"no such thing","type":"invalid_request_error"}}',
    `${REFUSED} no such thing.`,
  ],
  ['{"detail":"Unsupported parameter: foo"}', `${REFUSED} Unsupported parameter: foo.`],
  ['{"message":"It is too long."}', `${REFUSED} It is too long.`],
  ['{"error":{"message":"no m","code":"model_not_found"}}', NO_MODEL],
  // Without words, or not whole.
  ['{"error":"bad"}', null],
  ['{"error":null}', null],
  ['{"error":{"message":""}}', null],
  ['{"error":{"message":"cut…', null],
  ["<html><body>Bad request</body></html>", null],
  // Words already.
  ['unexpected status 422 Unprocessable Entity: {"message":"no"}, url: http://localhost/', null],
];

for (const [told, advice] of ADVICE) {
  Deno.test(`advisedMessage() of ${told}`, () => {
    const message = advice === null ? told : `${advice} Codex said: ${told}`;
    assertEquals(advisedMessage(failureOf(told)), message);
  });
}
