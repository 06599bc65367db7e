import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { TextLineStream } from "@std/streams";
import { DecodeError } from "../../../src/core/vocabulary/errors.ts";
import { EventDecoder } from "../../../src/core/wire/decode.ts";
import { LineSplitter } from "../../../src/core/wire/jsonl.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The lines of some chunks; they are the same however early a line is decoded. */
function split(...chunks: Uint8Array[]): string[] {
  const [lines = [], ...others] = [undefined, 1, 3].map((decodeAt) => {
    const splitter = new LineSplitter(decodeAt === undefined ? {} : { decodeAt });
    const lines = chunks.flatMap((chunk) => splitter.push(chunk));
    return [...lines, ...splitter.end()];
  });
  for (const other of others) assertEquals(other, lines);
  return lines;
}

const CASES: Record<string, [text: string, lines: string[]]> = {
  "nothing": ["", []],
  "one line": ["a\n", ["a"]],
  "a last line without line break": ["a\nb", ["a", "b"]],
  "CRLF": ["a\r\nb\r\n", ["a", "b"]],
  "one CR only, the last": ["a\r\r\nb\rc\n", ["a\r", "b\rc"]],
  "CR at the very end": ["a\nb\r", ["a", "b"]],
  "blank lines": ["\n\na\n\r\n \t\nb\n\n", ["a", "b"]],
  "indented lines": ["  {}\n\t[]\n", ["  {}", "\t[]"]],
  "a BOM at the start": ["\uFEFFa\nb\n", ["a", "b"]],
  "a BOM and nothing else": ["\uFEFF", []],
  "one BOM only, the first": ["\uFEFF\uFEFFa\n\uFEFFb\n", ["\uFEFFa", "\uFEFFb"]],
  "a BOM on the second line": ["\n\uFEFFa\n", ["\uFEFFa"]],
  "raw U+2028, U+2029, U+0085, VT and FF": [
    "a\u2028b\u2029c\u0085d\ve\ff\n",
    ["a\u2028b\u2029c\u0085d\ve\ff"],
  ],
  "characters of two to four bytes": ["é€😀\n\u{10FFFF}", ["é€😀", "\u{10FFFF}"]],
  "NUL": ["a\0b\n", ["a\0b"]],
};

for (const [what, [text, lines]] of Object.entries(CASES)) {
  Deno.test(`LineSplitter.push() splits ${what}, whatever the chunks`, () => {
    const bytes = encode(text);
    assertEquals(split(bytes), lines, "whole");
    assertEquals(split(...Array.from(bytes, (byte) => Uint8Array.of(byte))), lines, "single bytes");
    for (let cut = 0; cut <= bytes.length; cut++) {
      const parts = [bytes.slice(0, cut), new Uint8Array(0), bytes.slice(cut)];
      assertEquals(split(...parts), lines, `cut at ${cut}`);
    }
  });
}

Deno.test("LineSplitter.push() turns invalid UTF-8 into U+FFFD and goes on", () => {
  const table: [number[], string[]][] = [
    [[0x61, 0xff, 0x62, 0x0a, 0x63], ["a\uFFFDb", "c"]],
    [[0xc3, 0x0a, 0x63], ["\uFFFD", "c"]],
    [[0xf0, 0x9f, 0x98, 0x0a, 0x63, 0x0a], ["\uFFFD", "c"]],
    [[0xe2, 0x82], ["\uFFFD"]],
  ];
  for (const [bytes, lines] of table) {
    assertEquals(split(Uint8Array.from(bytes)), lines);
    assertEquals(split(...bytes.map((byte) => Uint8Array.of(byte))), lines);
  }
});

Deno.test("LineSplitter.push() gives a line as soon as it is whole", () => {
  const splitter = new LineSplitter();
  assertEquals(splitter.push(encode("a\nb")), ["a"]);
  assertEquals(splitter.push(encode("c")), []);
  assertEquals(splitter.push(encode("\nd\n")), ["bc", "d"]);
  assertEquals(splitter.end(), []);
});

