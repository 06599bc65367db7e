import { assertEquals } from "@std/assert";
import { turnsIn } from "../../../src/durable/turns/history.ts";

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
