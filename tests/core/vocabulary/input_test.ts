import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import {
  checkCommas,
  checkReferences,
  type Input,
  MAX_PROMPT_CODE_POINTS,
  normalizeInput,
  type UserInput,
} from "../../../src/core/vocabulary/input.ts";
import { fromDataUrl, toDataUrl } from "../../../src/core/vocabulary/inline_image.ts";

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

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1);

Deno.test("normalizeInput() takes images from memory, and finds out what they are", () => {
  const bytes = (head: string) => Uint8Array.from(head, (char) => char.charCodeAt(0));
  const table: [UserInput, string][] = [
    [{ type: "image", data: PNG }, "image/png"],
    [{ type: "image", data: bytes("\xff\xd8\xff\xe0") }, "image/jpeg"],
    [{ type: "image", data: bytes("GIF89a") }, "image/gif"],
    [{ type: "image", data: bytes("RIFF\0\n\0\0WEBPVP8 ") }, "image/webp"],
    [{ type: "image", data: bytes("?"), mediaType: "image/avif" }, "image/avif"],
    [{ type: "image", data: new Blob([PNG], { type: "image/png" }) }, "image/png"],
    // The address that bytes came from does no harm.
    [{ type: "image", data: PNG, url: "https://h/a.png" }, "image/png"],
    [{ type: "image", url: `data:image/png;charset=x;base64,${btoa("abc")}` }, "image/png"],
  ];
  for (const [part, mediaType] of table) {
    const [image] = normalizeInput([text("a"), part]).images;
    assert(typeof image === "object");
    assertEquals(image.mediaType, mediaType);
  }
});

Deno.test("toDataUrl() gives back what fromDataUrl() took, of any length", async () => {
  for (const length of [1, 2, 3, 24_575, 24_576, 24_577, 100_000]) {
    const data = Uint8Array.from({ length }, (_, at) => at % 256);
    const url = await toDataUrl({ data, mediaType: "image/png" });
    assertEquals(fromDataUrl(url), { data, mediaType: "image/png" });
  }
});

Deno.test("checkReferences() refuses skills and mentions, and says what to write", () => {
  for (const [type, says] of [["skill", "$foo"], ["mention", "live session"]] as const) {
    const input = normalizeInput([text("a"), { type, name: "foo", path: "/foo" }]);
    assertEquals(input.references, [{ type, name: "foo", path: "/foo" }]);
    const error = assertThrows(() => checkReferences(input), InvalidInputError);
    assertStringIncludes(error.message, says);
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
  ["bytes that are no image", [text("a"), { type: "image", data: new Uint8Array(9) }], "mediaType"],
  ["a blob of no type", [text("a"), { type: "image", data: new Blob([PNG]) }], "mediaType"],
  [
    "another type",
    [text("a"), { type: "image", data: PNG, mediaType: "text/html" }],
    'not "text/html"',
  ],
  ["an array as data", [text("a"), { type: "image", data: [1] }], "Uint8Array or a Blob"],
  ["no data", [text("a"), { type: "image" }], "Uint8Array or a Blob"],
  ["a far image", [text("a"), { type: "image", url: "https://h/a.png" }], "does not fetch"],
  ["no base64", [text("a"), { type: "image", url: "data:image/png;base64,?" }], "base64 data: URL"],
  [
    "a text as an image",
    [text("a"), { type: "image", url: "data:text/plain;base64,YQ==" }],
    "image",
  ],
  ["a skill without a path", [text("a"), { type: "skill", name: "x" }], "name, path"],
  ["a skill whose name is a number", [{ type: "skill", name: 1, path: "/x" }], "name, path"],
  ["a mention without a name", [{ type: "mention", name: "", path: "app://x" }], "name, path"],
  [
    "a part outside a list",
    text("a"),
    "must be a string or a list of texts and images, not an object",
  ],
  ["nothing", undefined, "must be a string or a list of texts and images, not undefined"],
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
