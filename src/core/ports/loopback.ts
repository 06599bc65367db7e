/**
 * A small web server that only this machine reaches: the port. Types only.
 *
 * @module
 */

/**
 * Answers a request. Its `signal` fires when whoever asked has gone.
 *
 * @param request The request, with the headers as they came.
 */
export type LoopbackHandler = (request: Request) => Promise<Response>;

/** A running server. */
export interface LoopbackServer {
  /** Its port on 127.0.0.1. */
  readonly port: number;
  /** Closes it, and every connection with it. */
  close(): Promise<void>;
}
