/**
 * The errors of live turns.
 *
 * @module
 */
import { CodexError, IncompleteTurnError, ResumeError } from "../../core/vocabulary/errors.ts";

/**
 * Who interrupted a turn.
 *
 * @category Errors
 */
export type InterruptedBy = "caller" | "approval" | "server";

const WHO: Readonly<Record<InterruptedBy, string>> = {
  caller: "by interrupt()",
  approval: 'by an approval that was answered with "cancel"',
  server: "by another client of the app-server, or by the end of the app-server",
};

/**
 * A live turn was interrupted and has no result.
 *
 * @category Errors
 */
export class InterruptedError extends IncompleteTurnError {
  /**
   * Who interrupted the turn. "caller": `interrupt()` of the turn; "approval": a callback that answered
   * "cancel"; "server": anything else, such as another client, or the end of a server
   * that `restart` has started again.
   */
  readonly by: InterruptedBy;

  static {
    this.prototype.name = "InterruptedError";
  }

  /**
   * Created by the SDK.
   *
   * @param by Who interrupted the turn.
   * @param stderr The last 64 KiB of standard error.
   */
  constructor(by: InterruptedBy, stderr: string) {
    super(`The turn was interrupted ${WHO[by]}`, stderr);
    this.by = by;
  }
}

/**
 * The turn cannot be steered: it is waiting for another turn of its thread, it has ended, or it is a
 * review or a compaction.
 *
 * @category Errors
 */
export class TurnNotActiveError extends CodexError {
  static {
    this.prototype.name = "TurnNotActiveError";
  }
}

/** The error of a turn that cannot start because one is running that this client has not started. */
export function busy(
  threadId: string,
  turnId: string,
  what = "which another client, or Codex for a goal, has started",
): ResumeError {
  return new ResumeError(
    "in_use",
    threadId,
    `Cannot start a turn on thread ${threadId}: turn ${turnId} is running on it, ${what}; ` +
      'follow that turn with attach(), or wait for its end with whenBusy: "wait"',
  );
}
