/**
 * What a writer is told whose key somebody else has taken over.
 *
 * @module
 */
import { quoted } from "../base/plain_text.ts";
import { CodexError } from "./errors.ts";

/**
 * Somebody else has taken the key over: what this writer does is of no more use. Nothing that it has
 * written since counts, and it should stop at once.
 *
 * @category Errors
 */
export class TakenError extends CodexError {
  /** The key. */
  readonly key: string;
  /** The epoch of the writer that lost it. */
  readonly epoch: number;

  static {
    this.prototype.name = "TakenError";
  }

  /**
   * Made by stores.
   *
   * @param key The key.
   * @param epoch The epoch of the writer that lost it.
   */
  constructor(key: string, epoch: number) {
    super(`Cannot go on with ${quoted(key)} in epoch ${epoch}: it was taken over`);
    this.key = key;
    this.epoch = epoch;
  }

  /** The same turn may be asked for again: whoever has taken over may be gone by then. */
  override get retryable(): boolean {
    return true;
  }
}
