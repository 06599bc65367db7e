/**
 * Turns bytes into lines, which end at `\n` (0x0A) only: Codex writes raw U+2028 and U+2029 inside lines,
 * at which some line readers would split.
 *
 * @module
 */

import { DecodeError } from "../vocabulary/errors.ts";
import { plainText } from "../base/plain_text.ts";
import type { Redact } from "../ports/redact.ts";

const LF = 0x0a;
const BOM = "\uFEFF";
const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * How many bytes of an unfinished line are kept before they are decoded: kept to the end of the line, 64 MB
 * would be in memory twice. A piece counts as the whole buffer that it keeps alive: 64 KiB on Deno.
 */
const DECODE_AT = 4 * 1024 * 1024;

/** Lines shorter than this are joined to the following ones by copying, which is cheaper on Node and Bun. */
const SHORT = 64 * 1024;

/** Bytes that a line may have. Codex's own commands output at most 1 MiB, and its tools little more. */
const MAX_BYTES = 128 * 1024 * 1024;

/** Characters of an overlong line that its error shows. */
const SHOWN = 1024;

/** How lines are cut. */
export interface LineLimits {
  /** Bytes in memory at which an unfinished line is decoded. Default: 4 MiB. */
  readonly decodeAt?: number;
  /** Bytes that a line may have. Default: 128 MiB. */
  readonly maxBytes?: number;
  /** Takes secrets out of what an error shows. */
  readonly redact?: Redact;
}

/** Splits a byte stream into lines. Drops blank lines, `\r` before `\n`, and a BOM at the start. */
export class LineSplitter {
  // Used without its `stream` option, which is slow on Node 20.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // The unfinished line: its decoded part, and the pieces that are not decoded yet. They are joined once,
  // so that a long line costs linear time.
  #line = "";
  #pieces: Uint8Array[] = [];
  #size = 0;
  #length = 0;
  #count = 0;
  #started = false;
  readonly #limits: Required<LineLimits>;

  /** @param limits How lines are cut. */
  constructor(limits: LineLimits = {}) {
    const { decodeAt = DECODE_AT, maxBytes = MAX_BYTES, redact = (text) => text } = limits;
    this.#limits = { decodeAt, maxBytes, redact };
  }

  /**
   * Returns the lines that `chunk` completes.
   *
   * @throws {DecodeError} If a line that spans several chunks is too long, or if the chunk is not bytes: it
   * may come from a caller's own stream.
   */
  push(chunk: Uint8Array): string[] {
    if (!ArrayBuffer.isView(chunk)) {
      throw this.#error(`its stream gives ${typeof chunk}s instead of Uint8Arrays`, String(chunk));
    }
    const end = chunk.lastIndexOf(LF);
    if (end === -1) {
      this.#grow(chunk.length);
      this.#keep(chunk);
      return [];
    }
    const begun = this.#pieces.length > 0 || this.#line !== "";
    const lines = begun ? this.#joined(chunk, end) : split(this.#decode(chunk.subarray(0, end)));
    this.#length = chunk.length - end - 1;
    this.#count += lines.length;
    this.#keep(chunk.slice(end + 1));
    return lines;
  }

  /** Refuses a line before it uses up all memory and crashes the program. */
  #grow(bytes: number): void {
    this.#length += bytes;
    if (this.#length <= this.#limits.maxBytes) return;
    const reason = `it is longer than ${this.#limits.maxBytes / (1024 * 1024)} MiB`;
    throw this.#error(reason, this.#line || this.#head());
  }

  #error(reason: string, line: string): DecodeError {
    const shown = this.#limits.redact(plainText(line.slice(0, 2 * SHOWN)), "end").slice(0, SHOWN);
    return new DecodeError(reason, shown, this.#count + 1);
  }

  /** The beginning of a line of which nothing is decoded yet. */
  #head(): string {
    const bytes = concat(this.#pieces.map((piece) => piece.subarray(0, 2 * SHOWN)));
    return new TextDecoder().decode(bytes.subarray(0, 2 * SHOWN));
  }

  /** Returns the last line, if the stream ended without a line break. */
  end(): string[] {
    return trimmed([this.#finish(NOTHING)]);
  }

  /** The line that has begun, and those up to `end`. */
  #joined(chunk: Uint8Array, end: number): string[] {
    // Joined only with the end of its line: the rest of the chunk need not be copied.
    const first = chunk.indexOf(LF);
    this.#grow(first);
    const line = this.#finish(chunk.subarray(0, first));
    if (first === end) return trimmed([line]);
    const rest = this.#decode(chunk.subarray(first + 1, end));
    // As one text, unless a long line would then be in memory twice.
    if (line.length < SHORT) return split(`${line}\n${rest}`);
    return [...trimmed([line]), ...split(rest)];
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#size += piece.buffer.byteLength;
    if (this.#size < this.#limits.decodeAt) return;
    const bytes = concat(this.#pieces);
    const whole = bytes.length - cutLength(bytes);
    if (whole > 0) this.#line += this.#decode(bytes.subarray(0, whole));
    this.#pieces = whole === bytes.length ? [] : [bytes.slice(whole)];
    this.#size = bytes.length - whole;
  }

  #finish(last: Uint8Array): string {
    const line = this.#line + this.#decode(concat([...this.#pieces, last]));
    this.#line = "";
    this.#pieces = [];
    this.#size = 0;
    return line;
  }

  #decode(bytes: Uint8Array): string {
    const text = this.#decoder.decode(bytes);
    if (this.#started) return text;
    this.#started = true;
    return text.startsWith(BOM) ? text.slice(1) : text;
  }
}

/** The lines of a text, without blank ones and without a `\r` at their ends. */
function split(text: string): string[] {
  const lines = text.split("\n");
  return isPlain(text) ? lines : trimmed(lines);
}

function trimmed(lines: readonly string[]): string[] {
  return lines
    .map((line) => line.endsWith("\r") ? line.slice(0, -1) : line)
    .filter((line) => line.charCodeAt(0) > 0x20 || !/^[ \t\r]*$/.test(line));
}

/** Whether no line is blank or ends with `\r`. Checks the whole text, since Bun copies a line to check it. */
function isPlain(text: string): boolean {
  return text.charCodeAt(0) > 0x20 &&
    !["\r", "\n\n", "\n ", "\n\t"].some((sign) => text.includes(sign)) && !text.endsWith("\n");
}

/** How many bytes at the end are an incomplete character: 0 to 3. */
function cutLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    // A continuation byte: the character begins earlier.
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
