/**
 * The client of a handler.
 *
 * @module
 */
import type { BrowserOption } from "../http/options.ts";
import type { WebAccount, WebModel, WebThread } from "../routes/shapes.ts";
import { type Send, sender, type WebClientOptions } from "./requests.ts";
import { ClientThread } from "./thread.ts";

/**
 * The browser's side of the handler that `createHandler()` of `@codex-js/sdk/web` makes. It works
 * wherever `fetch` does, in Deno, Node and Bun as well. What the handler refuses rejects with a
 * {@linkcode WebClientError}, here and in a thread; a handler that cannot be reached, with what `fetch`
 * rejects with.
 *
 * @example Ask, and read the answer as it is written
 * ```ts
 * import { WebClient } from "@codex-js/sdk/web/client";
 *
 * async function ask(question: string): Promise<void> {
 *   const client = new WebClient("/codex");
 *   const thread = await client.open();
 *   await thread.send(question);
 *   for await (const { event } of thread.events()) {
 *     if (event.type === "item.delta") console.log(event.delta);
 *     if (event.type === "turn.completed") break;
 *   }
 * }
 * console.log(ask.name);
 * ```
 *
 * @category Web
 */
export class WebClient {
  readonly #send: Send;

  /**
   * Creates a client. Sends nothing to the server.
   *
   * @param base The address of the handler: its `basePath`, or a complete URL.
   * @param options Headers, and the `fetch` to use.
   */
  constructor(base: string, options: WebClientOptions = {}) {
    this.#send = sender(base.replace(/\/+$/, ""), options);
  }

  /**
   * Lists the user's threads, newest first.
   *
   * @param options `search`: only those whose title or first message contains this text, case-sensitive;
   * `archived`: the archived ones instead.
   */
  async threads(
    options: {
      readonly search?: string | undefined;
      readonly archived?: boolean | undefined;
    } = {},
  ): Promise<readonly WebThread[]> {
    // Without undefined values, which would be searched for.
    const query = new URLSearchParams(JSON.parse(JSON.stringify(options)));
    const path = `/threads?${query}`;
    return (await this.#send<{ readonly threads: readonly WebThread[] }>("GET", path)).threads;
  }

  /**
   * Creates a thread.
   *
   * @param options Options that the handler lets a browser set. Default: none.
   */
  async open(options: { readonly [K in BrowserOption]?: unknown } = {}): Promise<ClientThread> {
    return this.thread(
      (await this.#send<{ readonly id: string }>("POST", "/threads", options)).id,
    );
  }

  /** Returns a thread by its id. Sends nothing to the server. */
  thread(id: string): ClientThread {
    return new ClientThread(this.#send, id);
  }

  /** Lists the models that Codex offers. */
  async models(): Promise<readonly WebModel[]> {
    return (await this.#send<{ readonly models: readonly WebModel[] }>("GET", "/models"))
      .models;
  }

  /** Reads which kind of login Codex uses. */
  account(): Promise<WebAccount> {
    return this.#send("GET", "/account");
  }
}
