import { assertEquals } from "@std/assert";
import { wellFormed } from "../../../src/core/wire/well_formed.ts";

/** What an encoder to UTF-8 makes of a text, in the place of this file's subject. */
const oracle = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text));

/** A value with every text in it, keys among them, replaced. */
function replaced(value: unknown): unknown {
  if (typeof value === "string") return oracle(value);
  if (Array.isArray(value)) return value.map(replaced);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [oracle(key), replaced(part)]),
  );
}

Deno.test("wellFormed() replaces halves of surrogate pairs, and nothing else", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["plain", "plain"],
    ["😀", "😀"],
    ["\ud83d", "\ufffd"],
    ["\ude00", "\ufffd"],
    ["\ude00\ud83d", "\ufffd\ufffd"],
    ["\ud83d\ud83d\ude00", "\ufffd😀"],
    ["\\ud83d", "\\ud83d"],
    ["\\\\ud83d", "\\\\ud83d"],
    ["\\\ud83d", "\\\ufffd"],
    ["\\\\\ud83d", "\\\\\ufffd"],
    ['"\ud83d"', '"\ufffd"'],
    ["\n\ud83d\u0000", "\n\ufffd\u0000"],
    ["\ud7ff\ue000", "\ud7ff\ue000"],
  ];
  for (const [text, expected] of rows) {
    assertEquals(JSON.parse(wellFormed(JSON.stringify(text))), expected, JSON.stringify(text));
  }
});

Deno.test("wellFormed() is what an encoder makes of any JSON", () => {
  const parts = ["\ud83d", "\ude00", "\udbff", "\\", "u", "d", "8", "\\ud83d", '"', "\n", "é", "a"];
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_664_525 + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const text = () => Array.from({ length: next(9) }, () => parts[next(parts.length)]).join("");
  for (let round = 0; round < 5_000; round++) {
    const value = { [text()]: [text(), { [text()]: text() }], n: next(9), none: null };
    const json = wellFormed(JSON.stringify(value));
    assertEquals(json, oracle(json), "it can be encoded");
    assertEquals(JSON.parse(json), replaced(value));
  }
});
