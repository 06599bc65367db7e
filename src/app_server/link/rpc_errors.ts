/**
 * The errors of live connections.
 *
 * @module
 */
import { CodexError, type ExitFields } from "../../core/vocabulary/errors.ts";
import { plainText } from "../../core/base/plain_text.ts";
import type { Redact } from "../../core/ports/redact.ts";

const OVERLOADED = -32001;

/**
 * The app-server refused a request.
 *
 * @category Errors
 */
export class RpcError extends CodexError {
  /** The method that was called. */
  readonly method: string;
  /** The error code. Codex uses -32600 for nearly everything, and -32001 when it is overloaded. */
  readonly code: number;
  /** More data from the server, without secrets, or undefined. */
  readonly data: unknown;

  static {
    this.prototype.name = "RpcError";
  }

  /**
   * Created by the SDK.
   *
   * @param method The method that was called.
   * @param error The server's answer.
   */
  constructor(method: string, error: { code: number; message: string; data?: unknown }) {
    super(`Cannot ${method}: ${error.message}`);
    this.method = method;
    this.code = error.code;
    this.data = error.data;
  }

  /** Whether the server was overloaded. */
  override get retryable(): boolean {
    return this.code === OVERLOADED;
  }
}

/** The server's answer as an error, without secrets. */
export function rpcError(method: string, answer: unknown, redact: Redact): RpcError {
  const { code, message, data } = (answer ?? {}) as Record<string, unknown>;
  return new RpcError(method, {
    code: typeof code === "number" ? code : 0,
    message: redact(plainText(typeof message === "string" ? message : "no reason given")),
    ...(data === undefined ? {} : { data: redactedJson(data, redact) }),
  });
}

/** The data without secrets; undefined if it is nested too deeply to be searched for them. */
function redactedJson(data: unknown, redact: Redact): unknown {
  try {
    const json = JSON.stringify(data);
    return JSON.parse(json, (_, value) => redacted(value, redact));
  } catch {
    return undefined;
  }
}

/** A value without secrets, also in the keys of an object, whose values are redacted already. */
function redacted(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [redact(key), of]));
}

/**
 * The app-server did not answer a request in time.
 *
 * @category Errors
 */
export class RequestTimeoutError extends CodexError {
  /** The method that was called. */
  readonly method: string;
  /** How long the SDK waited, in milliseconds. */
  readonly timeoutMs: number;

  static {
    this.prototype.name = "RequestTimeoutError";
  }

  /**
   * Created by the SDK.
   *
   * @param method The method that was called.
   * @param timeoutMs How long the SDK waited, in milliseconds.
   */
  constructor(method: string, timeoutMs: number) {
    super(`Cannot ${method}: the app-server did not answer within ${timeoutMs} ms`);
    this.method = method;
    this.timeoutMs = timeoutMs;
  }
}

/**
 * The connection to the app-server has ended.
 *
 * @category Errors
 */
export class ConnectionClosedError extends CodexError {
  /** The exit code of the server, or null if a signal ended it or the code is unknown. */
  readonly exitCode: number | null;
  /** The signal that ended the server, or null. */
  readonly signal: string | null;
  /** The last 64 KiB of the server's standard error. */
  readonly stderr: string;

  static {
    this.prototype.name = "ConnectionClosedError";
  }

  /**
   * Created by the SDK.
   *
   * @param message What happened.
   * @param fields How the server ended.
   */
  constructor(message: string, fields: ExitFields) {
    super(message);
    this.exitCode = fields.exitCode;
    this.signal = fields.signal;
    this.stderr = fields.stderr;
  }
}

/**
 * The server refused this client. It did answer, so trying again does not help.
 *
 * @category Errors
 */
export class RefusedError extends CodexError {
  static {
    this.prototype.name = "RefusedError";
  }

  /**
   * Created by the SDK.
   *
   * @param message What was refused, and why.
   */
  constructor(message: string) {
    super(message);
  }
}

/**
 * A message is larger than the server accepts. It was not sent, and the connection stays open.
 *
 * @category Errors
 */
export class MessageSizeError extends CodexError {
  /** The size of the message in bytes. */
  readonly size: number;
  /** The most bytes that the server accepts. */
  readonly limit: number;

  static {
    this.prototype.name = "MessageSizeError";
  }

  /**
   * Created by the SDK.
   *
   * @param what What the message was for.
   * @param size The size of the message in bytes.
   * @param limit The most bytes that the server accepts.
   */
  constructor(what: string, size: number, limit: number) {
    super(
      `Cannot ${what}: the message has ${size} bytes, but the server accepts at most ${limit} over ` +
        "this connection; send less, or put large content into files",
    );
    this.size = size;
    this.limit = limit;
  }
}

/**
 * The consumer of a turn's events fell more than 64 MiB behind. The turn was interrupted, unless `attach()`
 * follows it; other threads of the server continue.
 *
 * @category Errors
 */
export class SlowConsumerError extends CodexError {
  /** The size of the waiting events, in characters. */
  readonly queuedSize: number;

  static {
    this.prototype.name = "SlowConsumerError";
  }

  /**
   * Created by the SDK.
   *
   * @param queuedSize The size of the waiting events, in characters.
   */
  constructor(queuedSize: number) {
    super(
      `The events of the turn ended early: their consumer fell ${queuedSize} characters behind; ` +
        "read them faster, or do slow work outside the loop",
    );
    this.queuedSize = queuedSize;
  }
}
