/**
 * The port for a small web server that only this machine can reach. Types only.
 *
 * @module
 */

/**
 * Answers a request. The request's `signal` fires when the client has disconnected.
 *
 * @param request The request, with its headers unchanged.
 */
export type LoopbackHandler = (request: Request) => Promise<Response>;

/** A running server. */
export interface LoopbackServer {
  /** Its port on 127.0.0.1. */
  readonly port: number;
  /** Closes it, and every connection with it. */
  close(): Promise<void>;
}
