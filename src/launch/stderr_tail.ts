/**
 * Standard error: always drained, only its end is kept.
 *
 * @module
 */

import type { Redact } from "../core/ports/redact.ts";

/** Bytes that are kept. */
const KEPT = 64 * 1024;

/** Drains a stream and keeps its last 64 KiB. */
export class StderrTail {
  /** Settles at the end of the stream. Never rejects. */
  readonly ended: Promise<void>;
  readonly #redact: Redact;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #chunks: Uint8Array[] = [];
  #size = 0;

  /**
   * @param stream Standard error of a process.
   * @param redact Takes the secrets out of it.
   */
  constructor(stream: ReadableStream<Uint8Array>, redact: Redact) {
    this.#redact = redact;
    this.#reader = stream.getReader();
    this.ended = this.#drain();
  }

  /** What was kept, as text without secrets. */
  text(): string {
    const whole = new Uint8Array(this.#size);
    let offset = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, offset);
      offset += chunk.length;
    }
    const text = new TextDecoder().decode(whole);
    if (this.#size < KEPT) return this.#redact(text);
    // A cut through a character leaves up to three bytes of it behind.
    return this.#redact(text.replace(/^\uFFFD{1,3}/, ""), "start");
  }

  /** Stops reading, whoever still holds the stream open. */
  cancel(): void {
    this.#reader.cancel().catch(() => {});
  }

  async #drain(): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) return;
        this.#keep(value);
      }
    } catch {
      // A broken pipe says no more; what was read stays.
    }
  }

  #keep(chunk: Uint8Array): void {
    this.#chunks.push(chunk.length > KEPT ? chunk.slice(-KEPT) : chunk);
    this.#size += (this.#chunks.at(-1) as Uint8Array).length;
    while (this.#size > KEPT) {
      const first = this.#chunks[0] as Uint8Array;
      const surplus = this.#size - KEPT;
      if (first.length <= surplus) this.#chunks.shift();
      else this.#chunks[0] = first.slice(surplus);
      this.#size -= Math.min(first.length, surplus);
    }
  }
}
