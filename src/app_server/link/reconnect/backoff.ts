/**
 * How often, and when, to try to restore a lost connection.
 *
 * @module
 */
import { backoff } from "../../../core/base/backoff.ts";

/**
 * How a lost connection is restored.
 *
 * @category Options
 */
export interface ReconnectOptions {
  /** The number of attempts in a row before the SDK gives up. Default: 12, about 25 to 55 seconds. */
  readonly attempts?: number | undefined;
  /**
   * The longest wait before the second attempt in milliseconds, doubled for each further one.
   * Default: 100.
   */
  readonly minDelayMs?: number | undefined;
  /** The longest wait, in milliseconds. Default: 10,000. */
  readonly maxDelayMs?: number | undefined;
}

/** Milliseconds that a connection must have lasted for the attempts to be counted from zero. */
const LASTING_MS = 1_000;

/** Counts the attempts. */
export class Backoff {
  readonly #attempts: number;
  readonly #minMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #tried = 0;

  /** @param random Numbers from 0 to 1, for the jitter. */
  constructor(
    { attempts = 12, minDelayMs = 100, maxDelayMs = 10_000 }: ReconnectOptions,
    random: () => number = Math.random,
  ) {
    this.#attempts = attempts;
    this.#minMs = minDelayMs;
    this.#maxMs = maxDelayMs;
    this.#random = random;
  }

  /** The number of attempts in a row so far. */
  get tried(): number {
    return this.#tried;
  }

  /** Notes the loss of a connection that lasted this long. */
  lost(lastedMs: number): void {
    if (lastedMs >= LASTING_MS) this.#tried = 0;
  }

  /**
   * Milliseconds to wait before the next attempt, or null after the last one. The first attempt is made at
   * once.
   */
  next(): number | null {
    if (this.#tried >= this.#attempts) return null;
    const exponent = this.#tried++ - 1;
    if (exponent < 0) return 0;
    return backoff(exponent, this.#minMs, this.#maxMs, this.#random);
  }
}
