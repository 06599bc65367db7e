/**
 * Options of the clients of the app-server. Types only.
 *
 * @module
 */
import type { CodexError } from "../core/vocabulary/errors.ts";
import type { CodexOptions } from "../core/vocabulary/options.ts";
import type { LiveCallbacks } from "./asks/callbacks.ts";
import type { ReconnectOptions } from "./link/reconnect/backoff.ts";
import type { ConnectionState } from "./link/reconnect/lasting_connection.ts";
import type { WebSocketConstructor } from "./link/remote/web_socket.ts";

/**
 * Options of every client, wherever the server is.
 *
 * @category Options
 */
export interface ClientOptions extends LiveCallbacks {
  /**
   * Identifies your program; becomes the originator unless the environment has
   * `CODEX_INTERNAL_ORIGINATOR_OVERRIDE`. Default: `codex_js_sdk`.
   */
  clientInfo?:
    | { readonly name: string; readonly title?: string | undefined; readonly version: string }
    | undefined;
  /** Milliseconds that the server may take to answer a request. Default: 60,000. */
  requestTimeoutMs?: number | undefined;
  /**
   * Called for lines that are not valid messages (`DecodeError`), which are otherwise skipped, and when
   * the connection ends without `close()` (`ConnectionClosedError`). Its own errors are ignored.
   */
  onConnectionError?: ((error: CodexError) => void) | undefined;
  /** Called each time the state of the connection changes. Its own errors are ignored. */
  onConnectionChange?: ((state: ConnectionState) => void) | undefined;
}

/**
 * Options of a client that starts its server.
 *
 * @category Options
 */
export interface AppServerOptions extends CodexOptions, ClientOptions {
  /**
   * Whether to restart the server if it dies: threads are resumed, and the turns that were running end as
   * interrupted, with their items. `server.state` reports the restart. Default: false; the connection ends.
   */
  restart?: boolean | undefined;
}

/**
 * Options of a client that talks over your own streams.
 *
 * @category Options
 */
export interface StreamOptions extends ClientOptions, Pick<CodexOptions, "mcpServers"> {
  /**
   * An API key that logs in the whole server, for all its clients and from then on: Codex stores it, as
   * with `login()`. Default: the server's own login.
   */
  apiKey?: string | undefined;
}

/**
 * Options of a client that connects to a running server.
 *
 * @category Options
 */
export interface ConnectOptions extends StreamOptions {
  /**
   * Where the server listens: `ws://host:port`, `wss://…`, or `unix:/absolute/path` (which needs
   * `webSocket` except on Bun).
   */
  url: string;
  /**
   * The token that the server requires, sent as `Authorization: Bearer …`: only over TLS, to this machine
   * or to a unix socket.
   */
  token?: string | undefined;
  /** More headers for the request that opens the WebSocket, such as those that a proxy requires. */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The WebSocket class to use where the runtime lacks a suitable one: npm's `ws` on Node 20, and for unix
   * sockets on Node and Deno. Default: the runtime's own.
   */
  webSocket?: WebSocketConstructor | undefined;
  /**
   * Whether, and how, to restore a lost connection: threads are resumed, running turns continue in the same
   * `events`, and items that were finished meanwhile are fetched. Default: true.
   */
  reconnect?: boolean | ReconnectOptions | undefined;
}
