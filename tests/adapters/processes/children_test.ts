import { assertEquals } from "@std/assert";
import { newMark } from "../../../src/adapters/processes/children.ts";

Deno.test("newMark() is another one each time, whatever Math.random gives", () => {
  const { random } = Math;
  try {
    Math.random = () => 0.5;
    const marks = [1, 1, 2].map(newMark);
    assertEquals(new Set(marks).size, 3);
  } finally {
    Math.random = random;
  }
});
