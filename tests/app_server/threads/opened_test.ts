import { assertEquals, assertThrows } from "@std/assert";
import { openedId } from "../../../src/app_server/threads/opened.ts";
import { CodexError } from "../../../src/core/vocabulary/errors.ts";

Deno.test("openedId() is the thread's id, and refuses an answer without one", () => {
  const id = "01a201f0-88ca-7681-ada4-692e81620abf";
  assertEquals(openedId("thread/start", { thread: { id } }), id);
  const bad = [null, undefined, {}, { thread: null }, { thread: {} }, { thread: { id: "--last" } }];
  for (const answer of bad) {
    assertThrows(() => openedId("thread/start", answer), CodexError, "Cannot thread/start: ");
  }
});
