/**
 * The error for what a hub refuses.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";

/**
 * The reason why a hub refuses, in a word.
 *
 * @category Web
 */
export type HubErrorCode =
  | "hub_closed"
  | "question_not_found"
  | "question_resolved"
  | "queue_full"
  | "server_lost"
  | "turn_running";

/**
 * A hub cannot do what it was asked to do.
 *
 * @category Web
 */
export class HubError extends CodexError {
  /** The reason. */
  readonly code: HubErrorCode;
  /** The HTTP status with the same meaning: 404, 409 or 503. */
  readonly status: number;

  static {
    this.prototype.name = "HubError";
  }

  /**
   * Created by the SDK.
   *
   * @param status The HTTP status.
   * @param code The reason.
   * @param message What happened and what to do.
   */
  constructor(status: number, code: HubErrorCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
