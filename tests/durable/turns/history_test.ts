import { assertEquals } from "@std/assert";
import type { AppServer } from "../../../src/app_server/mod.ts";
import { partsOf, storedTurn, turnsIn } from "../../../src/durable/turns/history.ts";

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

Deno.test("storedTurn() answers with the plan of plan mode, unless a message came after it", async () => {
  const said = { type: "userMessage", id: "u", content: [] };
  const plan = { type: "plan", id: "p", text: "# Plan" };
  const message = { type: "agentMessage", id: "m", text: "Done" };
  const answerTo = async (...items: readonly object[]) => {
    const turn = { id: "a", status: "completed", items: [said, ...items] };
    const request = () => Promise.resolve({ data: [turn], nextCursor: null });
    const parts = await partsOf({ request } as unknown as AppServer, "t", new Set(["a"]));
    const { finalResponse, items: told } = storedTurn(parts, "");
    return [finalResponse, told.map(({ type }) => type)];
  };
  assertEquals(await answerTo(message), ["Done", ["agent_message"]]);
  assertEquals(await answerTo(plan), ["# Plan", []]);
  assertEquals(await answerTo(plan, message), ["Done", ["agent_message"]]);
  assertEquals(await answerTo(message, plan), ["# Plan", ["agent_message"]]);
  assertEquals(await answerTo(), ["", []]);
});
