/**
 * Checks whether a silent server is still there: a broken network is not reported to anybody.
 *
 * @module
 */
import { startTimer, stopTimer, type Timer } from "../../../core/base/timers.ts";

/** Milliseconds of silence after which the server is asked. */
const SILENT_MS = 30_000;

/** Asks a silent server for a sign of life. */
export class KeepAlive {
  readonly #ask: (timeoutMs: number) => Promise<void>;
  readonly #dead: () => void;
  readonly #silentMs: number;
  #timer: Timer | undefined;
  #stopped = false;

  /**
   * @param ask Asks for a sign of life; rejects if none comes in time.
   * @param dead Called if none came.
   * @param silentMs Milliseconds between two signs of life, and for an answer. Default: 30,000.
   */
  constructor(
    ask: (timeoutMs: number) => Promise<void>,
    dead: () => void,
    silentMs: number = SILENT_MS,
  ) {
    this.#ask = ask;
    this.#dead = dead;
    this.#silentMs = silentMs;
    this.#arm();
  }

  /** Stops asking. */
  stop(): void {
    this.#stopped = true;
    stopTimer(this.#timer);
  }

  #arm(): void {
    if (!this.#stopped) this.#timer = startTimer(() => void this.#look(), this.#silentMs);
  }

  async #look(): Promise<void> {
    try {
      await this.#ask(this.#silentMs);
      this.#arm();
    } catch {
      if (!this.#stopped) this.#dead();
    }
  }
}
