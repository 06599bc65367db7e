import { messageOf } from "../../core/base/plain_text.ts";
import type { IncomingMessage, ServerResponse } from "node:http";
import { checkNames } from "../../core/options/arguments.ts";
import { described, kindOf } from "../../core/base/words.ts";
import { type HermeticOptions, hermeticOptions, makeHome, removeHome } from "./hermetic.ts";
import { flatHeaders, foreignness, LoopbackHttp, sendJson } from "./loopback_http.ts";
import { type RecordedRequest, recordRequest } from "./recorded_request.ts";
import type { Reply } from "./reply_types.ts";
import { parseBody } from "./request_body.ts";
import { sendReply } from "./send_reply.ts";
import { SharedParts } from "./shared_parts.ts";
import { Timers } from "./timers.ts";

/**
 * The server's answers: one reply per model request, in order, or a function that makes them. A retry by
 * Codex counts as a separate request.
 *
 * @category Offline model
 */
export type ResponsesScript =
  | readonly Reply[]
  | ((request: RecordedRequest, index: number) => Reply | Promise<Reply>);

/**
 * A request that the script does not cover.
 *
 * @category Offline model
 */
export interface UnexpectedRequest {
  /** HTTP method. */
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /**
   * Why there was no answer. Codex received it as the message of an HTTP 400; web pages got a bare 403.
   */
  readonly message: string;
}

interface Waiter {
  readonly count: number;
  readonly resolve: (request: RecordedRequest) => void;
  readonly reject: (error: Error) => void;
}

/**
 * OpenAI's Responses API on 127.0.0.1, answering from a script: the real `codex` runs against it, offline
 * and for free.
 *
 * Codex 0.169 takes the address from `--config openai_base_url="…"` (up to 0.98: from the environment
 * variable `OPENAI_BASE_URL`) and requires some `CODEX_API_KEY`. It tries a WebSocket first, which is
 * refused with 426, and then continues over HTTP.
 *
 * Web pages are refused with 403: any request with an `Origin`, or with a `Host` other than this
 * machine's loopback.
 *
 * @example One scripted answer
 * ```ts
 * import { message, reply, ResponsesServer } from "@codex-js/sdk/testing";
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 *
 * await using server = await ResponsesServer.start([reply(message("Hello"))]);
 *
 * const response = await fetch(`${server.url}/responses`, {
 *   method: "POST",
 *   body: JSON.stringify({ input: [{ role: "user", content: [{ type: "input_text", text: "say hi" }] }] }),
 * });
 *
 * assertStringIncludes(await response.text(), "response.completed");
 * assertEquals(server.requests[0]?.texts, ["say hi"]);
 * assertEquals(server.unexpected, []);
 * ```
 *
 * @category Offline model
 */
export class ResponsesServer implements AsyncDisposable {
  readonly #script: ResponsesScript;
  readonly #http: LoopbackHttp;
  readonly #timers = new Timers();
  readonly #requests: RecordedRequest[] = [];
  readonly #parts = new SharedParts();
  readonly #unexpected: UnexpectedRequest[] = [];
  readonly #waiters = new Set<Waiter>();
  // Codex remembers call ids when it resumes, with another server too: they must differ between servers.
  readonly #tag: string = crypto.randomUUID().slice(0, 8);
  #port = 0;
  #home: string | null = null;

