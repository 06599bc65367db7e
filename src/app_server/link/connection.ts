/**
 * JSON-RPC over lines, both ways: requests with deadlines, answers to the server's own requests,
 * notifications.
 *
 * @module
 */
import { CODEX_LEVELS, isDeeper } from "../../core/base/json.ts";
import { type CodexError, DecodeError, InvalidInputError } from "../../core/vocabulary/errors.ts";
import { messageOf, plainText } from "../../core/base/plain_text.ts";
import type { TraceContext } from "../../core/ports/observer.ts";
import type { Redact } from "../../core/ports/redact.ts";
import { startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";
import { wellFormed } from "../../core/wire/well_formed.ts";
import { Deadline } from "./deadline.ts";
import type { LinePair } from "./line_pair.ts";
import type { RequestOptions } from "./requests.ts";
import { MessageSizeError, RpcError, rpcError } from "./rpc_errors.ts";

/** What a connection reports. */
export interface ConnectionEvents {
  /** A notification of the server. */
  notification(method: string, params: unknown): void;
  /**
   * A request of the server. A rejection becomes an error answer, and Codex fails closed.
   * {@linkcode SILENCE} means that no answer is sent: another client may have one.
   */
  request(method: string, params: unknown, id: string | number): Promise<unknown>;
  /** A line that is not a message. Must not throw. */
  malformed(error: DecodeError): void;
  /**
   * The connection has ended. Called once, and returns the reason: every pending and later request rejects
   * with an error that the returned function creates.
   *
   * @param broken Why its output broke off, a `DecodeError` at an endless line; null if it just ended.
   */
  closed(broken: Error | null): Promise<() => CodexError>;
  /** Removes the secrets from a text. */
  readonly redact: Redact;
}

/** Stands for "no answer is sent". */
export const SILENCE: unique symbol = Symbol("silence");

interface Call {
  readonly method: string;
  readonly params: unknown;
  readonly trace: TraceContext | undefined;
}

interface Pending {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: CodexError) => void;
}

type Message = { readonly [key: string]: unknown };

/** Beyond this many at once, Codex 0.169 refuses requests, and loses some without an answer. */
const IN_FLIGHT = 64;
const OVERLOADED = -32001;
const RETRIES = 6;
const BACK_OFF_MS = 50;
const SHOWN = 1024;

/** A connection to an app-server. */
export class Connection {
  /** Settles when the connection has ended and every pending request has been rejected. */
  readonly closed: Promise<void>;
  readonly #lines: LinePair;
  readonly #events: ConnectionEvents;
  readonly #timeoutMs: number;
  readonly #pending: Map<number, Pending> = new Map();
  readonly #turnstile: (() => void)[] = [];
  readonly #paused: Set<() => void> = new Set();
  #inFlight = 0;
  #lastId = 0;
  #lineNumber = 0;
  #failure: (() => CodexError) | null = null;

  /**
   * @param lines The line streams.
   * @param events What the connection reports to.
   * @param timeoutMs Milliseconds that a request may take.
   */
  constructor(lines: LinePair, events: ConnectionEvents, timeoutMs: number) {
    this.#lines = lines;
    this.#events = events;
    this.#timeoutMs = timeoutMs;
    this.closed = this.#read();
  }

  /**
   * Calls a method of the server.
   *
   * @throws {InvalidInputError} If the parameters are no JSON, or nested too deeply for the server to answer.
   * @throws {RpcError} If the server refuses.
   * @throws {RequestTimeoutError} If it does not answer in time.
   * @throws {AbortError} If the signal fires first.
   * @throws {CodexError} If the connection has ended.
   */
  async request(
    method: string,
    params: unknown,
    { signal, timeoutMs = this.#timeoutMs }: RequestOptions = {},
    trace?: TraceContext,
  ): Promise<unknown> {
    // Waiting for a free place and retrying count too.
    const deadline = new Deadline(method, timeoutMs, signal);
    try {
      return await this.#attempt({ method, params, trace }, deadline.passed);
    } finally {
      deadline.clear();
    }
  }

  async #attempt(call: Call, late: Promise<never>): Promise<unknown> {
    for (let attempt = 0;; attempt++) {
      await this.#enter(late);
      try {
        return await this.#call(call, late);
      } catch (error) {
        const overloaded = error instanceof RpcError && error.code === OVERLOADED;
        if (!overloaded || attempt === RETRIES) throw error;
      } finally {
        this.#leave();
      }
      // Jitter, so that a burst that was refused together does not come back together.
      await this.#pause(BACK_OFF_MS * 2 ** attempt * (0.5 + Math.random()), late);
    }
  }

  /** Waits, unless the connection has ended. */
  async #pause(ms: number, late: Promise<never>): Promise<void> {
    let timer: Timer | undefined;
    let go!: () => void;
    const over = new Promise<void>((resolve) => {
      go = resolve;
      timer = startTimer(resolve, ms);
    });
    // Not by a race with `closed`, which would keep something of each pause for as long as it is open.
    this.#paused.add(go);
    try {
      if (this.#failure === null) await Promise.race([over, late]);
    } finally {
      this.#paused.delete(go);
      stopTimer(timer);
    }
  }

  /** Sends a notification to the server. */
  async notify(method: string, params?: unknown): Promise<void> {
    const json = JSON.stringify(params === undefined ? { method } : { method, params });
    await this.#lines.send(wellFormed(json));
  }

