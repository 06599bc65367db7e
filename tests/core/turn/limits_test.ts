import { assertEquals } from "@std/assert";
import { LimitWatch } from "../../../src/core/turn/limits.ts";

/** A request that has cost 10 tokens, not counting those from the cache. */
const asked = {
  type: "turn.usage",
  last: {
    input_tokens: 12,
    cached_input_tokens: 5,
    cache_write_input_tokens: 0,
    output_tokens: 3,
    reasoning_output_tokens: 0,
  },
};
const begins = (type: string) => ({ type: "item.started", item: { type } });

Deno.test("LimitWatch stops a turn at the request that would be one too many", () => {
  const watch = new LimitWatch({ maxRequests: 2 });
  for (const event of [begins("command_execution"), asked, begins("command_execution"), asked]) {
    assertEquals(watch.observe(event), null);
  }
  // The last answer may be words: they need no further request.
  for (const event of [{ type: "turn.started" }, begins("reasoning"), begins("agent_message")]) {
    assertEquals(watch.observe(event), null);
  }
  const error = watch.observe(begins("command_execution"));
  assertEquals([error?.kind, error?.used, error?.limit], ["requests", 2, 2]);
  assertEquals(watch.observe(asked)?.used, 3);
});

Deno.test("LimitWatch stops a turn that has used more tokens than it may, not one that has used them up", () => {
  const watch = new LimitWatch({ maxTokens: 20 });
  for (const event of [asked, asked, begins("command_execution")]) {
    assertEquals(watch.observe(event), null);
  }
  const error = watch.observe(asked);
  assertEquals([error?.kind, error?.used, error?.limit], ["tokens", 30, 20]);
});
