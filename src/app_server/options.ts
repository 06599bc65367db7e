/**
 * What callers can ask of a client of the app-server. Types only.
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
 * Options that every client has, wherever the server is.
 *
 * @category Options
 */
export interface ClientOptions extends LiveCallbacks {
  /**
   * Who calls; becomes the originator, unless the environment has
   * `CODEX_INTERNAL_ORIGINATOR_OVERRIDE`. Default: `codex_js_sdk`.
   */
  clientInfo?:
    | { readonly name: string; readonly title?: string | undefined; readonly version: string }
    | undefined;
  /** Milliseconds that the server may take to answer a request. Default: 60,000. */
  requestTimeoutMs?: number | undefined;
  /**
   * Told of lines that are no messages (`DecodeError`), which are otherwise passed over, and of the
   * end of a connection that nobody has closed (`ConnectionClosedError`).
   */
  onConnectionError?: ((error: CodexError) => void) | undefined;
  /** Told how the connection stands each time that this changes. */
  onConnectionChange?: ((state: ConnectionState) => void) | undefined;
}

/**
 * Options of a client that starts its server.
 *
 * @category Options
 */
export interface AppServerOptions extends CodexOptions, ClientOptions {
  /**
   * Starts the server again when it has died: threads are resumed, and turns that were under way end as
   * interrupted, with their items. `server.state` tells meanwhile. Default: false; the connection ends.
   */
  restart?: boolean | undefined;
}

/**
 * Options of a client that talks over streams of the caller's own.
 *
 * @category Options
 */
export interface StreamOptions extends ClientOptions, Pick<CodexOptions, "apiKey" | "mcpServers"> {}

/**
 * Options of a client that connects to a server.
 *
 * @category Options
 */
export interface ConnectOptions extends StreamOptions {
  /**
   * Where the server listens: `ws://host:port`, `wss://…`, or `unix:/absolute/path` (on Bun; elsewhere
   * with `webSocket`).
   */
  url: string;
  /**
   * The token that the server wants, sent as `Authorization: Bearer …`: only over TLS, to this machine
   * or to a unix socket.
   */
  token?: string | undefined;
  /** Further headers of the request that opens the WebSocket: what a proxy before the server wants, say. */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The WebSocket class, where the runtime has none that can do it: that of npm's `ws` on Node 20, and
   * for unix sockets on Node and Deno. Default: the runtime's own.
   */
  webSocket?: WebSocketConstructor | undefined;
  /**
   * Whether, and how, a lost connection is made again: threads are resumed, and turns under way go on
   * in the same events. Default: true.
   */
  reconnect?: boolean | ReconnectOptions | undefined;
}
