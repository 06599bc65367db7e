import { assertEquals, assertRejects } from "@std/assert";
import { StoredTurns } from "../../../src/app_server/history/stored_turns.ts";
import { RpcError } from "../../../src/app_server/link/rpc_errors.ts";
import { CodexError } from "../../../src/core/vocabulary/errors.ts";

/** The turns of a thread whose server gives these answers, or fails with them. */
function turnsOf(...answers: readonly unknown[]) {
  const asked: string[] = [];
  const turns = new StoredTurns((method) => {
    const answer = answers[asked.push(method) - 1];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }, "t");
  return { turns, asked };
}

const turn = (id: string, ...items: readonly object[]) => ({ id, status: "completed", items });
const page = (...data: readonly object[]) => ({ data, nextCursor: null });
const refusal = new RpcError("thread/resume", { code: -32600, message: "no rollout found" });

Deno.test("StoredTurns.resume() tries again while Codex refuses, as often as it is told", async () => {
  const answer = { initialTurnsPage: page(turn("a")) };
  const late = turnsOf(refusal, answer);
  assertEquals((await late.turns.resume({}, 2))?.id, "a");
  const refused = turnsOf(refusal, answer);
  await assertRejects(() => refused.turns.resume({}, 1), RpcError, "no rollout found");
  const lost = turnsOf(new CodexError("lost"), answer);
  await assertRejects(() => lost.turns.resume({}, 2), CodexError, "lost");
  assertEquals(lost.asked.length, 1);
});

Deno.test("StoredTurns.withMessage() finds the turn of a user's message among those of others", async () => {
  const said = (clientId: string) => ({ type: "userMessage", clientId, content: [] });
  const { turns } = turnsOf(
    page(
      turn("c", said("other")),
      turn("b", { ...said("m"), type: "later" }),
      turn("a", said("m")),
    ),
  );
  assertEquals((await turns.withMessage("m"))?.id, "a");
});
