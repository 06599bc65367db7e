/**
 * A connection that outlives its links: a lost link is replaced, if this was requested.
 *
 * @module
 */
import { messageOf } from "../../../core/base/plain_text.ts";
import { CodexError } from "../../../core/vocabulary/errors.ts";
import type { ExitStatus } from "../../../core/vocabulary/spawn.ts";
import { now, startTimer, stopTimer } from "../../../core/base/timers.ts";
import type { TraceContext } from "../../../core/ports/observer.ts";
import type { Redact } from "../../../core/ports/redact.ts";
import { within } from "../../../launch/process/stop.ts";
import { Connection, type ConnectionEvents } from "../connection.ts";
import { Deadline } from "../deadline.ts";
import { endOf, type ServerEnd, serverEnd } from "../end.ts";
import type { RequestOptions } from "../requests.ts";
import { ConnectionClosedError, RefusedError, RpcError } from "../rpc_errors.ts";
import type { OpenLink, ServerLink } from "../server_link.ts";
import { Backoff, type ReconnectOptions } from "./backoff.ts";
import { KeepAlive } from "./keep_alive.ts";
import { isRepeatable, MAX_REPEATS } from "./repeatable.ts";

/**
 * The state of a connection.
 *
 * @category Server
 */
export type ConnectionState = "connected" | "reconnecting" | "closed";

/** Calls a method on the current link. */
export type Request = (method: string, params: unknown) => Promise<unknown>;

/** What a lasting connection reports. */
export interface LastingEvents
  extends Pick<ConnectionEvents, "notification" | "request" | "malformed"> {
  /** There is a link: introduces the client. */
  greet(connection: Connection): Promise<void>;
  /** The link is lost, and is being replaced. */
  lost(): void;
  /** There is a new link: continues what was running, before any other request is made. */
  resume(request: Request): Promise<void>;
  /** The connection has ended for good. */
  closed(failure: () => CodexError, end: ServerEnd, byUs: boolean): void;
  /** The state of the connection has changed. */
  changed(state: ConnectionState): void;
  /** Removes the secrets from a text. */
  readonly redact: Redact;
}

/** How a lasting connection behaves. */
export interface LastingOptions {
  /** How a lost link is replaced, or null if it is not. */
  readonly reconnect: ReconnectOptions | null;
  /** Milliseconds that a request may take. */
  readonly timeoutMs: number;
  /** Whether a silent server is asked for a sign of life. */
  readonly keepAlive: boolean;
  /** Where the server is, for messages; null for our own process. */
  readonly shown: string | null;
}

/** A connection that outlives its links. */
export class LastingConnection {
  readonly #open: OpenLink;
  readonly #events: LastingEvents;
  readonly #options: LastingOptions;
  readonly #backoff: Backoff | null;
  readonly #over: Promise<void>;
  #overNow!: () => void;
  #state: ConnectionState = "connected";
  #link: ServerLink;
  #connection: Connection;
  // Resolves when requests can be made again; rejects if none ever can be.
  #usable: Promise<void> = Promise.resolve();
  #since: number = now();
  #keepAlive: KeepAlive | null = null;
  #wake: () => void = () => {};
  #greeted = false;
  #closing = false;
  readonly #lost: WeakSet<ServerLink> = new WeakSet();
  // The link that is being greeted.
  #next: ServerLink | null = null;
  readonly #opening: AbortController = new AbortController();

  /**
   * @param link The first link.
   * @param open Opens another link.
   * @param events What the connection reports to.
   * @param options How it behaves.
   */
  constructor(link: ServerLink, open: OpenLink, events: LastingEvents, options: LastingOptions) {
    this.#open = open;
    this.#events = events;
    this.#options = options;
    this.#backoff = options.reconnect === null ? null : new Backoff(options.reconnect);
    this.#over = new Promise((resolve) => this.#overNow = resolve);
    this.#link = link;
    this.#connection = this.#connect(link);
  }

  /**
   * Introduces the client. Failures of the first link are not retried.
   *
   * @throws {CodexError} If the server refuses the client.
   */
  async greet(): Promise<void> {
    await this.#events.greet(this.#connection);
    this.#greeted = true;
    this.#watch();
  }

  /** The state of the connection. */
  get state(): ConnectionState {
    return this.#state;
  }

  /** The current link. */
  get link(): ServerLink {
    return this.#link;
  }

