/**
 * A handler for servers that speak as `node:http` does. Types by shape alone, so that nothing of Node is
 * loaded.
 *
 * @module
 */

/**
 * What is used of Node's `IncomingMessage`.
 *
 * @category Web
 */
export interface NodeRequest {
  /** The method. */
  readonly method?: string | undefined;
  /** The address, without the host. */
  readonly url?: string | undefined;
  /** What Express cuts from `url` where it is mounted below a path. */
  readonly originalUrl?: string | undefined;
  /** The headers. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The connection. */
  readonly socket?: object | undefined;
  /** What a parser has made of the body, as `express.json()` does. */
  readonly body?: unknown;
  /** Whether the body has been read. */
  readonly readableEnded?: boolean;
  /** Calls back with each part of the body, at its end, when it breaks, and when nothing more comes. */
  on(event: "data" | "end" | "error" | "close", listener: (value: Uint8Array) => void): unknown;
  /** Does not. */
  removeListener(event: "data", listener: (value: Uint8Array) => void): unknown;
  /** Holds the body back. */
  pause(): unknown;
  /** Lets it come; to nowhere, where nobody listens. */
  resume(): unknown;
}

/**
 * What is used of Node's `ServerResponse`.
 *
 * @category Web
 */
export interface NodeResponse {
  /** The status. */
  statusCode: number;
  /** Whether the client is gone. */
  readonly destroyed: boolean;
  /** Whether all was written. */
  readonly writableFinished: boolean;
  /** Sets a header. */
  setHeader(name: string, value: string | readonly string[]): unknown;
  /** Sends the headers. */
  flushHeaders(): void;
  /** Writes; false where it should wait for "drain". */
  write(chunk: Uint8Array): boolean;
  /** Ends the answer. */
  end(): unknown;
  /** Ends it in the middle. */
  destroy(): unknown;
  /** Calls back at an event. */
  once(event: "close" | "drain", listener: () => void): unknown;
  /** Does not. */
  removeListener(event: "close" | "drain", listener: () => void): unknown;
}

/**
 * A listener for `node:http`, also below Express and its like.
 *
 * @param handler The handler, of `createHandler()` or any other.
 * @returns The listener. It writes as fast as the client reads, and aborts the request's signal when the
 * client leaves.
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
    await send(request === null ? badRequest() : await handler(request), outgoing);
  } catch {
    // Nothing that could be told: the client is gone, or has half an answer.
    outgoing.destroy();
  } finally {
    outgoing.removeListener("close", leave);
  }
}

/** The request, or null where it makes no sense. */
function webRequest(incoming: NodeRequest, signal: AbortSignal): Request | null {
  const { method = "GET", url = "/", originalUrl = url, socket } = incoming;
  const scheme = (socket as { readonly encrypted?: boolean })?.encrypted ? "https" : "http";
  const host = incoming.headers.host ?? incoming.headers[":authority"] ?? "localhost";
  const headers = new Headers();
  try {
    for (const [name, value] of Object.entries(incoming.headers)) {
      // Those that begin with a colon are HTTP/2's own.
      if (value === undefined || name.startsWith(":")) continue;
      for (const one of [value].flat()) headers.append(name, one);
    }
    const body = method === "GET" || method === "HEAD" ? null : bodyOf(incoming, signal);
    return new Request(addressOf(originalUrl, new URL(`${scheme}://${host}`)), {
      method,
      headers,
      signal,
      body,
      // Node wants it where the body is a stream, and the types of browsers do not know it.
      ...({ duplex: "half" } as object),
    });
  } catch {
    return null;
  }
}

/** The whole address. A path that begins with `//name` names no host, as a link of that form would. */
function addressOf(target: string, { href, origin }: URL): URL {
  return target.startsWith("/") ? new URL(origin + target) : new URL(target, href);
}

function bodyOf(incoming: NodeRequest, left: AbortSignal): BodyInit | null {
  // Of a body that somebody else has read, and made nothing of, there is nothing left.
  if (incoming.readableEnded) return JSON.stringify(incoming.body) ?? "";
  // Not before it is asked for: what nobody reads Node lets pass, and the client then reads the answer.
  let begun = false;
  let over = false;
  let data: (chunk: Uint8Array) => void = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      // Before anybody reads, too: of a client that has left by then nothing is told any more.
      const broken = end(() => controller.error(new Error("The client has left")));
      left.addEventListener("abort", broken, { once: true });
    },
    pull(controller) {
      if (!begun) listen(controller);
      incoming.resume();
    },
    cancel() {
      over = true;
      // Let pass too: if it were cut off, the client would not read the answer.
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

function badRequest(): Response {
  const error = { code: "bad_request", message: "The request makes no sense" };
  return new Response(JSON.stringify({ error }), {
    status: 400,
    headers: { "content-type": "application/json" },
  });
}
