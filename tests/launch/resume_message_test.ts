import { assertEquals } from "@std/assert";
import { resumeMessage } from "../../src/launch/resume_message.ts";

Deno.test("resumeMessage() cuts what is long: the id may be any text of the caller's", () => {
  assertEquals(
    resumeMessage("fork", "x".repeat(50_000), "invalid_id", "invalid thread id"),
    `Cannot fork thread ${"x".repeat(200)}…: invalid thread id`,
  );
});

Deno.test("resumeMessage() says how to free a thread, and nothing of turns that may not run", () => {
  const free =
    "(a live session keeps a thread loaded even while it is idle); release it there with thread.close()";
  const state = `another process has it loaded ${free}`;
  assertEquals(
    resumeMessage("resume", "x", "in_use", ""),
    `Cannot resume thread x: ${state}, or fork it`,
  );
  assertEquals(resumeMessage("import", "x", "in_use", ""), `Cannot import thread x: ${state}`);
});
