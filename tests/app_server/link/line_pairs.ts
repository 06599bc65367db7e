/**
 * A connection in memory: the test is the server.
 *
 * @module
 */
import { Connection, type ConnectionEvents } from "../../../src/app_server/link/connection.ts";
import { ConnectionClosedError } from "../../../src/app_server/link/rpc_errors.ts";

/** A message, either way. */
export interface Message {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** The server's side. */
export class FakeServer {
  /** What the client has sent. */
  readonly sent: Message[] = [];
  /** The connection under test. */
  readonly connection: Connection;
  /** What the connection told. */
  readonly told: unknown[] = [];
  #lines: string[] = [];
  #wake: (() => void) | null = null;
  #ended = false;
  #watchers: (() => void)[] = [];

  /** @param answer Answers a request at once, unless it gives undefined. */
  constructor(
    events: Partial<ConnectionEvents> = {},
    timeoutMs = 60_000,
    answer: (message: Message) => unknown = () => undefined,
  ) {
    this.connection = new Connection(
      {
        incoming: this.#incoming(),
        send: (line) => {
          if (this.#ended) return Promise.reject(new Error("EPIPE"));
          const message: Message = JSON.parse(line);
          this.sent.push(message);
          for (const watcher of this.#watchers.splice(0)) watcher();
          const result = message.method === undefined ? undefined : answer(message);
          if (result !== undefined) this.say({ id: message.id, ...result });
          return Promise.resolve();
        },
      },
      {
        notification: (method, params) => void this.told.push({ method, params }),
        request: () => Promise.reject(new Error("not expected")),
        malformed: (error) => void this.told.push(error),
        closed: () => {
          const fields = { exitCode: 1, signal: null, stderr: "last words" };
          return Promise.resolve(() => new ConnectionClosedError("gone", fields));
        },
        redact: (text) => text.replaceAll("SECRET", "[redacted]"),
        ...events,
      },
      timeoutMs,
    );
  }

  /** Says something: a message, or a line as it is. */
  say(...messages: readonly (Message | string)[]): void {
    this.#lines.push(
      ...messages.map((message) => typeof message === "string" ? message : JSON.stringify(message)),
    );
    this.#wake?.();
  }

  /** Ends the connection. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** Settles when the client has sent `count` messages. */
  async received(count: number): Promise<readonly Message[]> {
    while (this.sent.length < count) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
    return this.sent;
  }

  async *#incoming(): AsyncGenerator<string> {
    for (;;) {
      yield* this.#lines.splice(0);
      if (this.#lines.length > 0) continue;
      if (this.#ended) return;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }
}

/** Lets all that is due happen. */
export const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
