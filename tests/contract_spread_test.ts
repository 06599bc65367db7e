import { assert, assertEquals } from "@std/assert";
import { CASES, spreadOver } from "./contract/cases.ts";

Deno.test("spreadOver() leaves no contract case out, and no name stands for two", () => {
  const shares = (["deno", "node", "bun"] as const).map(spreadOver);
  assertEquals(new Set(shares.flat()), new Set(CASES));
  const most = Math.max(...shares.map(({ length }) => length));
  assert(shares.every(({ length }) => length >= most - 1 && length < CASES.length));
  assertEquals(new Set(CASES.map(({ name }) => name)).size, CASES.length);
});
