/**
 * What this example uses of Restate. A program of yours imports it by its name instead:
 * `import * as restate from "@restatedev/restate-sdk"`; here the task installs it into a folder of its own.
 *
 * @module
 */

/** What every handler is given. */
export interface Context {
  /** The key of the object, or of the workflow. */
  readonly key: string;
  /** Does something once, as far as Restate knows: it is done again when its end was not written down. */
  run<T>(name: string, action: () => Promise<T>): Promise<T>;
  /** Keeps a value of the object. */
  set<T>(name: string, value: T): void;
  /** A value of the object. */
  get<T>(name: string): Promise<T | null>;
  /** Something that is waited for: by a workflow, until one of its handlers has it. */
  promise<T>(name: string): PromiseLike<T> & { resolve(value: T): Promise<void> };
  /** Cancels a call: what it waits for rejects. */
  cancel(invocation: string): void;
  /** The request; its signal fires when the connection to Restate is lost. */
  request(): { readonly attemptCompletedSignal: AbortSignal };
}

/** The module. */
export interface Restate {
  readonly handlers: {
    readonly object: { shared<T>(handler: T): T };
  };
  object(definition: {
    readonly name: string;
    readonly handlers: Readonly<Record<string, unknown>>;
    readonly options?: Options;
  }): unknown;
  workflow(definition: {
    readonly name: string;
    readonly handlers: Readonly<Record<string, unknown>>;
    readonly options?: Options;
  }): unknown;
  serve(options: { readonly services: readonly unknown[]; readonly port: number }): Promise<number>;
  readonly TerminalError: new (message: string) => Error & { readonly code: number };
  readonly CancelledError: new () => Error;
}

/** How long a handler may take, and how often it is called again. */
export interface Options {
  readonly inactivityTimeout: { readonly hours: number };
  readonly abortTimeout: { readonly hours: number };
  readonly retryPolicy: {
    readonly initialInterval: number;
    readonly maxInterval: number;
    readonly exponentiationFactor: number;
  };
}

/** Loads it from where the task has installed it. */
export async function loadRestate(folder: string): Promise<Restate> {
  const path = `${folder}/node_modules/@restatedev/restate-sdk/dist/index.js`;
  return await import(new URL(path, "file:///").href);
}

/** Calls Restate's ingress; for as long as it takes, and through restarts of the server. */
export class Ingress {
  readonly #url: string;
  readonly #closed: AbortController = new AbortController();

  constructor(url: string) {
    this.#url = url;
  }

  /** Ends what is under way: nobody waits for a server that does not come again. */
  close(): void {
    this.#closed.abort(new Error("The fleet has ended"));
  }

  /** Calls a handler, and waits for what it gives. */
  async call(path: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
    return await this.#fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }, signal);
  }

  /** Calls a handler, and does not wait. The same key does it once. */
  async send(path: string, body: unknown, key?: string): Promise<string> {
    const answer = await this.#fetch(`${path}/send`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      body: JSON.stringify(body),
    }) as { readonly invocationId: string };
    return answer.invocationId;
  }

  /** Waits for what a call of before gives. */
  async attach(path: string, signal?: AbortSignal): Promise<unknown> {
    return await this.#fetch(`restate/${path}/attach`, { method: "GET" }, signal);
  }

  async #fetch(path: string, init: RequestInit, given?: AbortSignal): Promise<unknown> {
    const closed = this.#closed.signal;
    const signal = given ? AbortSignal.any([given, closed]) : closed;
    for (;;) {
      signal.throwIfAborted();
      try {
        const response = await fetch(`${this.#url}/${path}`, { ...init, signal });
        const text = await response.text();
        if (response.ok) return text === "" ? null : JSON.parse(text);
        // Of its own it says no more than that it starts.
        if (response.status < 500 || text.includes("[500]")) throw new Refused(path, text);
      } catch (error) {
        if (error instanceof Refused || signal.aborted) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** A handler has failed for good. */
export class Refused extends Error {
  constructor(path: string, text: string) {
    super(`${path}: ${text}`);
  }
}
