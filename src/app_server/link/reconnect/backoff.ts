/**
 * How often, and when, a connection that was lost is tried again.
 *
 * @module
 */
import { backoff } from "../../../core/base/backoff.ts";

/**
 * How a connection that was lost is made again.
 *
 * @category Options
 */
export interface ReconnectOptions {
  /** Tries in a row before it is given up. Default: 12, about a minute. */
  readonly attempts?: number | undefined;
  /** Milliseconds before the second try, about; each wait is twice the one before. Default: 100. */
  readonly minDelayMs?: number | undefined;
  /** Milliseconds that a wait takes at most. Default: 10,000. */
  readonly maxDelayMs?: number | undefined;
}

/** Milliseconds that a connection must have lasted for its loss to be a new one. */
const LASTING_MS = 1_000;

/** Counts the tries. */
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

  /** How many tries there were in a row. */
  get tried(): number {
    return this.#tried;
  }

  /** A connection that lasted this long is lost. */
  lost(lastedMs: number): void {
    if (lastedMs >= LASTING_MS) this.#tried = 0;
  }

  /**
   * Milliseconds to wait before the next try, or null when there was the last one. The first follows at
   * once.
   */
  next(): number | null {
    if (this.#tried >= this.#attempts) return null;
    const exponent = this.#tried++ - 1;
    if (exponent < 0) return 0;
    return backoff(exponent, this.#minMs, this.#maxMs, this.#random);
  }
}
