/**
 * A handler for servers with the interface of `node:http`. The types are structural, so nothing of Node
 * is loaded.
 *
 * @module
 */
import { checkArgument } from "../../core/options/check.ts";
import { FUNCTION } from "../../core/options/kinds.ts";

/**
 * The part of Node's `IncomingMessage` that is used.
 *
 * @category Web
 */
export interface NodeRequest {
  /** The method. */
  readonly method?: string | undefined;
  /** The address, without the host. */
  readonly url?: string | undefined;
  /** The original `url`, from which Express cuts the path that it is mounted below. */
  readonly originalUrl?: string | undefined;
  /** The headers. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The connection. */
  readonly socket?: object | undefined;
  /** The body as read by others, such as `express.json()`: a value, a text, or bytes. */
  readonly body?: unknown;
  /** Whether the body has been read. */
  readonly readableEnded?: boolean;
  /** Adds a listener for each part of the body, its end, a failure, or the close of the request. */
  on(event: "data" | "end" | "error" | "close", listener: (value: Uint8Array) => void): unknown;
  /** Removes a listener. */
  removeListener(event: "data", listener: (value: Uint8Array) => void): unknown;
  /** Pauses the body. */
  pause(): unknown;
  /** Resumes the body; without a listener, it is discarded. */
  resume(): unknown;
}

/**
 * The part of Node's `ServerResponse` that is used.
 *
 * @category Web
 */
export interface NodeResponse {
  /** The status. */
  statusCode: number;
  /** Whether the client has left. */
  readonly destroyed: boolean;
  /** Whether everything has been written. */
  readonly writableFinished: boolean;
  /** Sets a header. */
  setHeader(name: string, value: string | readonly string[]): unknown;
  /** Sends the headers. */
  flushHeaders(): void;
  /** Writes a chunk; returns false if the caller should wait for "drain". */
  write(chunk: Uint8Array): boolean;
  /** Ends the answer. */
  end(): unknown;
  /** Cuts the answer off. */
  destroy(): unknown;
  /** Adds a listener that is called once. */
  once(event: "close" | "drain", listener: () => void): unknown;
  /** Removes a listener. */
  removeListener(event: "close" | "drain", listener: () => void): unknown;
}

/**
 * Makes a listener for `node:http`, Express and similar servers.
 *
 * @param handler The handler, from `createHandler()` or anywhere else.
 * @returns The listener. It writes as fast as the client reads, and aborts the request's signal when the
 * client leaves.
 * @throws {InvalidInputError} If the handler is not a function.
 *
 * @example A server on Node
 * ```ts ignore
 * import { createServer } from "node:http";
 *
 * createServer(toNodeListener(handler)).listen(8080, "127.0.0.1");
 * ```
 *
 * @category Web
 */
export function toNodeListener(
  handler: (request: Request) => Response | Promise<Response>,
): (request: NodeRequest, response: NodeResponse) => void {
  checkArgument(FUNCTION, "handler", handler, "make a listener");
  return (incoming, outgoing) => void serve(handler, incoming, outgoing);
}

async function serve(
  handler: (request: Request) => Response | Promise<Response>,
  incoming: NodeRequest,
  outgoing: NodeResponse,
): Promise<void> {
  const left = new AbortController();
  const leave = () => left.abort();
  outgoing.once("close", leave);
  try {
    const request = webRequest(incoming, left.signal);
    await send(request === null ? refusal(incoming) : await handler(request), outgoing);
  } catch {
    // There is nothing left to say: the client has left, or has half an answer.
    outgoing.destroy();
  } finally {
    outgoing.removeListener("close", leave);
  }
}

