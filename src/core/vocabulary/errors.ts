/**
 * The errors of the SDK: fields instead of prose to parse.
 *
 * @module
 */
import type { ThreadEvent, Usage } from "./events.ts";
import { type Failure, type FailureCode, failureOf, resetsAtOf } from "./failure.ts";
import type { ThreadItem } from "./items.ts";

/** What was known of a turn when it failed. */
export interface TurnFacts {
  /** The thread's id, if it was known. */
  readonly threadId: string | null;
  /** The items of the turn: the completed ones, then those that were still open. */
  readonly items: readonly ThreadItem[];
  /** The token usage, if it was told. */
  readonly usage: Usage | null;
  /** What the turn's last `error` event told, if there was one. */
  readonly lastError?: Failure | null;
}

const NO_FACTS: TurnFacts = { threadId: null, items: [], usage: null };

/** What every copy of this module knows its errors by. */
const ATTACH = Symbol.for("@codex-js/sdk: facts of an error");

let isOwn: (value: object) => boolean;

/**
 * The base class of every error that the SDK raises.
 *
 * @example Keep the work of a failed turn
 * ```ts ignore
 * try {
 *   await thread.run("Fix the test");
 * } catch (error) {
 *   if (error instanceof CodexError) console.log(error.threadId, error.items);
 * }
 * ```
 *
 * @category Errors
 */
export class CodexError extends Error {
  // Not enumerable, so that printing an error does not print all that the model's commands said.
  #facts: TurnFacts = NO_FACTS;

  static {
    this.prototype.name = "CodexError";
    isOwn = (value) => #facts in value;
    Object.defineProperty(this, Symbol.hasInstance, { value: isInstance });
    Object.defineProperty(this.prototype, ATTACH, {
      value(this: CodexError, facts: TurnFacts): void {
        this.#facts = facts;
      },
    });
  }

  /** The id of the thread the turn belonged to, or null. */
  get threadId(): string | null {
    return this.#facts.threadId;
  }

  /**
   * The turn's items as far as they were known: the completed ones, then those still open. Of a
   * streamed turn at least the last 4 KiB of them.
   */
  get items(): readonly ThreadItem[] {
    return this.#facts.items;
  }

  /**
   * The tokens of the whole thread as far as they were told, as `usage` of a turn has them; null where
   * nothing was told: over exec, of a turn that was not completed.
   */
  get usage(): Usage | null {
    return this.#facts.usage;
  }

  /**
   * What the turn's last `error` event told, or null. Of a turn that did not come to a verdict it is
   * usually the cause: a service that cannot be reached, say.
   */
  get lastError(): Failure | null {
    return this.#facts.lastError ?? null;
  }

  /** Whether the same call may succeed later; see `isRetryable()`. */
  get retryable(): boolean {
    return this.lastError?.retryable ?? false;
  }
}

/** Adds to an error what is known of the turn. */
export function attachFacts(error: CodexError, facts: TurnFacts): void {
  const { [ATTACH]: attach } = error as unknown as { [ATTACH](facts: TurnFacts): void };
  attach.call(error, facts);
}

/**
 * `instanceof` for the errors: a program that imports the SDK and requires it, or bundles it twice,
 * has two copies of each class, and an error of one is an instance of the other's by its name.
 */
function isInstance(this: { readonly prototype: Error }, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { prototype } = this;
  // A caller's own subclass has no name of its own there, and no copy in the SDK.
  const hasCopies = Object.hasOwn(prototype, "name");
  if (isOwn(value) || !(ATTACH in value) || !hasCopies) return inherits(value, prototype);
  let above: object | null = value;
  while ((above = Object.getPrototypeOf(above)) !== null) {
    if (Object.hasOwn(above, "name") && (above as Error).name === prototype.name) return true;
  }
  return false;
}

function inherits(value: object, prototype: object): boolean {
  return Object.prototype.isPrototypeOf.call(prototype, value);
}

/**
 * No `codex` executable was found.
 *
 * @category Errors
 */
export class CodexNotFoundError extends CodexError {
  /** Where it was looked for, in order. */
  readonly searched: readonly string[];

  static {
    this.prototype.name = "CodexNotFoundError";
  }

  /**
   * Made by the SDK.
   *
   * @param message What to do.
   * @param searched Where it was looked for.
   */
  constructor(message: string, searched: readonly string[]) {
    super(message);
    this.searched = searched;
  }
}

/**
 * The executable could not be started.
 *
 * @category Errors
 */
export class SpawnError extends CodexError {
  /** The executable. */
  readonly command: string;
  /** The system's error code (`ENOENT`, `EACCES`, …), or null. */
  readonly code: string | null;

  static {
    this.prototype.name = "SpawnError";
  }

  /**
   * Made by the SDK.
   *
   * @param message What happened and what to do.
   * @param fields The executable, the system's code, and the error behind it.
   */
  constructor(
    message: string,
    fields: { command: string; code?: string | null; cause?: unknown },
  ) {
    super(message, fields.cause === undefined ? {} : { cause: fields.cause });
    this.command = fields.command;
    this.code = fields.code ?? null;
  }

