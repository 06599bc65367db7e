/**
 * The errors of invalid calls, after which nothing has run.
 *
 * @module
 */
import { CodexError } from "./base.ts";

/**
 * The caller asked for something that cannot be done. Nothing was started.
 *
 * @category Errors
 */
export class InvalidInputError extends CodexError {
  /** The option or argument at fault, such as `input` or `config.mcp_servers`. */
  readonly option: string;

  static {
    this.prototype.name = "InvalidInputError";
  }

  /**
   * Created by the SDK.
   *
   * @param option The option or argument at fault.
   * @param message What is wrong and what to do.
   */
  constructor(option: string, message: string) {
    super(message);
    this.option = option;
  }
}

/**
 * Codex has neither a login nor a key for the model's service. No request was made.
 *
 * @category Errors
 */
export class LoginRequiredError extends CodexError {
  static {
    this.prototype.name = "LoginRequiredError";
  }

  /**
   * Created by the SDK.
   *
   * @param advice How to give Codex one.
   */
  constructor(advice: string = "run `npx codex login`, or give an apiKey") {
    super(
      `Cannot run the turn: Codex has no login; ${advice} ` +
        "(any value, if the service at baseUrl needs none)",
    );
  }
}

/**
 * Why something could not be done with a thread.
 *
 * @category Errors
 */
export type ResumeFailure =
  | "invalid_id"
  | "not_found"
  | "in_use"
  | "archived"
  | "damaged"
  | "other_thread";

/**
 * A thread could not be resumed, forked, exported or imported or, in a live session, read, renamed, archived
 * and so on.
 *
 * @category Errors
 */
export class ResumeError extends CodexError {
  /**
   * "invalid_id": the id is not a UUID; "not_found": Codex does not know the thread; "in_use": another
   * process has it loaded, whether or not it is running a turn, or, for a live turn, another client's turn
   * is running on it; "archived": it is in the archive; "damaged": its files do not begin, or fit together,
   * as those of a thread do, or have lost a part; "other_thread": Codex answered with another thread.
   */
  readonly reason: ResumeFailure;
  /** The requested id. */
  readonly requestedId: string;

  static {
    this.prototype.name = "ResumeError";
  }

  /**
   * Created by the SDK.
   *
   * @param reason Why it failed.
   * @param requestedId The requested id.
   * @param message What happened and what to do.
   */
  constructor(reason: ResumeFailure, requestedId: string, message: string) {
    super(message);
    this.reason = reason;
    this.requestedId = requestedId;
  }
}
