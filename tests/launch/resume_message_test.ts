import { assertEquals } from "@std/assert";
import { resumeMessage } from "../../src/launch/resume_message.ts";

Deno.test("resumeMessage() cuts what is long: the id may be any text of the caller's", () => {
  assertEquals(
    resumeMessage("fork", "x".repeat(50_000), "invalid_id", "invalid thread id"),
    `Cannot fork thread ${"x".repeat(200)}…: invalid thread id`,
  );
});
