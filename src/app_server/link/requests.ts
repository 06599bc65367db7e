/**
 * The types of a request's parameters and result, by its method. Types only.
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
 * The parameters of a method; any, for an unknown method. A method without parameters also accepts `{}`.
 *
 * @category Server
 */
export type RequestParams<M extends string> = M extends keyof ClientRequests
  ? ClientRequests[M]["params"] extends infer P ? P | (null extends P ? Record<string, never> : P)
  : never
  : Readonly<Record<string, unknown>>;

/**
 * The result of a method; `unknown`, for an unknown method.
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
   * Stops waiting: the request rejects with an `AbortError`. The server is not told, and may still carry
   * the request out.
   */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the server may take. Default: `requestTimeoutMs` of the client. */
  readonly timeoutMs?: number | undefined;
}

/**
 * The arguments after the method. The parameters may be left out if none is required.
 *
 * @category Server
 */
export type RequestArguments<M extends string> = Record<never, never> extends RequestParams<M>
  ? [params?: RequestParams<M>, options?: RequestOptions]
  : [params: RequestParams<M>, options?: RequestOptions];
