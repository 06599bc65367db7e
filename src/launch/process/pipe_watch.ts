/**
 * Reads a process's output, and tells when there is nothing more to wait for.
 *
 * @module
 */
import { now, startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";

/**
 * Milliseconds of silence after its process's death that count as the end of a pipe. What is in the pipe
 * by then may come late: with 100 turns at once on a busy machine, later than 200 ms.
 */
const QUIET_MS = 1_000;
/** Milliseconds that reading may take in all after the death: a grandchild may go on writing. */
const REST_MS = 2_000;

/**
 * Watches the reads of a process's output. A grandchild may hold the pipe open long after the
 * process has ended; what the process itself has written is in the pipe by then.
 */
export class PipeWatch {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  // Ends the read that is under way. Kept apart from the stream, which goes on being read: a closed
  // pipe would kill the process before it can be stopped in good order.
  #release: ((nothing: null) => void) | null = null;
  #closed = false;
  #dead = false;
  #restMs = REST_MS;
  #timer: Timer | undefined;

  /** @param reader The output. */
  constructor(reader: ReadableStreamDefaultReader<Uint8Array>) {
    this.#reader = reader;
  }

  /** The next chunk, or null when there is nothing more to wait for. */
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

  /** The process has ended. */
  died(): void {
    this.#dead = true;
    if (this.#release !== null) this.#arm();
  }

  /** Ends the watch, and the read that is under way. */
  close(): void {
    this.#closed = true;
    stopTimer(this.#timer);
    this.#release?.(null);
  }

  /** Two timers, since a busy program may find the first one due before it could read at all. */
  #arm(): void {
    const half = Math.max(0, Math.min(QUIET_MS, this.#restMs)) / 2;
    stopTimer(this.#timer);
    this.#timer = startTimer(() => {
      this.#timer = startTimer(() => this.close(), half);
    }, half);
  }
}
