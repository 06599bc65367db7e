import { assert, assertEquals, assertThrows } from "@std/assert";
import { chatRequest } from "../../../src/web/chat/request.ts";
import { HttpError } from "../../../src/web/http/answers.ts";

/** A message with answers, as `useChat` sends it. */
function answering(approvals: readonly unknown[], rest: object = {}, state?: string) {
  const parts = approvals.map((approval) => ({ state: state ?? "approval-responded", approval }));
  return { id: "c", messages: [{ id: "t", role: "assistant", parts, ...rest }] };
}

function answersOf(...approvals: readonly unknown[]): unknown {
  const request = chatRequest(answering(approvals));
  assert(request.type === "answers");
  return Object.fromEntries(request.answers);
}

Deno.test("chatRequest() reads what is answered, and the reason of a refusal", () => {
  assertEquals(
    answersOf(
      { id: "a", approved: true, reason: "fine" },
      { id: "b", approved: false, reason: "not there" },
      { id: "c", approved: false, reason: "" },
      { id: "d", approved: false },
    ),
    {
      a: { decision: "accept" },
      b: { decision: "decline", message: "not there" },
      c: { decision: "decline" },
      d: { decision: "decline" },
    },
  );
});

Deno.test("chatRequest() takes nothing for an answer that says neither yes nor no to a question", () => {
  const wrong = [{ id: "a", approved: "yes" }, { id: "a" }, { id: 1, approved: true }, null, "a"];
  for (const approval of wrong) assertThrows(() => answersOf(approval), HttpError);
  assertEquals(answersOf({ id: "a", approved: true }, ...wrong), { a: { decision: "accept" } });
  const yes = [{ id: "a", approved: true }];
  assertThrows(() => chatRequest(answering(yes, {}, "approval-requested")), HttpError);
  assertThrows(() => chatRequest(answering(yes, { id: 1 })), HttpError);
});

Deno.test("chatRequest() reads how far a message was written, where the page says it", () => {
  const yes = [{ id: "a", approved: true }];
  for (const [metadata, position] of [[{ position: 7 }, 7], [{ position: 0.5 }, null], [7, null]]) {
    const request = chatRequest(answering(yes, { metadata }));
    assert(request.type === "answers");
    assertEquals([request.turnId, request.position], ["t", position]);
  }
});
