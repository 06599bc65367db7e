import { assertEquals, assertThrows } from "@std/assert";
import { openedThread } from "../../../../src/app_server/threads/opening/opened.ts";
import { CodexError } from "../../../../src/core/vocabulary/errors.ts";

Deno.test("openedThread() is the thread, and refuses an answer without one", () => {
  const id = "01a201f0-88ca-7681-ada4-692e81620abf";
  assertEquals(openedThread("thread/start", { thread: { id } }).id, id);
  const bad = [null, undefined, {}, { thread: null }, { thread: {} }, { thread: { id: "--last" } }];
  for (const answer of bad) {
    assertThrows(() => openedThread("thread/start", answer), CodexError, "Cannot thread/start: ");
  }
});