/** The request, or null if it is malformed, or its body is gone. */
function webRequest(incoming: NodeRequest, signal: AbortSignal): Request | null {
  const { method = "GET", url = "/", originalUrl = url, socket } = incoming;
  if (isTaken(incoming)) return null;
  const scheme = (socket as { readonly encrypted?: boolean })?.encrypted ? "https" : "http";
  const host = incoming.headers.host ?? incoming.headers[":authority"] ?? "localhost";
  const headers = new Headers();
  try {
    for (const [name, value] of Object.entries(incoming.headers)) {
      // Headers that begin with a colon belong to HTTP/2 itself.
      if (value === undefined || name.startsWith(":")) continue;
      for (const one of [value].flat()) headers.append(name, one);
    }
    const body = method === "GET" || method === "HEAD" ? null : bodyOf(incoming, signal);
    return new Request(addressOf(originalUrl, new URL(`${scheme}://${host}`)), {
      method,
      headers,
      signal,
      body,
      // Node requires this if the body is a stream; the types of browsers do not know it.
      ...({ duplex: "half" } as object),
    });
  } catch {
    return null;
  }
}

/**
 * The whole address. A path that begins with `//name` does not name a host, although such a link would.
 */
function addressOf(target: string, { href, origin }: URL): URL {
  return target.startsWith("/") ? new URL(origin + target) : new URL(target, href);
}

function bodyOf(incoming: NodeRequest, left: AbortSignal): BodyInit | null {
  if (incoming.readableEnded) return read(incoming.body);
  // Nothing is read before it is asked for: Node discards an unread body, and the client then reads the
  // answer.
  let begun = false;
  let over = false;
  let data: (chunk: Uint8Array) => void = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      // Also before anybody reads: after a client has left, Node reports nothing more.
      const broken = end(() => controller.error(new Error("The client has left")));
      left.addEventListener("abort", broken, { once: true });
    },
    pull(controller) {
      if (!begun) listen(controller);
      incoming.resume();
    },
    cancel() {
      over = true;
      // The rest is discarded, not cut off: otherwise the client would not read the answer.
      incoming.removeListener("data", data);
      incoming.resume();
    },
  }, { highWaterMark: 0 });

  function end(finish: () => void): () => void {
    return () => {
      if (!over) finish();
      over = true;
    };
  }

  function listen(controller: ReadableStreamDefaultController<Uint8Array>): void {
    begun = true;
    data = (chunk) => {
      if (over) return;
      controller.enqueue(new Uint8Array(chunk));
      incoming.pause();
    };
    const broken = end(() => controller.error(new Error("The client has left")));
    incoming.on("data", data);
    incoming.on("end", end(() => controller.close()));
    incoming.on("error", broken);
    incoming.on("close", broken);
  }
}

/** Whether others have read the body, and kept it to themselves. */
function isTaken({ method, headers, readableEnded, body }: NodeRequest): boolean {
  if (method === "GET" || method === "HEAD") return false;
  const hadBody = Number(headers["content-length"]) > 0 || "transfer-encoding" in headers;
  return hadBody && readableEnded === true && body === undefined;
}

/** A body that others have read; bytes and texts are not parsed yet. */
function read(body: unknown): BodyInit {
  if (typeof body === "string") return body;
  if (ArrayBuffer.isView(body)) return body as Uint8Array<ArrayBuffer>;
  return JSON.stringify(body) ?? "";
}

async function send(response: Response, outgoing: NodeResponse): Promise<void> {
  outgoing.statusCode = response.status;
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") outgoing.setHeader(name, value);
  }
  const reader = response.body?.getReader();
  if (reader === undefined) {
    outgoing.end();
    return;
  }
  const leave = () => void reader.cancel().catch(() => {});
  if (outgoing.destroyed) leave();
  outgoing.once("close", leave);
  outgoing.flushHeaders();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || outgoing.destroyed) break;
      if (!outgoing.write(value)) await drained(outgoing);
    }
    outgoing.end();
  } finally {
    outgoing.removeListener("close", leave);
  }
}

function drained(outgoing: NodeResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.removeListener("drain", done);
      outgoing.removeListener("close", done);
      resolve();
    };
    outgoing.once("drain", done);
    outgoing.once("close", done);
    if (outgoing.destroyed) done();
  });
}

function refusal(incoming: NodeRequest): Response {
  const [status, code, message] = isTaken(incoming)
    ? [500, "internal", "The body was read before the handler got it: pass it on as request.body"]
    : [400, "bad_request", "The request is malformed"];
  return new Response(JSON.stringify({ error: { code, message } }), {
    status: Number(status),
    headers: { "content-type": "application/json" },
  });
}
