/**
 * Requests to the handler.
 *
 * @module
 */
import { WebClientError } from "./error.ts";

/**
 * Options of a {@linkcode WebClient}.
 *
 * @category Web
 */
export interface WebClientOptions {
  /**
   * Headers of every request, or a function that returns them: for a token that is not a cookie. Cookies
   * are sent automatically, but to another origin only by a `fetch` that sets `credentials`. Default: none.
   */
  readonly headers?:
    | Readonly<Record<string, string>>
    | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>)
    | undefined;
  /** The function that sends the requests. Default: the platform's `fetch`. */
  readonly fetch?: WebFetch | undefined;
}

/**
 * The part of `fetch` that the client uses.
 *
 * @category Web
 */
export type WebFetch = (url: string, init: WebFetchOptions) => Promise<WebFetchAnswer>;

/**
 * What the client passes to `fetch`.
 *
 * @category Web
 */
export interface WebFetchOptions {
  /** The method. */
  readonly method: string;
  /** The headers. */
  readonly headers: Record<string, string>;
  /** The body: JSON, or null. */
  readonly body: string | null;
  /** The signal that aborts the request, or null. */
  readonly signal: AbortSignal | null;
}

/**
 * The part of an answer that the client reads.
 *
 * @category Web
 */
export interface WebFetchAnswer {
  /** Whether the status is a success. */
  readonly ok: boolean;
  /** The status. */
  readonly status: number;
  /** The headers. */
  readonly headers: { get(name: string): string | null };
  /** The body as a stream, or null. */
  readonly body: ReadableStream<Uint8Array> | null;
  /** Reads the body as JSON. */
  json(): Promise<unknown>;
}

/**
 * Sends a request below the handler's address. Returns what the handler says: its JSON, or the answer
 * itself where a signal asks for events.
 */
export type Send = <T>(
  method: string,
  path: string,
  body?: object | null,
  signal?: AbortSignal,
) => Promise<T>;

/**
 * Makes a function that sends requests below an address.
 *
 * @param base The address of the handler, without a trailing slash.
 * @param options Headers, and the `fetch` to use.
 */
export function sender(
  base: string,
  // Looked up at each call, and called without an object, as browsers require.
  { headers, fetch = (url, init) => globalThis.fetch(url, init) }: WebClientOptions,
): Send {
  return async <T>(
    method: string,
    path: string,
    body?: object | null,
    signal: AbortSignal | null = null,
  ): Promise<T> => {
    const answer = await fetch(base + path, {
      method,
      headers: {
        // Fastify refuses a type without a body. SvelteKit and Astro take a change without a type for a
        // form's, so that one always has a body.
        ...(body && { "content-type": "application/json" }),
        ...await (typeof headers === "function" ? headers() : headers),
      },
      body: body ? JSON.stringify(body) : null,
      signal,
    });
    const { ok, status } = answer;
    const type = answer.headers.get("content-type");
    if (ok && (status === 204 || type?.includes(signal ? "event" : "json"))) {
      return (signal || status === 204 ? answer : answer.json()) as T;
    }
    // Something in front of the handler may answer with anything: a login page says 200, too.
    const refusal = await answer.json().catch(() => {}) as Refusal;
    const { message = ok ? `the answer is ${type}, not the handler's` : status, code = "http" } =
      refusal?.error ?? {};
    throw new WebClientError(`Cannot ${method} ${path}: ${message}`, status, code);
  };
}

/** The body of an answer that is not a success. */
type Refusal =
  | { readonly error?: { readonly message?: string; readonly code?: string } | null }
  | null
  | undefined;
