/**
 * The errors of live turns.
 *
 * @module
 */
import { CodexError, IncompleteTurnError } from "../../core/vocabulary/errors.ts";

/**
 * Who interrupted a turn.
 *
 * @category Errors
 */
export type InterruptedBy = "caller" | "approval" | "server";

const WHO: Readonly<Record<InterruptedBy, string>> = {
  caller: "by interrupt()",
  approval: 'by an approval that was answered with "cancel"',
  server: "by the app-server, or by another client of it",
};

/**
 * A live turn was interrupted, and so has no result.
 *
 * @category Errors
 */
export class InterruptedError extends IncompleteTurnError {
  /**
   * "caller": `interrupt()` of the turn; "approval": a callback that answered "cancel"; "server":
   * anything else, such as another client.
   */
  readonly by: InterruptedBy;

  static {
    this.prototype.name = "InterruptedError";
  }

  /**
   * Made by the SDK.
   *
   * @param by Who interrupted it.
   * @param stderr The last 64 KiB of standard error.
   */
  constructor(by: InterruptedBy, stderr: string) {
    super(`The turn was interrupted ${WHO[by]}`, stderr);
    this.by = by;
  }
}

/**
 * The turn cannot be steered: it waits for another turn of its thread, or it has ended.
 *
 * @category Errors
 */
export class TurnNotActiveError extends CodexError {
  static {
    this.prototype.name = "TurnNotActiveError";
  }
}