Deno.test("LineSplitter.push() splits what stands behind a long line", () => {
  const long = "a".repeat(100_000);
  const rest = encode(`${long}\r\n\nb\r\n c\n\nd`);
  assertEquals(split(encode(long), rest), [`${long}${long}`, "b", " c", "d"]);
  assertEquals(split(encode(long), encode("\n\nb\n")), [long, "b"]);
});

Deno.test("LineSplitter.push() joins and decodes each byte of a long line once", () => {
  const chunk = new Uint8Array(4096).fill(0x61);
  const length = 16 * 1024 * 1024;
  let line: string | undefined;
  const [joined, decoded] = bytesTaken(() => {
    const splitter = new LineSplitter();
    for (let sent = 0; sent < length; sent += chunk.length) splitter.push(chunk);
    [line] = splitter.push(encode("\n"));
  });
  assertEquals(line?.length, length);
  assertEquals([joined, decoded], [length, length]);
});

Deno.test("LineSplitter.push() decodes a line before its end once it keeps 4 MiB", () => {
  const rows: [what: string, piece: Uint8Array, pieces: number][] = [
    ["whole buffers", new Uint8Array(64 * 1024), 64],
    ["short views of such buffers", new Uint8Array(64 * 1024).subarray(0, 512), 64],
  ];
  for (const [what, piece, pieces] of rows) {
    const splitter = new LineSplitter();
    const decoded = () => bytesTaken(() => splitter.push(piece.fill(0x61)))[1];
    const before = Array.from({ length: pieces - 1 }, decoded);
    assertEquals(before, before.map(() => 0), what);
    assertEquals(decoded(), pieces * piece.length, what);
  }
});

/** Bytes that `Uint8Array.set()` and `TextDecoder.decode()` are given while `work` runs. */
function bytesTaken(work: () => void): [joined: number, decoded: number] {
  const { set } = Uint8Array.prototype;
  const { decode } = TextDecoder.prototype;
  let [joined, decoded] = [0, 0];
  Uint8Array.prototype.set = function (bytes, offset) {
    joined += bytes.length;
    return set.call(this, bytes, offset);
  };
  TextDecoder.prototype.decode = function (bytes, options) {
    decoded += (bytes as Uint8Array).length;
    return decode.call(this, bytes, options);
  };
  try {
    work();
  } finally {
    Object.assign(Uint8Array.prototype, { set });
    Object.assign(TextDecoder.prototype, { decode });
  }
  return [joined, decoded];
}

/** A small seeded generator (mulberry32). */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const PIECES = [
  "plain text",
  " ",
  "\n",
  "\r\n",
  "\t",
  '"',
  "\\",
  "\u2028",
  "\u2029",
  "\uFEFF",
  "é",
  "中文",
  "😀",
  "👩‍👩‍👧",
  "\u{10FFFF}",
  "\0",
  "\x7f",
  "\u0085",
  "\\u2028",
  "\\ud83d",
  "{}[]:,",
  "__proto__",
];

function randomStream(next: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(next() * limit);
  const text = (): string => {
    let whole = "";
    for (let left = below(6); left > 0; left--) whole += PIECES[below(PIECES.length)];
    return next() < 0.02 ? whole.padEnd(5_000, "x") : whole;
  };
  const event = (): string => {
    const item = { id: `item_${below(9)}`, type: "agent_message", text: text() };
    switch (below(6)) {
      case 0:
        return JSON.stringify({ type: "turn.started", note: text() });
      case 1:
        return JSON.stringify({ type: "error", message: text() });
      case 2:
        return `{"type":"future.event","__proto__":{"polluted":${
          JSON.stringify(text())
        }},"n":[null,-1.5e3]}`;
      case 3:
        // Every character escaped, surrogate pairs as two escapes.
        return `{"type":"error","message":"${
          text().replace(/[^]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)
        }"}`;
      default:
        return JSON.stringify({ type: "item.completed", item });
    }
  };
  const parts: Uint8Array[] = [];
  if (next() < 0.1) parts.push(encode("\uFEFF"));
  for (let left = below(8); left > 0; left--) {
    parts.push(encode(event()));
    if (left > 1 || next() < 0.7) parts.push(encode(next() < 0.2 ? "\r\n" : "\n"));
    if (left > 1 && next() < 0.1) parts.push(encode(["\n", "\r\n", "  \n"][below(3)] as string));
    if (left > 1 && next() < 0.05) {
      const bad = [[0xff], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80]][below(4)] as number[];
      parts.push(encode('{"type":"error","message":"'), Uint8Array.from(bad), encode('"}\n'));
    }
  }
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** The bytes in random chunks, with random pauses. */
function chunked(bytes: Uint8Array, next: () => number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const most = next() < 0.06 ? 3 : 1 + Math.floor(next() * 300);
  let offset = 0;
  return new ReadableStream({
    async pull(controller) {
      const pause = next();
      if (pause < 0.004) await new Promise((resolve) => setTimeout(resolve, 0));
      else if (pause < 0.3) await Promise.resolve();
      if (offset >= bytes.length) return controller.close();
      const end = offset + Math.floor(next() * (most + 1));
      controller.enqueue(bytes.slice(offset, end));
      offset = Math.min(end, bytes.length);
    },
  });
}

