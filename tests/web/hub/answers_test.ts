import { assertEquals, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import type { HubQuestion } from "../../../src/web/mod.ts";
import { checkedAnswer } from "../../../src/web/hub/answers.ts";

const question = (kind: HubQuestion["kind"], decisions: readonly string[], rest = {}) =>
  ({ kind, decisions, ...rest }) as unknown as HubQuestion;

const refuses = (asked: HubQuestion, answer: unknown, reason: string) =>
  assertThrows(() => checkedAnswer(asked, answer), InvalidInputError, reason);

Deno.test("checkedAnswer() takes what an elicitation may be answered with, and no deeper than Codex reads", () => {
  const asked = question("elicitation", ["accept", "decline", "cancel"]);
  const content = { name: "Ada" };
  assertEquals(checkedAnswer(asked, { decision: "accept", content }), {
    decision: "accept",
    content,
  });
  assertEquals(checkedAnswer(asked, { decision: "decline", content }), { decision: "decline" });
  refuses(asked, { decision: "accept", content: [] }, "content must be an object");
  const nested = (levels: number) => JSON.parse('{"a":'.repeat(levels) + 1 + "}".repeat(levels));
  checkedAnswer(asked, { decision: "accept", content: nested(125) });
  refuses(asked, { decision: "accept", content: nested(126) }, "content is nested too deeply");
});

Deno.test("checkedAnswer() takes answers to the model's questions by their ids, as texts", () => {
  const asked = question("user_input", ["answer", "decline"], { questions: [{ id: "size" }] });
  for (const size of ["small", ["small", "round"]]) {
    const answer = { decision: "answer", answers: { size } };
    assertEquals(checkedAnswer(asked, answer), answer);
  }
  assertEquals(checkedAnswer(asked, { decision: "decline", answers: 1 }), { decision: "decline" });
  for (
    const answers of [undefined, ["small"], { size: 1 }, { size: ["a", 1] }, { colour: "red" }]
  ) {
    refuses(asked, { decision: "answer", answers }, "answers must map ids of the questions");
  }
});

Deno.test("checkedAnswer() takes a message for the model with a refusal only", () => {
  const asked = question("command", ["accept", "decline"]);
  const answer = { decision: "decline", message: "not now" };
  assertEquals(checkedAnswer(asked, answer), answer);
  assertEquals(checkedAnswer(asked, "accept"), { decision: "accept" });
  refuses(asked, { decision: "accept", message: "go" }, "message must be a text");
  refuses(asked, { decision: "decline", message: 1 }, "message must be a text");
});
