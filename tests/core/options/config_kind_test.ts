import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { CONFIG } from "../../../src/core/options/config_kind.ts";
import { checkedOptions } from "../../../src/core/options/check.ts";
import type { Level } from "../../../src/core/options/table.ts";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import type { CodexConfigObject } from "../../../src/core/vocabulary/options.ts";
import { configOverrides } from "../../../src/launch/command/config.ts";

/** What is kept of a configuration. */
function kept(value: unknown): unknown {
  return CONFIG.clean?.(value as never);
}

Deno.test("checkedOptions() keeps a configuration as it was, whatever becomes of the object", () => {
  for (const level of ["client", "thread", "liveClient", "liveThread"] as Level[]) {
    const config = { a: { b: [{ c: 1 }] }, d: "one" };
    const checked: { readonly config?: unknown } = checkedOptions(level, { config }, "go");
    config.a.b[0] = { c: 2 };
    config.a.b.push({ c: 3 });
    config.d = "two";
    assertEquals(structuredClone(checked.config), { a: { b: [{ c: 1 }] }, d: "one" }, level);
  }
});

Deno.test("CONFIG keeps what is no configuration, to be refused by its place", () => {
  const date = new Date();
  const config = kept({ a: undefined, b: [date, , null], ["__proto__"]: 1 }) as Record<
    string,
    unknown
  >;
  assertEquals(Object.keys(config), ["a", "b", "__proto__"]);
  const [first, second, third, ...more] = config.b as unknown[];
  assertStrictEquals(first, date);
  assertEquals([second, third, more], [undefined, null, []]);
});

Deno.test("CONFIG copes with what holds itself, in many ways or deeply", () => {
  const many: Record<string, unknown> = {};
  Object.assign(many, { one: many, two: many, three: [many, many] });
  let deep: unknown = 1;
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  for (const config of [many, { deep }]) {
    const copy = kept(config) as CodexConfigObject;
    assertThrows(() => configOverrides(copy, "config"), InvalidInputError, "nested too deeply");
  }
});