async function decoded(stream: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const splitter = new LineSplitter();
  const decoder = new EventDecoder();
  const events: unknown[] = [];
  const take = (lines: string[]) => lines.forEach((line) => events.push(decoder.decode(line)));
  for await (const chunk of stream) take(splitter.push(chunk));
  take(splitter.end());
  return events;
}

async function oracle(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<unknown[]> {
  const events: unknown[] = [];
  // Deno 2.9.6 drops a U+FEFF at the start of every chunk, not only of the stream.
  const text = new TextDecoderStream("utf-8", { ignoreBOM: true });
  let first = true;
  for await (const line of stream.pipeThrough(text).pipeThrough(new TextLineStream())) {
    const whole = first ? line.replace(/^\uFEFF/, "") : line;
    first = false;
    if (whole.trim() !== "") events.push(JSON.parse(whole));
  }
  return events;
}

Deno.test("LineSplitter and EventDecoder agree with TextLineStream and JSON.parse() on 2,000 random streams", async () => {
  const base = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000_000);
  const check = async (seed: number): Promise<number> => {
    try {
      const bytes = randomStream(random(seed));
      const expected = await oracle(chunked(bytes, random(seed + 1)));
      assertEquals(await decoded(chunked(bytes, random(~seed))), expected);
      return expected.length;
    } catch (cause) {
      throw new Error(`with SEED=${seed}`, { cause });
    }
  };
  let total = 0;
  // A hundred at once, so that their pauses pass together.
  for (let batch = 0; batch < 2_000; batch += 100) {
    const counts = await Promise.all(
      Array.from({ length: 100 }, (_, i) => check(base + batch + i)),
    );
    total += counts.reduce((sum, count) => sum + count, 0);
  }
  assert(total > 4_000, "the generator makes events");
  assertEquals(({} as Record<string, unknown>).polluted, undefined);
});

Deno.test("LineSplitter refuses a line without end, and says where it begins", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const redact = (text: string) => text.replaceAll("SECRET", "[redacted]");
  for (const decodeAt of [1, 2 ** 20]) {
    for (const ending of ["", "\nnext"]) {
      const lines = new LineSplitter({ decodeAt, maxBytes: 1024 * 1024, redact });
      assertEquals(lines.push(bytes("one\n\ntwo\n")), ["one", "two"]);
      assertEquals(lines.push(bytes("a SECRET é")), []);
      const error = assertThrows(() => {
        for (let at = 0; at < 17; at++) lines.push(bytes("x".repeat(64 * 1024)));
        lines.push(bytes(`x${ending}`));
      }, DecodeError);
      assertEquals(error.lineNumber, 3);
      assertEquals(error.line.slice(0, 20), "a [redacted] éxxxxxx");
      assertEquals(error.line.length, 1024);
      assertStringIncludes(error.message, "it is longer than 1 MiB");
    }
  }
  const exact = new LineSplitter({ maxBytes: 8 });
  for (let at = 0; at < 3; at++) {
    exact.push(bytes("1234"));
    assertEquals(exact.push(bytes("5678\n")), ["12345678"]);
  }
  exact.push(bytes("1234"));
  assertThrows(() => exact.push(bytes("56789\n")), DecodeError);
});
