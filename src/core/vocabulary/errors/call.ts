/**
 * The errors of a call that is wrong: nothing has run.
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
  /** The option or argument it is about, such as `input` or `config.mcp_servers`. */
  readonly option: string;

  static {
    this.prototype.name = "InvalidInputError";
  }

  /**
   * Made by the SDK.
   *
   * @param option The option or argument it is about.
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

  /** Made by the SDK. */
  constructor() {
    super(
      "Cannot run the turn: Codex has no login; run `npx codex login`, or give an apiKey " +
        "(any one, where the service behind baseUrl wants none)",
    );
  }
}

/**
 * Why something could not be done with a thread.
 *
 * @category Errors
 */
export type ResumeFailure = "invalid_id" | "not_found" | "in_use" | "archived" | "other_thread";

/**
 * A thread could not be resumed or forked; of a live session also: read, renamed, archived and so on.
 *
 * @category Errors
 */
export class ResumeError extends CodexError {
  /**
   * "invalid_id": the id is no UUID; "not_found": Codex knows no such thread; "in_use": another
   * process has it loaded, whether it runs a turn on it or not; "archived": it is in the archive;
   * "other_thread": Codex answered with another thread.
   */
  readonly reason: ResumeFailure;
  /** The id asked for. */
  readonly requestedId: string;

  static {
    this.prototype.name = "ResumeError";
  }

  /**
   * Made by the SDK.
   *
   * @param reason Why.
   * @param requestedId The id asked for.
   * @param message What happened and what to do.
   */
  constructor(reason: ResumeFailure, requestedId: string, message: string) {
    super(message);
    this.reason = reason;
    this.requestedId = requestedId;
  }
}
