/**
 * The errors of a Codex that cannot run or that ended too early.
 *
 * @module
 */
import { CodexError } from "./base.ts";

/**
 * No `codex` executable was found.
 *
 * @category Errors
 */
export class CodexNotFoundError extends CodexError {
  /** The places that were searched, in order. */
  readonly searched: readonly string[];

  static {
    this.prototype.name = "CodexNotFoundError";
  }

  /**
   * Created by the SDK.
   *
   * @param message What to do.
   * @param searched The places that were searched.
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
   * Created by the SDK.
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

  /** Whether the cause may pass: a shortage of processes, memory or open files, or an update of Codex. */
  override get retryable(): boolean {
    return ["EAGAIN", "ENOMEM", "EMFILE", "ENFILE", "ETXTBSY"].includes(this.code ?? "");
  }
}

/**
 * How a Codex process ended that had not ended its turn.
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
 * Codex ended with an exit code other than 0, or by a signal, without ending its turn.
 *
 * @category Errors
 */
export class ExitError extends CodexError {
  /** The exit code, or null when a signal ended the process. Codex: 2 for wrong flags, 101 for a panic. */
  readonly exitCode: number | null;
  /** The signal that ended the process, or null. */
  readonly signal: string | null;
  /** The last 64 KiB of standard error. */
  readonly stderr: string;

  static {
    this.prototype.name = "ExitError";
  }

  /**
   * Created by the SDK.
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
 * Codex ended with exit code 0, closed its output, or was lost, without reporting that the turn was
 * complete. Of a live turn, it is an `InterruptedError`.
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
   * Created by the SDK.
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
 * A line of Codex's output is not an event.
 *
 * @category Errors
 */
export class DecodeError extends CodexError {
  /** The line, cut to 1 KiB, without control characters. */
  readonly line: string;
  /** The line's number in the output, counted from 1, without blank lines. */
  readonly lineNumber: number;

  static {
    this.prototype.name = "DecodeError";
  }

  /**
   * Created by the SDK.
   *
   * @param reason What is wrong with the line.
   * @param line The line, cut to 1 KiB.
   * @param lineNumber The line's number, counted from 1.
   */
  constructor(reason: string, line: string, lineNumber: number) {
    super(`Cannot decode line ${lineNumber} of Codex's output: ${reason}: ${line}`);
    this.line = line;
    this.lineNumber = lineNumber;
  }
}
