import { assertEquals, assertRejects } from "@std/assert";
import { CodexError } from "../../../mod.ts";
import { storeCall } from "../../../src/durable/turns/store_call.ts";

Deno.test("storeCall() stops the turn with an error when the store never answers", async () => {
  const stop = new AbortController();
  const error = await assertRejects(
    () => storeCall(() => new Promise(() => {}), stop, 5),
    CodexError,
    "Cannot run a durable turn: the store has not answered for 0.005 s; another call continues it",
  );
  assertEquals(stop.signal.reason, error);
});

Deno.test("storeCall() leaves no timer behind, and the turn alone, once the store has answered", async () => {
  const stop = new AbortController();
  assertEquals(await storeCall(() => Promise.resolve(7), stop), 7);
  await assertRejects(() => storeCall(() => Promise.reject("no"), stop), CodexError, "no");
  assertEquals(stop.signal.aborted, false);
});
