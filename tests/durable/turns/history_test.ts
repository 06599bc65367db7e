import { assertEquals } from "@std/assert";
import { firstTurnIn } from "../../../src/durable/turns/history.ts";

Deno.test("firstTurnIn() passes over half a line", () => {
  const begun = (id: string) =>
    JSON.stringify({ type: "event_msg", payload: { type: "task_started", turn_id: id } });
  assertEquals(firstTurnIn(`${begun("a").slice(0, -9)}\n${begun("b")}\n`), "b");
  assertEquals(firstTurnIn(begun("a").slice(0, -9)), null);
});
