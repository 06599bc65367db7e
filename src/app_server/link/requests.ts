/**
 * What a request takes and gives, by its method. Types only.
 *
 * @module
 */
import type { ClientRequests } from "../protocol/methods.ts";

/**
 * A method of the server: one that this version knows, or any other.
 *
 * @category Server
 */
export type RequestMethod = keyof ClientRequests | (string & Record<never, never>);

/**
 * The parameters of a method; of one that is not known, any. A method that takes none takes `{}` too.
 *
 * @category Server
 */
export type RequestParams<M extends string> = M extends keyof ClientRequests
  ? ClientRequests[M]["params"] extends infer P ? P | (null extends P ? Record<string, never> : P)
  : never
  : Readonly<Record<string, unknown>>;

/**
 * What a method gives; unknown for one that is not known.
 *
 * @category Server
 */
export type RequestResult<M extends string> = M extends keyof ClientRequests
  ? ClientRequests[M]["result"]
  : unknown;

/**
 * How long to wait for an answer.
 *
 * @category Server
 */
export interface RequestOptions {
  /**
   * Stops waiting: the request rejects with an `AbortError`. The server is not told, and may do what
   * it was asked for all the same.
   */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the server may take. Default: `requestTimeoutMs` of the client. */
  readonly timeoutMs?: number | undefined;
}

/**
 * The arguments behind the method: parameters may be left out where none has to be given.
 *
 * @category Server
 */
export type RequestArguments<M extends string> = Record<never, never> extends RequestParams<M>
  ? [params?: RequestParams<M>, options?: RequestOptions]
  : [params: RequestParams<M>, options?: RequestOptions];
