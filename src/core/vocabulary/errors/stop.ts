/**
 * The errors of a turn that was stopped by its caller, or by a limit that the caller had set.
 *
 * @module
 */
import type { ThreadEvent } from "../events.ts";
import { CodexError } from "./base.ts";

/**
 * The turn was aborted by its signal and has stopped.
 *
 * @category Errors
 */
export class AbortError extends CodexError {
  /** Always "ABORT_ERR", as in Node's own abort errors. */
  readonly code: "ABORT_ERR" = "ABORT_ERR";

  static {
    this.prototype.name = "AbortError";
  }

  /**
   * Created by the SDK.
   *
   * @param reason The signal's reason, which becomes the `cause`.
   * @param message What was aborted. Default: a turn.
   */
  constructor(reason: unknown, message = "The turn was aborted") {
    super(message, { cause: reason });
  }

  /** Always false: the caller ended the turn. */
  override get retryable(): boolean {
    return false;
  }
}

/**
 * The turn took too long, and was stopped.
 *
 * @category Errors
 */
export class TimeoutError extends CodexError {
  /** "turn": `timeoutMs` elapsed; "idle": `idleTimeoutMs` passed without an event. */
  readonly kind: "turn" | "idle";
  /** Milliseconds that the turn had run. */
  readonly elapsedMs: number;
  /** The last 64 KiB of standard error. */
  readonly stderr: string;
  readonly #lastEvent: ThreadEvent | null;

  static {
    this.prototype.name = "TimeoutError";
  }

  /**
   * Created by the SDK.
   *
   * @param message What happened.
   * @param fields Which limit it was, and what was known about the turn.
   */
  constructor(
    message: string,
    fields: {
      kind: "turn" | "idle";
      elapsedMs: number;
      lastEvent: ThreadEvent | null;
      stderr: string;
    },
  ) {
    super(message);
    this.kind = fields.kind;
    this.elapsedMs = fields.elapsedMs;
    this.#lastEvent = fields.lastEvent;
    this.stderr = fields.stderr;
  }

  /** The last event before the limit, or null. */
  get lastEvent(): ThreadEvent | null {
    return this.#lastEvent;
  }
}

/**
 * The turn used, or needed, more than its caller had allowed, and was stopped. Its items are kept, and its usage in a
 * live session: `codex exec` reports none for a turn that it stops.
 *
 * @category Errors
 */
export class LimitError extends CodexError {
  /** Which limit: `maxTokens` or `maxRequests`. */
  readonly kind: "tokens" | "requests";
  /** How much the turn had used. Over exec, where Codex does not report it: the limit. */
  readonly used: number;
  /** The limit. */
  readonly limit: number;

  static {
    this.prototype.name = "LimitError";
  }

  /**
   * Created by the SDK.
   *
   * @param kind Which limit.
   * @param used How much the turn had used.
   * @param limit The limit.
   */
  constructor(kind: "tokens" | "requests", used: number, limit: number) {
    const option = kind === "tokens" ? "maxTokens" : "maxRequests";
    // What a turn has used over exec is not known.
    const much = kind === "tokens" && used === limit ? `more than ${used}` : used;
    super(`The turn was stopped: it used ${much} ${kind}, and ${option} is ${limit}`);
    this.kind = kind;
    this.used = used;
    this.limit = limit;
  }

  /** Always false: the turn would reach the limit again. */
  override get retryable(): boolean {
    return false;
  }
}
