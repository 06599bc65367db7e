/**
 * Standard error, which is always drained, and whose end is kept.
 *
 * @module
 */

import type { Redact } from "../../core/ports/redact.ts";

/** Bytes that are kept. */
const KEPT = 64 * 1024;
/** The initial size of the ring in bytes: most runs print one line. */
const FIRST = 1024;

/** Drains a stream and keeps its last 64 KiB. */
export class StderrTail {
  /** Settles at the end of the stream. Never rejects. */
  readonly ended: Promise<void>;
  readonly #redact: Redact;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  // A separate ring: to keep the chunks, even of a few bytes, would keep the whole buffers that they were
  // read into (64 KiB each on Deno).
  #ring: Uint8Array = new Uint8Array(FIRST);
  #seen = 0;
  #open = true;

  /**
   * @param stream Standard error of a process.
   * @param redact Takes the secrets out of it.
   */
  constructor(stream: ReadableStream<Uint8Array>, redact: Redact) {
    this.#redact = redact;
    this.#reader = stream.getReader();
    this.ended = this.#drain();
  }

  /** Returns what was kept, as text without secrets. */
  text(): string {
    const cut = this.#seen % KEPT;
    const whole = this.#seen <= KEPT
      ? this.#ring.subarray(0, this.#seen)
      : joined(this.#ring.subarray(cut), this.#ring.subarray(0, cut));
    const decoded = new TextDecoder().decode(whole);
    // The rest of a secret may still be coming.
    const text = this.#open ? this.#redact(decoded, "end") : decoded;
    if (this.#seen < KEPT) return this.#redact(text);
    // A cut through a character leaves up to three bytes of it behind.
    return this.#redact(text.replace(/^\uFFFD{1,3}/, ""), "start");
  }

  /** Stops reading, even if something still holds the stream open. */
  cancel(): void {
    this.#reader.cancel().catch(() => {});
  }

  async #drain(): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        this.#keep(value);
      }
      this.#open = false;
    } catch {
      // Nothing more comes from a broken pipe; what was read stays.
    }
  }

  #keep(chunk: Uint8Array): void {
    this.#grow(Math.min(this.#seen + chunk.length, KEPT));
    const kept = chunk.subarray(Math.max(0, chunk.length - KEPT));
    const start = (this.#seen + chunk.length - kept.length) % KEPT;
    const straight = kept.subarray(0, KEPT - start);
    this.#ring.set(straight, start);
    this.#ring.set(kept.subarray(straight.length), 0);
    this.#seen += chunk.length;
  }

  #grow(size: number): void {
    if (size <= this.#ring.length) return;
    const ring = new Uint8Array(Math.min(KEPT, Math.max(size, 2 * this.#ring.length)));
    ring.set(this.#ring);
    this.#ring = ring;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
