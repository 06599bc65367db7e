import { assertEquals } from "@std/assert";
import type { AppServer } from "../../../src/app_server/mod.ts";
import { NO_USAGE } from "../../../src/core/vocabulary/usage.ts";
import {
  joinedTurn,
  partsOf,
  storedTurn,
  turnsIn,
  usedBy,
} from "../../../src/durable/turns/history.ts";

Deno.test("turnsIn() tells where turns begin, and passes over half a line", () => {
  const begun = (id: string) =>
    JSON.stringify({ type: "event_msg", payload: { type: "task_started", turn_id: id } });
  const turns = (text: string) => turnsIn(new TextEncoder().encode(text));
  // An umlaut has two bytes.
  const first = `${begun("a").slice(0, -9)}ü\n`;
  const at = first.length + 1;
  assertEquals(turns(`${first}${begun("b")}\n${begun("c")}`), [
    { id: "b", at },
    { id: "c", at: at + begun("b").length + 1 },
  ]);
  assertEquals(turns(begun("a").slice(0, -9)), []);
  assertEquals(turns(""), []);
});

/** A server that lists these turns, given with the newest first. */
const serverOf = (...data: readonly unknown[]) =>
  ({ request: () => Promise.resolve({ data, nextCursor: null }) }) as unknown as AppServer;

Deno.test("storedTurn() answers with the plan of plan mode, unless a message came after it", async () => {
  const said = { type: "userMessage", id: "u", content: [] };
  const plan = { type: "plan", id: "p", text: "# Plan" };
  const message = { type: "agentMessage", id: "m", text: "Done" };
  const answerTo = async (...items: readonly object[]) => {
    const turn = { id: "a", status: "completed", items: [said, ...items] };
    const parts = await partsOf(serverOf(turn), "t", new Set(["a"]));
    const { finalResponse, items: told } = storedTurn(parts, "");
    return [finalResponse, told.map(({ type }) => type)];
  };
  assertEquals(await answerTo(message), ["Done", ["agent_message"]]);
  assertEquals(await answerTo(plan), ["# Plan", []]);
  assertEquals(await answerTo(plan, message), ["Done", ["agent_message"]]);
  assertEquals(await answerTo(message, plan), ["# Plan", ["agent_message"]]);
  assertEquals(await answerTo(), ["", []]);
});

/** A turn as Codex lists it. */
const listed = (id: string, status: string, ...items: readonly object[]) => ({
  id,
  status,
  items: items.map((item, i) => ({ id: `${i}`, ...item })),
});
const asks = { type: "userMessage", content: [{ type: "text", text: "go" }] };
const says = (text: string) => ({ type: "agentMessage", text });
const thinks = (...summary: string[]) => ({ type: "reasoning", summary, content: ["hm"] });

Deno.test("partsOf() tells a message's turns in order, and which is complete", async () => {
  const server = serverOf(
    listed("other", "completed", asks),
    listed("b", "completed", thinks("so"), thinks(), says("done")),
    listed("a", "interrupted", asks, says("half")),
  );
  const parts = await partsOf(server, "t", new Set(["a", "b"]));
  assertEquals(parts.map(({ id, isComplete }) => [id, isComplete]), [["a", false], ["b", true]]);
  const { items, finalResponse } = storedTurn(parts, "");
  // Reasoning without a summary is in no turn's items.
  assertEquals(items.map(({ id, type }) => `${id} ${type}`), [
    "item_0 agent_message",
    "item_1 reasoning",
    "item_2 agent_message",
  ]);
  assertEquals(finalResponse, "done");
});

Deno.test("partsOf() has nothing of a message that was not said before its turn was lost", async () => {
  const server = serverOf(listed("a", "interrupted", says("x")));
  assertEquals(await partsOf(server, "t", new Set(["a"])), []);
});

const used = (turn_id: string, input_tokens: number, total: number) =>
  JSON.stringify({
    type: "token_usage_record",
    payload: {
      turn_id,
      turn_token_usage: { input_tokens },
      thread_token_usage: { input_tokens: total },
    },
  });
const tokens = (input_tokens: number) => ({ ...NO_USAGE, input_tokens });

Deno.test("usedBy() adds up the turns of a message, and claims nothing where the last is not known", () => {
  const rollout = [used("a", 10, 10), used("c", 5, 25)].join("\n");
  assertEquals(usedBy(["a", "c"], rollout), tokens(15));
  // One that was cut off before the model had answered.
  assertEquals(usedBy(["a", "b", "c"], rollout), tokens(15));
  assertEquals(usedBy(["a", "b"], rollout), null);
  assertEquals(usedBy([], rollout), null);
});

Deno.test("joinedTurn() puts what was done before in front, and keeps the last word", () => {
  const part = (id: string, text: string) => ({
    id,
    isComplete: false,
    answer: text,
    items: [{ id: "item_0", type: "agent_message", text }] as const,
  });
  const turn = { items: [], finalResponse: "", usage: null, turnUsage: tokens(5) };
  assertEquals(joinedTurn([], turn, ""), turn);
  const joined = joinedTurn([part("a", "one"), part("b", "two")], turn, used("b", 10, 10));
  assertEquals(joined.items.map(({ id }) => id), ["item_0", "item_1"]);
  assertEquals([joined.finalResponse, joined.turnUsage], ["two", tokens(15)]);
  const spoken = joinedTurn([part("a", "one")], { ...turn, finalResponse: "three" }, "");
  assertEquals([spoken.finalResponse, spoken.turnUsage], ["three", tokens(5)]);
});
