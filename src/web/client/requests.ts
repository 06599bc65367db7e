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
   * Headers of every request, or a function that makes them: for a token that is no cookie. Cookies go
   * along by themselves. Default: none.
   */
  readonly headers?:
    | Readonly<Record<string, string>>
    | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>)
    | undefined;
  /** Sends the requests. Default: the platform's `fetch`. */
  readonly fetch?: WebFetch | undefined;
}

/**
 * As much of `fetch` as the client uses.
 *
 * @category Web
 */
export type WebFetch = (url: string, init: WebFetchOptions) => Promise<WebFetchAnswer>;

/**
 * What the client gives `fetch`.
 *
 * @category Web
 */
export interface WebFetchOptions {
  /** The method. */
  readonly method: string;
  /** The headers. */
  readonly headers: Record<string, string>;
  /** JSON, or null. */
  readonly body: string | null;
  /** Ends the request, or null. */
  readonly signal: AbortSignal | null;
}

/**
 * What the client reads of an answer.
 *
 * @category Web
 */
export interface WebFetchAnswer {
  /** Whether the status is one of success. */
  readonly ok: boolean;
  /** The status. */
  readonly status: number;
  /** The headers. */
  readonly headers: { get(name: string): string | null };
  /** The body as it comes. */
  readonly body: ReadableStream<Uint8Array> | null;
  /** The body as JSON. */
  json(): Promise<unknown>;
}

/** Sends a request below the handler's address. */
export type Send = (
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal | null,
) => Promise<WebFetchAnswer>;

/**
 * What sends requests below an address.
 *
 * @param base Where the handler is, without a slash at its end.
 * @param options Headers, and what to send with.
 */
export function sender(
  base: string,
  // Looked up late, and called without an object, as browsers want it.
  { headers, fetch = (url, init) => globalThis.fetch(url, init) }: WebClientOptions,
): Send {
  return async (method, path, body, signal = null) => {
    const answer = await fetch(base + path, {
      method,
      headers: {
        "content-type": "application/json",
        ...await (typeof headers === "function" ? headers() : headers),
      },
      body: body ? JSON.stringify(body) : null,
      signal,
    });
    if (answer.ok) return answer;
    const { status } = answer;
    // What stands before the handler may answer with anything.
    const refusal = await answer.json().catch(() => {}) as Refusal;
    const { message = status, code = "http" } = refusal?.error ?? {};
    throw new WebClientError(`Cannot ${method} ${path}: ${message}`, status, code);
  };
}

/** The body of an answer that is no success. */
type Refusal =
  | { readonly error?: { readonly message?: string; readonly code?: string } | null }
  | null
  | undefined;

/** What a request is answered with, as JSON. */
export async function ask<T>(send: Send, ...request: Parameters<Send>): Promise<T> {
  return await (await send(...request)).json() as T;
}
