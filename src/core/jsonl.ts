/**
 * Bytes to lines. Split at `\n` (0x0A) only: Codex writes raw U+2028 and U+2029 inside its lines,
 * where line readers that know them split too.
 *
 * @module
 */

const LF = 0x0a;
const BOM = "\uFEFF";

/** Cuts a byte stream into lines. Blank lines are dropped, a `\r` before the `\n` and a BOM at the start too. */
export class LineSplitter {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // The pieces of a line whose end has not come yet: joined once, so that a long line costs linear time.
  #pending: Uint8Array[] = [];
  #started = false;

  /** The lines that `chunk` completes. */
  push(chunk: Uint8Array): string[] {
    const end = chunk.lastIndexOf(LF);
    if (end === -1) {
      if (chunk.length > 0) this.#pending.push(chunk);
      return [];
    }
    const lines: string[] = [];
    let start = 0;
    if (this.#pending.length > 0) {
      // Joined to its own line alone: the rest of the chunk need not be copied.
      const first = chunk.indexOf(LF);
      lines.push(this.#decode(concat([...this.#pending, chunk.subarray(0, first)])));
      start = first + 1;
    }
    if (start <= end) {
      for (const line of this.#decode(chunk.subarray(start, end)).split("\n")) lines.push(line);
    }
    this.#pending = end + 1 < chunk.length ? [chunk.slice(end + 1)] : [];
    return tidy(lines);
  }

  /** The last line, if the stream ended without a line break. */
  end(): string[] {
    const text = this.#decode(concat(this.#pending));
    this.#pending = [];
    return tidy([text]);
  }

  #decode(bytes: Uint8Array): string {
    const text = this.#decoder.decode(bytes);
    if (this.#started) return text;
    this.#started = true;
    return text.startsWith(BOM) ? text.slice(1) : text;
  }
}

/** Strips a trailing `\r` and drops blank lines, in place. */
function tidy(lines: string[]): string[] {
  let kept = 0;
  for (const line of lines) {
    const whole = line.endsWith("\r") ? line.slice(0, -1) : line;
    // A line that begins with a visible character is not blank: no need to look further.
    if (whole.charCodeAt(0) > 0x20 || whole.trim() !== "") lines[kept++] = whole;
  }
  lines.length = kept;
  return lines;
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
