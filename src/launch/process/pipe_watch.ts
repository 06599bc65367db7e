/**
 * Reads a process's output, until there is nothing more to wait for.
 *
 * @module
 */
import { now, startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";

/**
 * Milliseconds of silence after the process has died that count as the end of its pipe. The rest of the
 * output may come late: with 100 turns at once on a busy machine, later than 200 ms.
 */
const QUIET_MS = 1_000;
/** The most milliseconds of reading after the process has died: a grandchild may go on writing. */
const REST_MS = 2_000;

/**
 * Watches the reads of a process's output. A grandchild may hold the pipe open long after the
 * process has ended; what the process itself has written is in the pipe by then.
 */
export class PipeWatch {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  // Ends the pending read. The stream itself stays open and is read on: a closed pipe would kill the process
  // before it can be stopped properly.
  #release: ((nothing: null) => void) | null = null;
  #closed = false;
  #dead = false;
  #restMs = REST_MS;
  #timer: Timer | undefined;

  /** @param reader The output. */
  constructor(reader: ReadableStreamDefaultReader<Uint8Array>) {
    this.#reader = reader;
  }

  /** Returns the next chunk, or null if there is nothing more to wait for. */
  async next(): Promise<Uint8Array | null> {
    if (this.#closed) return null;
    const start = now();
    let resolve!: (chunk: Uint8Array | null) => void;
    let reject!: (reason: unknown) => void;
    const read = new Promise<Uint8Array | null>((...settle) => [resolve, reject] = settle);
    // The function itself: a closure over it made V8 keep every chunk until its next full
    // collection (Node 20: 30 MB of a turn's 40).
    this.#release = resolve;
    if (this.#dead) this.#arm();
    this.#reader.read().then(({ done, value }) => resolve(done ? null : value), reject);
    try {
      return await read;
    } finally {
      this.#release = null;
      stopTimer(this.#timer);
      if (this.#dead) this.#restMs -= now() - start;
    }
  }

  /** Must be called when the process has ended. */
  died(): void {
    this.#dead = true;
    if (this.#release !== null) this.#arm();
  }

  /** Ends the watch, and the pending read. */
  close(): void {
    this.#closed = true;
    stopTimer(this.#timer);
    this.#release?.(null);
  }

  /** Two timers, since in a busy program the first may be due before anything could be read. */
  #arm(): void {
    const half = Math.max(0, Math.min(QUIET_MS, this.#restMs)) / 2;
    stopTimer(this.#timer);
    this.#timer = startTimer(() => {
      this.#timer = startTimer(() => this.close(), half);
    }, half);
  }
}
