import { assert, assertEquals } from "@std/assert";
import { CASES, spreadOver } from "./contract/cases.ts";
import { STORE_RULE_CASES } from "./contract/store_cases.ts";

Deno.test("spreadOver() leaves out what is repeated, and no other case; no name stands for two", () => {
  const shares = (["deno", "node", "bun"] as const).map(spreadOver);
  assertEquals(new Set([...shares.flat(), ...STORE_RULE_CASES]), new Set(CASES));
  const most = Math.max(...shares.map(({ length }) => length));
  assert(shares.every(({ length }) => length >= most - 1 && length < CASES.length));
  assertEquals(new Set(CASES.map(({ name }) => name)).size, CASES.length);
});
