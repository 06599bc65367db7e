/**
 * The error of a turn that failed.
 *
 * @module
 */
import { type Failure, type FailureCode, failureOf, resetsAtOf } from "../failure.ts";
import { CodexError } from "./base.ts";

/**
 * Codex reported that the turn failed. The message is Codex's own.
 *
 * @category Errors
 */
export class TurnFailedError extends CodexError {
  /** The last 64 KiB of standard error. */
  readonly stderr: string;
  /** Why, as a code; read off Codex's words where it tells nothing else, as over exec. */
  readonly code: FailureCode;
  /** The status of the service's answer, or null where Codex does not tell it. */
  readonly httpStatus: number | null;
  /**
   * The minute in which a usage limit ends, or null where Codex does not tell: up to its last second the
   * limit may still hold. It is told in words, in the time zone that Codex runs in, and read in that of
   * this program.
   */
  readonly resetsAt: Date | null;
  readonly #retryable: boolean;

  static {
    this.prototype.name = "TurnFailedError";
  }

  /**
   * Made by the SDK.
   *
   * @param message Codex's words.
   * @param stderr The last 64 KiB of standard error.
   * @param failure What they mean. Default: what the message tells.
   */
  constructor(message: string, stderr: string, failure: Failure = failureOf(message)) {
    super(message);
    this.stderr = stderr;
    this.code = failure.code;
    this.httpStatus = failure.httpStatus;
    this.#retryable = failure.retryable;
    this.resetsAt = failure.code === "usage_limit_exceeded" ? resetsAtOf(failure.message) : null;
  }

  /** Whether the same turn may succeed later; with a usage limit only where it is told when. */
  override get retryable(): boolean {
    return this.#retryable;
  }
}
