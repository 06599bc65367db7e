import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** The part of Deno's API that is used, on Deno. */
interface DenoNamespace {
  readonly permissions: {
    querySync(descriptor: { readonly name: "net"; readonly host: string }): {
      readonly state: string;
    };
  };
}

/** The part of Node's API that is used, under its permission model. */
interface NodeNamespace {
  readonly permission?: { has(scope: string): boolean };
  readonly allowedNodeEnvironmentFlags: { has(flag: string): boolean };
}

/** Answers one request, whose body has been read, unless the request is foreign. Must not reject. */
export type HttpHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  body: Uint8Array,
) => Promise<void>;

/** An HTTP server on 127.0.0.1 that refuses WebSockets and can be closed at any time. */
export class LoopbackHttp {
  readonly #http: Server;
  readonly #sockets = new Set<Socket>();
  #closed: Promise<void> | undefined;

  constructor(handler: HttpHandler) {
    this.#http = createServer((request, response) => {
      response.on("error", () => {});
      const chunks: Uint8Array[] = [];
      request.on("error", () => {});
      if (foreignness(request) !== null) {
        // Of what a stranger sends, nothing is kept.
        request.resume();
        return void handler(request, response, new Uint8Array());
      }
      request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      request.on("end", () => void handler(request, response, Buffer.concat(chunks)));
    });
    this.#http.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => this.#sockets.delete(socket));
    });
    this.#http.on("upgrade", (_request, socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 426 Upgrade Required\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    });
  }

  /** Whether it has been closed, or is being closed. */
  get closed(): boolean {
    return this.#closed !== undefined;
  }

  /**
   * Starts it on a free port; returns the port.
   *
   * @throws {Error} If it may not listen.
   */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      const flag = missingFlag();
      if (flag !== null) throw new Error(`Cannot start the server: ${flag} is missing`);
      this.#http.once("error", reject);
      this.#http.listen(0, "127.0.0.1", () => {
        this.#http.off("error", reject);
        const address = this.#http.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  }

  /** Stops it without waiting for anyone: open connections are destroyed. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#http.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
      this.#http.closeAllConnections();
    });
    return this.#closed;
  }
}

/** The permission that it lacks, or null. Without it, Deno and Node throw where nobody can catch it. */
function missingFlag(): string | null {
  const { Deno, process } = globalThis as {
    readonly Deno?: DenoNamespace;
    readonly process?: NodeNamespace;
  };
  if (Deno !== undefined) {
    const { state } = Deno.permissions.querySync({ name: "net", host: "127.0.0.1" });
    return state === "granted" ? null : "--allow-net=127.0.0.1";
  }
  // Node 24 has the model too, but leaves the network open.
  const isKept = process?.permission?.has("net") === false &&
    process.allowedNodeEnvironmentFlags.has("--allow-net");
  return isKept ? "--allow-net" : null;
}

/**
 * Why a request is refused: it does not come from a program on this machine that was told the address.
 * Null if it may. A web page sends its origin, or uses a host name that leads here.
 */
export function foreignness({ headers }: IncomingMessage): string | null {
  if (headers.origin !== undefined) return `it comes from a page of ${headers.origin}`;
  if (/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? "")) return null;
  return `it is meant for the host ${headers.host ?? ""}`;
}

/** Sends a whole answer as JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

/** Headers as a plain record; repeated ones are joined by commas. */
export function flatHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) {
      headers[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
    }
  }
  return headers;
}
