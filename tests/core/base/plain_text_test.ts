import { assertEquals } from "@std/assert";
import { messageOf, plainText, quoted, shortened } from "../../../src/core/base/plain_text.ts";

Deno.test("plainText() leaves out what only a terminal understands", () => {
  const table: [string, string][] = [
    ["\x1b[2m2026\x1b[0m \x1b[31mERROR\x1b[0m: x", "2026 ERROR: x"],
    ["\x1b[38;5;245mgrey\x1b[m", "grey"],
    ["\x1b]0;title\x07a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "alink"],
    ["\x1b(Ba\x1b=b\x1bMc", "abc"],
    ["a\r\n\tb\x00\x08\x7f\x9b", "a\n\tb"],
    ["naïve “text” 😀 [2m", "naïve “text” 😀 [2m"],
    ["", ""],
  ];
  for (const [text, plain] of table) assertEquals(plainText(text), plain);
});

Deno.test("quoted() cuts what is long", () => {
  assertEquals([quoted("a b"), quoted(7), quoted(undefined)], ['"a b"', "7", "undefined"]);
  assertEquals(quoted("x".repeat(200)), `"${"x".repeat(200)}"`);
  assertEquals(quoted(`data:${"x".repeat(1_000_000)}`), `"data:${"x".repeat(195)}…"`);
});

Deno.test("quoted() escapes what a terminal may obey", () => {
  assertEquals(quoted("a\x1b[2J\x07\x7f\x9b2Jé"), '"a\\u001b[2J\\u0007\\u007f\\u009b2Jé"');
});

Deno.test("shortened() cuts what is very long", () => {
  assertEquals(shortened("a page"), "a page");
  assertEquals(shortened("x".repeat(1_000_000)), `${"x".repeat(16 * 1024)}…`);
});

/** An error whose message nobody can read. */
class Unreadable extends Error {
  override get message(): string {
    throw new Unreadable();
  }
}

Deno.test("messageOf() has words for whatever was thrown", () => {
  const table: [unknown, string][] = [
    [new Error("m"), "m"],
    [Object.freeze(new TypeError("m")), "m"],
    ["m", "m"],
    [undefined, "undefined"],
    [null, "null"],
    [Symbol("m"), "Symbol(m)"],
    [Object.create(null), "an error without a message"],
    [new Unreadable(), "an error without a message"],
    [Object.assign(new Error(), { message: 7 }), "7"],
  ];
  for (const [thrown, text] of table) assertEquals(messageOf(thrown), text);
});
