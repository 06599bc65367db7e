/**
 * The error of a turn that failed.
 *
 * @module
 */
import { type Failure, type FailureCode, failureOf, resetsAtOf } from "../failure.ts";
import { CodexError } from "./base.ts";

/**
 * Codex reported that the turn failed. The message is Codex's own, preceded by what to do if that is known.
 *
 * @category Errors
 */
export class TurnFailedError extends CodexError {
  /** The last 64 KiB of standard error. */
  readonly stderr: string;
  /** The reason, as a code; derived from Codex's message if Codex reports nothing else, as over exec. */
  readonly code: FailureCode;
  /** The HTTP status of the service's answer, or null if Codex does not report it. */
  readonly httpStatus: number | null;
  /**
   * The minute in which a usage limit ends, or null if Codex does not report it. The limit may hold until
   * the last second of that minute. Codex writes the time in its own time zone, without naming it; it is
   * read in this program's time zone.
   */
  readonly resetsAt: Date | null;
  readonly #retryable: boolean;

  static {
    this.prototype.name = "TurnFailedError";
  }

  /**
   * Created by the SDK.
   *
   * @param message Codex's message.
   * @param stderr The last 64 KiB of standard error.
   * @param failure What the message means. Default: derived from its text.
   */
  constructor(message: string, stderr: string, failure: Failure = failureOf(message)) {
    super(message);
    this.stderr = stderr;
    this.code = failure.code;
    this.httpStatus = failure.httpStatus;
    this.#retryable = failure.retryable;
    this.resetsAt = failure.code === "usage_limit_exceeded" ? resetsAtOf(failure.message) : null;
  }

  /** Whether the same turn may succeed later; after a usage limit, only if Codex reports when it ends. */
  override get retryable(): boolean {
    return this.#retryable;
  }
}
