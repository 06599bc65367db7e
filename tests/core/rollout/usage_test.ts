import { assertEquals } from "@std/assert";
import { hasEnd, usageOf } from "../../../src/core/rollout/usage.ts";

const counts = (input_tokens: number, output_tokens: number) => ({
  input_tokens,
  cached_input_tokens: 1,
  cache_write_input_tokens: 0,
  output_tokens,
  reasoning_output_tokens: 0,
});
const record = (turn_id: string, turn: unknown, thread: unknown) =>
  JSON.stringify({
    type: "token_usage_record",
    payload: { turn_id, turn_token_usage: turn, thread_token_usage: thread },
  });

Deno.test("usageOf() takes the last record of a turn", () => {
  const rollout = [
    record("a", counts(10, 1), counts(10, 1)),
    record("b", counts(20, 2), counts(30, 3)),
    record("b", counts(40, 4), counts(50, 5)),
    record("c", counts(1, 1), counts(51, 6)),
    '{"type":"response_item","payload":{"text":"\\"token_usage_record\\" \\"b\\""}}',
    '{"type":"token_usage_record","payload":{"turn_id":"b"',
  ].join("\n");
  assertEquals(usageOf(rollout, "a"), { total: counts(10, 1), turn: counts(10, 1) });
  assertEquals(usageOf(rollout, "b"), { total: counts(50, 5), turn: counts(40, 4) });
  assertEquals(usageOf(rollout, "d"), null);
  assertEquals(usageOf("", "a"), null);
});

Deno.test("usageOf() takes no record without whole numbers", () => {
  for (const broken of [null, {}, "x", { ...counts(1, 1), input_tokens: "1" }]) {
    assertEquals(usageOf(record("a", broken, counts(1, 1)), "a"), null);
    assertEquals(usageOf(record("a", counts(1, 1), broken), "a"), null);
  }
});

Deno.test("hasEnd() looks for the end of that turn", () => {
  const end = (type: string, turn_id: string) =>
    JSON.stringify({ type: "event_msg", payload: { type, turn_id } });
  const rollout = [
    end("task_complete", "a"),
    end("task_started", "b"),
    JSON.stringify({ type: "response_item", payload: { text: end("task_complete", "b") } }),
    end("turn_aborted", "c"),
    '{"type":"event_msg","payload":{"type":"task_complete","turn_id":"d"',
  ].join("\n");
  assertEquals(["a", "b", "c", "d"].map((id) => hasEnd(rollout, id)), [true, false, true, false]);
});
