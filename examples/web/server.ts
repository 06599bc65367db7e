/**
 * Serves the page to one person on this machine: whoever opens the link that the terminal shows.
 *
 * @module
 */
import { build, stop } from "esbuild";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { fileURLToPath } from "node:url";
import { toNodeListener } from "@codex-js/sdk/web";

/** A page that is served. */
export interface PageServer {
  /** Its address. */
  readonly url: string;
  /** The address with a token that lets one browser in, once. */
  readonly link: string;
  /** Ends it, with all connections. */
  close(): Promise<void>;
}

/** What is served. */
export interface PageOptions {
  /** Answers what lies below `/codex`. */
  readonly handler: (request: Request) => Promise<Response>;
  /** What the page says of itself: about.json. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Default: one that is free. */
  readonly port?: number;
  /** What the cookie holds. Default: something new. */
  readonly session?: string;
}

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css",
  html: "text/html",
  js: "text/javascript",
  json: "application/json",
  svg: "image/svg+xml",
};

/** Where the page's own files are. */
const HERE = new URL(".", import.meta.url);

/** Nothing but what this server serves is loaded, and no text of the model's can become a script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** The name of the cookie. */
const COOKIE = "codex_page";

/** A text that nobody can guess. */
export function secret(): string {
  return randomBytes(32).toString("base64url");
}

/** Whether a request has the cookie. */
export function isLoggedIn(request: Request, session: string): boolean {
  const cookies = request.headers.get("cookie")?.split(/; */) ?? [];
  return cookies.some((cookie) => {
    const [name, value = ""] = cookie.split("=");
    return name === COOKIE && isSame(value, session);
  });
}

const USED =
  "This link has already been used: it works in one browser. Restart the program for a new one";

/** Starts serving, on 127.0.0.1 alone. */
export async function servePage(
  { handler, about, port = 0, session = secret() }: PageOptions,
): Promise<PageServer> {
  const client = await clientCode();
  const files = (await readdir(HERE)).filter((name) => /\.(css|html|js|svg)$/.test(name));
  let token: string | null = secret();

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams, hostname } = new URL(request.url);
    // A name of somebody else's that leads here is no way in.
    if (hostname !== "127.0.0.1" && hostname !== "localhost") return text("Not here", 421);
    const given = searchParams.get("token");
    if (given !== null && pathname === "/") {
      const isRight = token !== null && isSame(given, token);
      if (isRight) token = null;
      else if (!isLoggedIn(request, session)) return text(USED, 401);
      const cookie = `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Strict`;
      return new Response(null, {
        status: 303,
        headers: { location: "/", ...isRight ? { "set-cookie": cookie } : {} },
      });
    }
    if (!isLoggedIn(request, session)) {
      return text("Open the link shown in the terminal", 401);
    }
    if (pathname.startsWith("/codex/")) return await handler(request);
    if (request.method !== "GET") return text("This page can only be read", 405);
    if (pathname === "/client.js") return file(client, "js");
    if (pathname === "/about.json") return file(JSON.stringify(about), "json");
    const name = pathname === "/" ? "index.html" : pathname.slice(1);
    if (!files.includes(name)) return text("There is no such page", 404);
    return file(await readFile(new URL(name, HERE), "utf8"), name.replace(/^.*\./, ""));
  }

  const server = createServer(toNodeListener(answer));
  const url = `http://127.0.0.1:${await listen(server, port)}/`;
  return {
    url,
    link: `${url}?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The browser's side, in one file without TypeScript. */
async function clientCode(): Promise<string> {
  const entry = fileURLToPath(new URL("client.js", HERE));
  // Found as this runtime finds it: Deno needs no `node_modules` for that.
  const client = "@codex-js/sdk/web/client";
  const alias = { [client]: fileURLToPath(import.meta.resolve(client)) };
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      alias,
      bundle: true,
      format: "esm",
      target: "es2022",
      write: false,
    });
    return outputFiles[0]?.text ?? "";
  } finally {
    await stop();
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function text(words: string, status: number): Response {
  return new Response(words, { status, headers: headers("text/plain") });
}

function file(body: string, kind: string): Response {
  return new Response(body, { headers: headers(TYPES[kind] ?? "text/plain") });
}

function headers(type: string): Record<string, string> {
  return {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-store",
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

/** Compares in a time that says nothing. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