  /** Whether it was for want of something that may come: processes, memory, open files. */
  override get retryable(): boolean {
    return ["EAGAIN", "ENOMEM", "EMFILE", "ENFILE", "ETXTBSY"].includes(this.code ?? "");
  }
}

/**
 * How a Codex process ended that did not end its turn.
 *
 * @category Errors
 */
export interface ExitFields {
  /** The exit code, or null when a signal ended the process. */
  readonly exitCode: number | null;
  /** The signal, or null. */
  readonly signal: string | null;
  /** The last 64 KiB of standard error. */
  readonly stderr: string;
}

/**
 * Codex ended with an exit code other than 0, or by a signal, and without ending its turn.
 *
 * @category Errors
 */
export class ExitError extends CodexError {
  /** The exit code, or null when a signal ended the process. Codex: 2 = wrong flags, 101 = panic. */
  readonly exitCode: number | null;
  /** The signal that ended the process, or null. */
  readonly signal: string | null;
  /** The last 64 KiB of standard error. */
  readonly stderr: string;

  static {
    this.prototype.name = "ExitError";
  }

  /**
   * Made by the SDK.
   *
   * @param message What happened.
   * @param fields How the process ended.
   */
  constructor(message: string, fields: ExitFields) {
    super(message);
    this.exitCode = fields.exitCode;
    this.signal = fields.signal;
    this.stderr = fields.stderr;
  }
}

/**
 * A line of Codex's output is not an event.
 *
 * @category Errors
 */
export class DecodeError extends CodexError {
  /** The line, cut to 1 KiB, without control characters. */
  readonly line: string;
  /** Its number in the output, counted from 1, blank lines left out. */
  readonly lineNumber: number;

  static {
    this.prototype.name = "DecodeError";
  }

  /**
   * Made by the SDK.
   *
   * @param reason What is wrong with the line.
   * @param line The line, cut to 1 KiB.
   * @param lineNumber Its number, counted from 1.
   */
  constructor(reason: string, line: string, lineNumber: number) {
    super(`Cannot decode line ${lineNumber} of Codex's output: ${reason}: ${line}`);
    this.line = line;
    this.lineNumber = lineNumber;
  }
}

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

/**
 * Codex ended with exit code 0, or closed its output, or was lost, and never said that the turn was
 * complete. Of a live turn: it was interrupted.
 *
 * @category Errors
 */
export class IncompleteTurnError extends CodexError {
  /** The last 64 KiB of standard error. */
  readonly stderr: string;

  static {
    this.prototype.name = "IncompleteTurnError";
  }

  /**
   * Made by the SDK.
   *
   * @param message What happened.
   * @param stderr The last 64 KiB of standard error.
   * @param cause The error behind it, if there is one.
   */
  constructor(message: string, stderr: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.stderr = stderr;
  }
}

/**
 * The turn took too long, and was stopped.
 *
 * @category Errors
 */
export class TimeoutError extends CodexError {
  /** "turn": `timeoutMs` was over; "idle": `idleTimeoutMs` passed without an event. */
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
   * Made by the SDK.
   *
   * @param message What happened.
   * @param fields Which limit it was, and what was known.
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
 * The turn reached a limit that its caller had set, and was stopped. Its items and usage are kept.
 *
 * @category Errors
 */
export class LimitError extends CodexError {
  /** Which limit: `maxTokens` or `maxRequests`. */
  readonly kind: "tokens" | "requests";
  /** How much the turn had used; over exec, where Codex does not tell, as much as the limit. */
  readonly used: number;
  /** The limit. */
  readonly limit: number;

  static {
    this.prototype.name = "LimitError";
  }

  /**
   * Made by the SDK.
   *
   * @param kind Which limit.
   * @param used How much the turn had used.
   * @param limit The limit.
   */
  constructor(kind: "tokens" | "requests", used: number, limit: number) {
    const option = kind === "tokens" ? "maxTokens" : "maxRequests";
    super(`The turn was stopped: it used ${used} ${kind}, and ${option} is ${limit}`);
    this.kind = kind;
    this.used = used;
    this.limit = limit;
  }

  /** Never: it would reach the limit again. */
  override get retryable(): boolean {
    return false;
  }
}

/**
 * The turn was aborted by its signal, and is stopped.
 *
 * @category Errors
 */
export class AbortError extends CodexError {
  /** Always "ABORT_ERR", as Node's own abort errors have it. */
  readonly code: "ABORT_ERR" = "ABORT_ERR";

  static {
    this.prototype.name = "AbortError";
  }

  /**
   * Made by the SDK.
   *
   * @param reason The signal's reason; becomes the `cause`.
   * @param message What was aborted. Default: a turn.
   */
  constructor(reason: unknown, message = "The turn was aborted") {
    super(message, { cause: reason });
  }

  /** Never: the caller has ended it. */
  override get retryable(): boolean {
    return false;
  }
}

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
 * Why a thread could not be resumed or forked.
 *
 * @category Errors
 */
export type ResumeFailure = "invalid_id" | "not_found" | "in_use" | "archived" | "other_thread";

/**
 * A thread could not be resumed or forked.
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
