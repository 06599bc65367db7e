import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import {
  checkCommas,
  type Input,
  MAX_PROMPT_CODE_POINTS,
  normalizeInput,
  type UserInput,
} from "../../../src/core/vocabulary/input.ts";

const text = (text: string): UserInput => ({ type: "text", text });
const image = (path: string): UserInput => ({ type: "local_image", path });

Deno.test("normalizeInput() joins texts by a blank line and collects images in order", () => {
  const table: [Input, string, string[]][] = [
    ["hi", "hi", []],
    ["  two\n lines \r\n", "  two\n lines \r\n", []],
    ["-x --flag", "-x --flag", []],
    ["\u2028x\0", "\u2028x\0", []],
    [[text("hi")], "hi", []],
    [[text("a"), text("b"), text("c")], "a\n\nb\n\nc", []],
    [[image("1.png"), text("a"), image("./2 é.png"), text("")], "a\n\n", ["1.png", "./2 é.png"]],
    [[text("a"), image("same"), image("same"), image("-x")], "a", ["same", "same", "-x"]],
  ];
  for (const [input, prompt, images] of table) {
    assertEquals(normalizeInput(input), { prompt, images });
  }
});

const REFUSED: [what: string, input: unknown, says: string][] = [
  ["an empty prompt", "", "blank"],
  ["a blank prompt", " \r\n\t\u00a0\u2028", "blank"],
  ["an empty list", [], "blank"],
  ["blank texts", [text(" "), text("\n")], "blank"],
  ["images alone", [image("a.png")], "blank"],
  ["undefined", undefined, "must be a string or a list"],
  ["null", null, "must be a string or a list"],
  ["a number", 7, "must be a string or a list"],
  ["a part outside a list", text("a"), "must be a string or a list"],
  ["a part that is null", [text("a"), null], "input[1]"],
  ["a part that is a string", ["a"], "input[0]"],
  ["a part of an unknown type", [text("a"), { type: "image", path: "a" }], "input[1]"],
  ["a text without text", [{ type: "text" }], "input[0]"],
  ["a text that is no string", [{ type: "text", text: 1 }], "input[0]"],
  ["an image without a path", [text("a"), text("b"), { type: "local_image" }], "input[2]"],
  ["an image with an empty path", [text("a"), image("")], "no valid path"],
  ["an image path with NUL", [text("a"), image("a\0.png")], "no valid path"],
  [
    "a data: URL for a path",
    [text("a"), image(`data:image/png;base64,${"A".repeat(9_000)}`)],
    'not a URL like "data:image/png;base64,AAA',
  ],
];

for (const [what, input, says] of REFUSED) {
  Deno.test(`normalizeInput() refuses ${what}`, () => {
    const error = assertThrows(() => normalizeInput(input as Input), InvalidInputError, says);
    assertEquals(error.option, "input");
    assertStringIncludes(error.message, "Cannot start a turn: ");
    assert(error.message.length < 400, "not a value of any length");
  });
}

Deno.test("checkCommas() refuses an image path that exec would split, and quotes no more than its beginning", () => {
  const path = `${"a".repeat(9_000)},b.png`;
  const input = normalizeInput([text("a"), image("a.png"), image(path)]);
  const error = assertThrows(() => checkCommas(input), InvalidInputError, "at commas");
  assertEquals(error.option, "input");
  assert(error.message.length < 400);
  checkCommas(normalizeInput([text("a, b"), image("a.png")]));
});

Deno.test("normalizeInput() counts code points, not UTF-16 units", () => {
  const most = MAX_PROMPT_CODE_POINTS;
  for (const longest of ["a".repeat(most), "😀".repeat(most), "é".repeat(most)]) {
    assertEquals(normalizeInput(longest).prompt.length, longest.length);
    assertThrows(() => normalizeInput(`${longest}a`), InvalidInputError, `${most + 1} characters`);
  }
  const half = "a".repeat(most / 2);
  // The blank line between two texts counts.
  assertThrows(() => normalizeInput([text(half), text(half)]), InvalidInputError, `${most + 2}`);
});
