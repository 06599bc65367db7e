/**
 * A web server on 127.0.0.1, over `node:http`, which all three runtimes have.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { LoopbackHandler, LoopbackServer } from "../core/ports/loopback.ts";

/** Bytes of a request's body; a longer one ends the connection. */
const MAX_BODY = 16 * 1024 * 1024;

/** Node requires this if the body is a stream; the types of browsers do not know it. */
const STREAMED = { duplex: "half" } as object;

/**
 * Starts a server on a free port of 127.0.0.1.
 *
 * @param handler Answers its requests.
 */
export function serveLoopback(handler: LoopbackHandler): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    response.on("error", () => {});
    request.on("error", () => {});
    answer(handler, request, response).catch(() => response.destroy());
  });
  // A call may take as long as its tool does.
  server.requestTimeout = 0;
  // Codex keeps its connection for the next call; if it ends just then, the call counts as failed.
  server.keepAliveTimeout = 0;
  server.on("clientError", (_error, socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      server.off("error", reject);
      server.on("error", () => {});
      const address = server.address();
      resolve({
        port: typeof address === "object" && address !== null ? address.port : 0,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function answer(
  handler: LoopbackHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const body = bodyOf(request);
  const { host = "127.0.0.1" } = request.headers;
  const { status, headers, body: said } = await handler(
    new Request(`http://${/^[\w.:[\]-]+$/.test(host) ? host : "127.0.0.1"}${request.url ?? "/"}`, {
      method: request.method ?? "GET",
      headers: headersOf(request),
      signal: gone.signal,
      ...(body === null ? {} : { body, ...STREAMED }),
    }),
  );
  if (response.destroyed) return;
  response.writeHead(status, Object.fromEntries(headers));
  response.end(said === null ? undefined : new Uint8Array(await new Response(said).arrayBuffer()));
}

/** The headers, unchanged. They include `Host`, which Node's `Request` keeps, unlike a browser's. */
function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, one);
  }
  return headers;
}

/** The body, read only when it is asked for: of a stranger's request, nothing is kept. Null if there is none. */
function bodyOf(request: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> | null {
  if (request.method === "GET" || request.method === "HEAD") return null;
  const chunks = (request as AsyncIterable<Uint8Array<ArrayBuffer>>)[Symbol.asyncIterator]();
  let size = 0;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) return controller.close();
      size += value.length;
      if (size > MAX_BODY) throw new Error("the request is too large");
      controller.enqueue(value);
    },
  }, { highWaterMark: 0 });
}