  /**
   * Calls a method of the server; while the connection is being restored, waits for it. A request that was
   * pending when the link was lost is repeated if that does no harm.
   *
   * @throws {CodexError} As {@linkcode Connection.request} does.
   */
  async request(
    method: string,
    params: unknown,
    options: RequestOptions = {},
    trace?: TraceContext,
  ): Promise<unknown> {
    for (let repeats = 0;; repeats++) {
      if (this.#state === "reconnecting") await this.#wait(method, options);
      try {
        return await this.#connection.request(method, params, options, trace);
      } catch (error) {
        const lost = error instanceof ConnectionClosedError && this.#state !== "closed";
        if (!lost || this.#backoff === null || !isRepeatable(method)) throw error;
        if (repeats === MAX_REPEATS) throw error;
        await this.#wait(method, options);
      }
    }
  }

  /** Resolves when requests can be made; rejects if none can ever be made again. */
  async usable(): Promise<void> {
    if (this.#state === "reconnecting") await this.#usable;
  }

  /** Closes the connection, and settles when it is closed. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#wake();
    this.#opening.abort();
    await Promise.all([this.#link.stop(), this.#next?.stop()]);
    await this.#connection.closed;
    await this.#over;
  }

  /** Without its own deadline, a request waits for as long as attempts to reconnect are made. */
  async #wait(method: string, { signal, timeoutMs }: RequestOptions): Promise<void> {
    const deadline = new Deadline(method, timeoutMs, signal);
    try {
      await Promise.race([this.#usable, deadline.passed]);
    } finally {
      deadline.clear();
    }
  }

  #connect(link: ServerLink): Connection {
    const { notification, request, malformed, redact } = this.#events;
    const connection: Connection = new Connection(link.lines, {
      notification: (method, params) => notification(method, params),
      request,
      malformed: (error) => malformed(error),
      closed: (broken) => this.#ended(link, broken),
      redact,
    }, this.#options.timeoutMs);
    return connection;
  }

  #watch(): void {
    this.#since = now();
    if (!this.#options.keepAlive) return;
    const connection = this.#connection;
    const link = this.#link;
    this.#keepAlive = new KeepAlive(
      async (timeoutMs) => {
        try {
          await connection.request("thread/loaded/list", { limit: 1 }, { timeoutMs });
        } catch (error) {
          // A server that refuses is alive.
          if (!(error instanceof RpcError)) throw error;
        }
      },
      () => void link.stop(),
    );
  }

  async #ended(link: ServerLink, broken: Error | null): Promise<() => CodexError> {
    this.#lost.add(link);
    const isCurrent = link === this.#link && this.#state === "connected";
    if (isCurrent) this.#keepAlive?.stop();
    const lastedMs = now() - this.#since;
    // The output may end before the process does, and a process that has to be killed takes its time.
    await link.stop();
    // A custom `spawn` may never report it.
    const status = await within(link.exited, 0) ? await link.exited : null;
    const failure = this.#failure(link, status, broken);
    if (!isCurrent) return failure;
    if (this.#closing || this.#backoff === null || !this.#greeted) {
      this.#finish(failure, endOf(status, link.stderr(), this.#closing));
      return failure;
    }
    this.#backoff.lost(lastedMs);
    this.#set("reconnecting");
    this.#usable = this.#again(this.#backoff, failure, endOf(status, link.stderr(), false));
    this.#usable.catch(() => {});
    return failure;
  }

  #failure(link: ServerLink, status: ExitStatus | null, broken: Error | null) {
    const { shown } = this.#options;
    return serverEnd(status, link.stderr(), this.#closing, this.#events.redact, broken, shown);
  }

  async #again(backoff: Backoff, failure: () => CodexError, end: ServerEnd): Promise<void> {
    this.#events.lost();
    let last: unknown = null;
    for (;;) {
      const delay = this.#closing ? null : backoff.next();
      if (delay === null) break;
      await this.#sleep(delay);
      if (this.#closing) break;
      try {
        await this.#tryAgain();
        return;
      } catch (error) {
        last = error;
        if (error instanceof RefusedError) break;
        // What had been continued already is lost again.
        this.#events.lost();
      }
    }
    const why = this.#closing
      ? this.#failure(this.#link, null, null)
      : () => givenUp(failure(), backoff.tried, last);
    this.#finish(why, this.#closing ? { ...end, reason: "closed" } : end);
    throw why();
  }

  async #tryAgain(): Promise<void> {
    const link = await this.#open(this.#opening.signal);
    this.#next = link;
    const connection = this.#connect(link);
    try {
      if (this.#closing) throw new CodexError("the connection was closed");
      await this.#events.greet(connection);
      await this.#events.resume((method, params) => connection.request(method, params));
      if (this.#closing || this.#lost.has(link)) {
        throw new CodexError("it was lost again immediately");
      }
    } catch (error) {
      await link.stop();
      throw error;
    } finally {
      this.#next = null;
    }
    this.#link = link;
    this.#connection = connection;
    this.#set("connected");
    this.#watch();
  }

  async #sleep(ms: number): Promise<void> {
    if (ms === 0) return;
    await new Promise<void>((resolve) => {
      const timer = startTimer(resolve, ms);
      this.#wake = () => {
        stopTimer(timer);
        resolve();
      };
    });
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    this.#events.changed(state);
  }

  #finish(failure: () => CodexError, end: ServerEnd): void {
    this.#keepAlive?.stop();
    this.#state = "closed";
    this.#events.closed(failure, end, this.#closing);
    this.#events.changed("closed");
    this.#overNow();
  }
}

function givenUp(error: CodexError, tried: number, last: unknown): CodexError {
  if (!(error instanceof ConnectionClosedError)) return error;
  const { message, exitCode, signal, stderr } = error;
  const why = last instanceof Error ? `; the last error was: ${messageOf(last)}` : "";
  const times = tried === 1 ? "once" : `${tried} times`;
  return new ConnectionClosedError(`${message}; the SDK tried to reconnect ${times}${why}`, {
    exitCode,
    signal,
    stderr,
  });
}
