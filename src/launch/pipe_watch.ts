/**
 * Tells when a pipe that outlives its process has nothing more to say.
 *
 * @module
 */

/** Milliseconds of silence that count as the end. */
const QUIET_MS = 200;

/**
 * Watches the reads of a process's output. A grandchild may hold the pipe open long after the
 * process has ended; what the process itself has written is in the pipe by then.
 */
export class PipeWatch {
  readonly #onQuiet: () => void;
  #dead = false;
  #reading = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onQuiet Called when the process is dead and a read finds nothing. */
  constructor(onQuiet: () => void) {
    this.#onQuiet = onQuiet;
  }

  /** The process has ended. */
  died(): void {
    this.#dead = true;
    if (this.#reading) this.#arm();
  }

  /** Passes a read through, and watches it. */
  async during<T>(read: Promise<T>): Promise<T> {
    this.#reading = true;
    if (this.#dead) this.#arm();
    try {
      return await read;
    } finally {
      this.#reading = false;
      clearTimeout(this.#timer);
    }
  }

  /** Ends the watch. */
  close(): void {
    this.#dead = false;
    this.#reading = false;
    clearTimeout(this.#timer);
  }

  /** Two timers, since a busy program may find the first one due before it could read at all. */
  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = setTimeout(this.#onQuiet, QUIET_MS / 2);
    }, QUIET_MS / 2);
  }
}
