/**
 * The errors that only a live connection knows.
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
  /** The error code. Codex says -32600 for nearly everything, -32001 when it is overloaded. */
  readonly code: number;
  /** What else the server told, without secrets, or undefined. */
  readonly data: unknown;

  static {
    this.prototype.name = "RpcError";
  }

  /**
   * Made by the SDK.
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

/** What cannot be looked through for secrets, since it is nested too deeply, is not told. */
function redactedJson(data: unknown, redact: Redact): unknown {
  try {
    const json = JSON.stringify(data);
    return JSON.parse(json, (_, value) => redacted(value, redact));
  } catch {
    return undefined;
  }
}

/** A value without secrets; of an object also its keys, while its values are done already. */
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
  /** Milliseconds that were waited. */
  readonly timeoutMs: number;

  static {
    this.prototype.name = "RequestTimeoutError";
  }

  /**
   * Made by the SDK.
   *
   * @param method The method that was called.
   * @param timeoutMs Milliseconds that were waited.
   */
  constructor(method: string, timeoutMs: number) {
    super(`Cannot ${method}: the app-server did not answer within ${timeoutMs} ms`);
    this.method = method;
    this.timeoutMs = timeoutMs;
  }
}

/**
 * The connection to the app-server is gone.
 *
 * @category Errors
 */
export class ConnectionClosedError extends CodexError {
  /** The exit code of the server, or null when a signal ended it or it is not known. */
  readonly exitCode: number | null;
  /** The signal that ended the server, or null. */
  readonly signal: string | null;
  /** The last 64 KiB of its standard error. */
  readonly stderr: string;

  static {
    this.prototype.name = "ConnectionClosedError";
  }

  /**
   * Made by the SDK.
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
 * A server does not let this client in: it answered, so trying again is of no use.
 *
 * @category Errors
 */
export class RefusedError extends CodexError {
  static {
    this.prototype.name = "RefusedError";
  }

  /**
   * Made by the SDK.
   *
   * @param message What was refused, and why.
   */
  constructor(message: string) {
    super(message);
  }
}

/**
 * A message is larger than the server takes: it was not sent, and the connection stands.
 *
 * @category Errors
 */
export class MessageSizeError extends CodexError {
  /** Bytes of the message. */
  readonly size: number;
  /** Bytes that the server takes. */
  readonly limit: number;

  static {
    this.prototype.name = "MessageSizeError";
  }

  /**
   * Made by the SDK.
   *
   * @param what What it was for.
   * @param size Bytes of the message.
   * @param limit Bytes that the server takes.
   */
  constructor(what: string, size: number, limit: number) {
    super(
      `Cannot ${what}: the message has ${size} bytes, and the server takes ${limit} over this ` +
        "connection; send less, or put large content into files",
    );
    this.size = size;
    this.limit = limit;
  }
}

/**
 * The consumer of a turn's events fell more than 64 MiB behind. The turn was interrupted; the
 * other threads of the server go on.
 *
 * @category Errors
 */
export class SlowConsumerError extends CodexError {
  /** Characters of events that waited. */
  readonly queuedSize: number;

  static {
    this.prototype.name = "SlowConsumerError";
  }

  /**
   * Made by the SDK.
   *
   * @param queuedSize Characters of events that waited.
   */
  constructor(queuedSize: number) {
    super(
      `The turn was interrupted: its consumer fell ${queuedSize} characters of events behind; ` +
        "read them faster, or do slow work outside the loop",
    );
    this.queuedSize = queuedSize;
  }
}