  async #call(call: Call, late: Promise<never>): Promise<unknown> {
    if (this.#failure !== null) throw this.#failure();
    const line = lineOf(call.method, { id: this.#lastId + 1, ...call });
    const id = ++this.#lastId;
    const excess = this.#excess(line);
    if (excess !== null) throw new MessageSizeError(call.method, excess.size, excess.limit);
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { method: call.method, resolve, reject });
    });
    // A failed write means that the connection has ended, which rejects the answer with the cause.
    this.#lines.send(line).catch(() => {});
    try {
      return await Promise.race([answer, late]);
    } finally {
      this.#pending.delete(id);
    }
  }

  /** The size and the limit of a line that is too long for the server, or null. */
  #excess(line: string): { readonly size: number; readonly limit: number } | null {
    const { maxBytes: limit = Infinity } = this.#lines;
    // No UTF-16 unit takes more than three bytes, so that short lines need not be counted exactly.
    if (line.length * 3 <= limit) return null;
    const size = new TextEncoder().encode(line).length;
    return size > limit ? { size, limit } : null;
  }

  async #enter(late: Promise<never>): Promise<void> {
    if (this.#inFlight < IN_FLIGHT) {
      this.#inFlight++;
      return;
    }
    let go!: () => void;
    const place = new Promise<void>((resolve) => go = resolve);
    this.#turnstile.push(go);
    try {
      await Promise.race([place, late]);
    } catch (error) {
      const at = this.#turnstile.indexOf(go);
      if (at === -1) this.#leave();
      else this.#turnstile.splice(at, 1);
      throw error;
    }
  }

  #leave(): void {
    const next = this.#turnstile.shift();
    if (next === undefined) this.#inFlight--;
    else next();
  }

  async #read(): Promise<void> {
    let broken: Error | null = null;
    try {
      for await (const line of this.#lines.incoming) {
        this.#lineNumber++;
        try {
          this.#take(line);
        } catch (error) {
          // One message of an unexpected shape is no reason to lose the others.
          this.#malformed(messageOf(error), line);
        }
      }
    } catch (error) {
      broken = error instanceof Error ? error : new Error(messageOf(error));
    }
    const failure = await this.#events.closed(broken);
    this.#failure = failure;
    for (const pending of [...this.#pending.values()]) pending.reject(failure());
    for (const go of this.#paused) go();
  }

  /** Messages are told apart by `method`: the server counts its own requests from 0, beside ours. */
  #take(line: string): void {
    const message = parse(line);
    if (message === null) return this.#malformed("it is not a JSON object", line);
    const { id, method } = message;
    if (typeof method === "string") {
      if (id === undefined) this.#events.notification(method, message.params);
      else if (typeof id === "string" || typeof id === "number") {
        // A failed write means that the connection has ended, which is reported elsewhere.
        this.#answer(id, method, message.params).catch(() => {});
      } else this.#malformed("its id is neither a string nor a number", line);
      return;
    }
    const pending = typeof id === "number" ? this.#pending.get(id) : undefined;
    if (pending === undefined) {
      // An answer that comes after its deadline is no fault of the connection.
      if (typeof id === "number" && id <= this.#lastId) return;
      return this.#malformed("it is not a message of the protocol", line);
    }
    if (message.error === undefined) pending.resolve(message.result);
    else pending.reject(rpcError(pending.method, message.error, this.#events.redact));
  }

  async #answer(id: string | number, method: string, params: unknown): Promise<void> {
    let line: string;
    try {
      const result = await this.#events.request(method, params, id);
      if (result === SILENCE) return;
      line = lineOf("answer", { id, result });
      const excess = this.#excess(line);
      if (excess !== null) throw new MessageSizeError("answer", excess.size, excess.limit);
    } catch (error) {
      line = wellFormed(JSON.stringify({ id, error: { code: -32603, message: messageOf(error) } }));
    }
    await this.#lines.send(line);
  }

  #malformed(reason: string, line: string): void {
    const shown = this.#events.redact(plainText(line.slice(0, 2 * SHOWN)), "end").slice(0, SHOWN);
    this.#events.malformed(new DecodeError(reason, shown, this.#lineNumber));
  }
}

/**
 * A message as a line.
 *
 * @throws {InvalidInputError} If it is no JSON, or nested too deeply for the server to read.
 */
function lineOf(act: string, message: object): string {
  const json = written(act, message);
  if (json !== null && !isDeeper(json, CODEX_LEVELS)) return wellFormed(json);
  const state = `the message has more than ${CODEX_LEVELS} levels, which Codex does not read`;
  throw new InvalidInputError("params", `Cannot ${act}: ${state}; nest less deeply`);
}

/** JSON; null of what is nested more deeply than JavaScript can write. */
function written(act: string, message: object): string | null {
  try {
    return JSON.stringify(message);
  } catch (error) {
    // A bigint, an object that holds itself, or what the caller's `toJSON()` throws.
    if (error instanceof TypeError) {
      const state = `the message is no JSON: ${error.message}; pass plain data`;
      throw Object.assign(new InvalidInputError("params", `Cannot ${act}: ${state}`), {
        cause: error,
      });
    }
    // Another one comes from `toJSON()`, too, or is about the length.
    if (error instanceof RangeError && /call stack/i.test(error.message)) return null;
    throw error;
  }
}

function parse(line: string): Message | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? value as Message
      : null;
  } catch {
    return null;
  }
}