  private constructor(script: ResponsesScript) {
    this.#script = script;
    this.#http = new LoopbackHttp((request, response, body) =>
      this.#serve(request, response, body)
    );
  }

  /**
   * Starts a server on a free port of 127.0.0.1.
   *
   * @param script The server's answers.
   * @returns The server. It keeps the program alive until it is closed.
   * @throws {TypeError} If the script is neither a list nor a function.
   * @throws {Error} If the runtime does not permit a server: Deno and Node need `--allow-net`.
   */
  static async start(script: ResponsesScript): Promise<ResponsesServer> {
    if (typeof script !== "function" && !Array.isArray(script)) {
      throw new TypeError(
        `Cannot start the server: the script must be a list of replies or a function, not ${
          kindOf(script)
        }`,
      );
    }
    const server = new ResponsesServer(script);
    server.#port = await server.#http.listen();
    return server;
  }

  /** The base URL, `http://127.0.0.1:<port>/v1`, to pass as `baseUrl`. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/v1`;
  }

  /**
   * Returns options for a client whose Codex talks only to this server and leaves the user's own home
   * alone.
   *
   * @param options `home`: the folder for `CODEX_HOME`, which is kept. Default: a new folder below
   * `~/.cache/codex-js-sdk`, the same for each call, which is removed with the server. If the program is
   * killed, a later one removes it after a day. The `config.toml` in the new folder keeps Codex from
   * contacting others in the background (`features.plugins` and `analytics.enabled` are false): with your
   * own `home`, or with `ignoreUserConfig`, set these in `config`.
   * @returns `baseUrl`, `apiKey` and `env`.
   *
   * @example
   * ```ts ignore
   * await using server = await ResponsesServer.start([reply(message("Hello"))]);
   * const codex = new Codex(server.options());
   * ```
   */
  options(options: { readonly home?: string | undefined } = {}): HermeticOptions {
    checkNames("make options", options, ["home"]);
    return hermeticOptions(this.url, options.home ?? (this.#home ??= makeHome()));
  }

  /** The model requests so far, in order. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  /**
   * Requests that the script did not cover: after its last reply, or for an unknown path. Tests should
   * expect this to be empty.
   */
  get unexpected(): readonly UnexpectedRequest[] {
    return this.#unexpected;
  }

  /**
   * Waits for model requests, for example to stop a turn that is held up by a stalled reply.
   *
   * @param count How many requests must have arrived since the start; at least 1.
   * @returns The last of them.
   * @throws {Error} If the server is closed before that.
   * @throws {TypeError} If the count is not a whole number of 1 or more.
   */
  waitForRequests(count: number): Promise<RecordedRequest> {
    if (!Number.isInteger(count) || count < 1) {
      const state = `the count must be 1 or more, not ${described(count)}`;
      return Promise.reject(new TypeError(`Cannot wait for model requests: ${state}`));
    }
    const request = this.#requests[count - 1];
    if (request !== undefined) return Promise.resolve(request);
    if (this.#http.closed) return Promise.reject(closedError(count));
    return new Promise((resolve, reject) => this.#waiters.add({ count, resolve, reject }));
  }

  /** Stops the server and destroys open connections, including stalled ones. Further calls do nothing. */
  close(): Promise<void> {
    const closed = this.#http.close();
    this.#timers.clear();
    for (const waiter of this.#waiters) waiter.reject(closedError(waiter.count));
    this.#waiters.clear();
    if (this.#home !== null) removeHome(this.#home);
    this.#home = null;
    return closed;
  }

  /** Does the same as {@linkcode ResponsesServer.prototype.close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
    body: Uint8Array,
  ): Promise<void> {
    const method = request.method ?? "";
    const path = request.url ?? "";
    const foreign = foreignness(request);
    if (foreign !== null) {
      this.#unexpected.push({ method, path, message: `Cannot answer the request: ${foreign}` });
      return void response.writeHead(403, { connection: "close" }).end();
    }
    try {
      const route = `${method} ${path.split("?")[0]}`;
      if (route === "POST /v1/responses") await this.#answer(request, response, body);
      // Some runtimes pass an upgrade on as a plain request.
      else if (route === "GET /v1/responses") {
        response.writeHead(426, { connection: "close" }).end();
      } else if (route === "GET /v1/models") {
        sendJson(response, 200, { object: "list", data: [], models: [] });
      } else throw new Error(`Cannot answer ${route}: the server does not know this path`);
    } catch (error) {
      if (this.#http.closed) return;
      const message = messageOf(error);
      this.#unexpected.push({ method, path, message });
      // A reply that could not be sent completely.
      if (response.headersSent) return void response.destroy();
      // Codex 0.169 gives up at once after a 400, and shows the body.
      sendJson(response, 400, {
        error: { message, type: "invalid_request_error", param: null, code: "unexpected_request" },
      });
    }
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    bytes: Uint8Array,
  ): Promise<void> {
    const body = parseBody(bytes, request.headers["content-encoding"] ?? "");
    const index = this.#requests.length;
    const recorded = recordRequest(index, flatHeaders(request), body, this.#parts);
    this.#requests.push(recorded);
    for (const waiter of this.#waiters) {
      if (waiter.count !== this.#requests.length) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(recorded);
    }
    const reply = typeof this.#script === "function"
      ? await this.#script(recorded, index)
      : this.#script[index];
    if (reply === undefined) {
      throw new Error(`Cannot answer model request ${index + 1}: the script has no reply for it`);
    }
    // A script in plain JavaScript may contain this.
    if (reply?.kind !== "stream" && reply?.kind !== "http_error") {
      throw new Error(
        `Cannot answer model request ${index + 1}: the script's value for it is not a reply; ` +
          "make it with reply(…), or with httpError(…)",
      );
    }
    await sendReply(response, reply, recorded, `${this.#tag}_${index}`, this.#timers);
  }
}

function closedError(count: number): Error {
  return new Error(`Cannot wait for model request ${count}: the server is closed`);
}
