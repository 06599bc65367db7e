/**
 * What callers can ask of a client of the app-server. Types only.
 *
 * @module
 */
import type { CodexError } from "../core/vocabulary/errors.ts";
import type { CodexOptions } from "../core/vocabulary/options.ts";
import type { LiveCallbacks } from "./asks/callbacks.ts";

/**
 * Options of the client.
 *
 * @category Options
 */
export interface AppServerOptions extends CodexOptions, LiveCallbacks {
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
}
