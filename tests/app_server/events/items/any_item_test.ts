import { assertEquals } from "@std/assert";
import { anyItem, isSilent } from "../../../../src/app_server/events/items/any_item.ts";
import type { LiveItem } from "../../../../src/core/vocabulary/live_items.ts";
import { threadTurn } from "../../../../src/app_server/history/thread_turn.ts";
import { TurnMapper } from "../../../../src/app_server/events/mapper.ts";
import type { Item } from "../../../../src/app_server/protocol/items.ts";

/** Items that lack what their types require. */
const MALFORMED = [
  { type: "agentMessage", id: "a", text: 7 },
  { type: "agentMessage", id: "a" },
  { type: "plan", id: "a", text: null },
  { type: "reasoning", id: "a", summary: "so" },
  { type: "fileChange", id: "a", status: "completed" },
  { type: "userMessage", id: "a", content: [{ type: "text", text: 7 }] },
] as unknown as readonly Item[];

for (const item of MALFORMED) {
  const name = JSON.stringify(item);
  Deno.test(`anyItem() passes ${name} on, under a type that nobody takes for a known one`, () => {
    const { type, ...fields } = anyItem(item, "a") as unknown as Record<string, unknown>;
    const { type: given, ...rest } = item as unknown as Record<string, unknown>;
    assertEquals(fields, rest);
    const snake = String(given).replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`);
    assertEquals(type, `malformed_${snake}`);
  });

  Deno.test(`TurnMapper.map() and threadTurn() lose neither ${name} nor what is beside it`, () => {
    const mapper = new TurnMapper(null);
    const good: Item = { type: "agentMessage", id: "b", text: "good" };
    const told = [item, good].flatMap((item) => mapper.map("item/completed", { item }));
    const stored = threadTurn({ id: "t", status: "completed", items: [item, good] });
    const types = [
      told.map((event) => "item" in event ? event.item.type : event.type),
      stored.items.map(({ type }) => type),
    ];
    const expected = [anyItem(item, "a").type, "agent_message"];
    assertEquals(types, [expected, expected]);
  });
}

Deno.test("isSilent() is true of reasoning only that says nothing at all", () => {
  const silent = (type: string, text: string, content: readonly string[] = []) =>
    isSilent({ id: "i", type, text, content } as unknown as LiveItem);
  assertEquals(silent("reasoning", ""), true);
  assertEquals(silent("reasoning", "so"), false);
  assertEquals(silent("reasoning", "", ["hm"]), false);
  assertEquals(silent("agent_message", ""), false);
});
