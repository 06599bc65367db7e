import { assertEquals } from "@std/assert";
import { isDeeper } from "../../../src/core/base/json.ts";

Deno.test("isDeeper() counts levels, and no brackets in texts", () => {
  const table: readonly [unknown, number][] = [
    [[], 1],
    [{ "[{": '"[[' }, 1],
    [["\\", [], '\\"[[', { a: "\\\\" }, "[["], 2],
    [[{ a: [[]] }, [], [[[]]]], 4],
  ];
  for (const [value, levels] of table) {
    const json = JSON.stringify(value);
    assertEquals([isDeeper(json, levels), isDeeper(json, levels - 1)], [false, true], json);
  }
});
