/**
 * The error of a writer whose key another one has taken over.
 *
 * @module
 */
import { quoted } from "../base/plain_text.ts";
import { CodexError } from "./errors.ts";

/**
 * Another writer has taken over the key. Nothing that this writer has written since counts, and it should
 * stop at once.
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
   * Created by stores.
   *
   * @param key The key.
   * @param epoch The epoch of the writer that lost it.
   */
  constructor(key: string, epoch: number) {
    super(`Cannot continue ${quoted(key)} in epoch ${epoch}: another writer has taken it over`);
    this.key = key;
    this.epoch = epoch;
  }

  /** Always true: when the same turn is requested again, the other writer may have ended. */
  override get retryable(): boolean {
    return true;
  }
}
