import { assert, assertEquals } from "@std/assert";
import { CASES, REPEATED_CASES, spreadOver } from "./contract/cases.ts";

Deno.test("spreadOver() leaves out what is repeated, and no other case; no name stands for two", () => {
  const shares = (["deno", "node", "bun"] as const).map(spreadOver);
  const wanted = CASES.filter((testCase) => !REPEATED_CASES.includes(testCase));
  assertEquals(new Set(shares.flat()), new Set(wanted));
  const most = Math.max(...shares.map(({ length }) => length));
  assert(shares.every(({ length }) => length >= most - 1 && length < CASES.length));
  assertEquals(new Set(CASES.map(({ name }) => name)).size, CASES.length);
});
