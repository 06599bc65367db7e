/**
 * What the cases of the hub share: a real server of the runtime's own, and somebody who asks it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AppServerOptions, LiveThreadOptions } from "../../src/app_server/mod.ts";
import type { ResponsesScript, ResponsesServer } from "../../src/testing/mod.ts";
import type {
  HandlerOptions,
  HubEntry,
  HubQuestion,
  ThreadHub,
  ThreadHubOptions,
} from "../../src/web/mod.ts";
import { sseOf } from "../sse.ts";
import { type Kit, offline } from "./case.ts";

/** A browser's side of a server. */
export interface Web {
  /** The model's service. */
  readonly server: ResponsesServer;
  /** The hub behind the handler. */
  readonly hub: ThreadHub;
  /** Asks, with a body as JSON if there is one. */
  ask(method: string, path: string, body?: unknown, headers?: HeadersInit): Promise<Response>;
  /** The same; gives the status and the JSON. */
  told(method: string, path: string, body?: unknown, headers?: HeadersInit): Promise<Told>;
  /** Makes a thread; gives its path. */
  make(): Promise<string>;
  /** The events of a thread, until one is of a type; whoever reads on calls it again. */
  read(path: string, last: string, after?: number): Promise<HubEntry[]>;
}

/** A status and what was answered. */
// deno-lint-ignore no-explicit-any -- JSON that the cases look into
export type Told = readonly [status: number, answer: any];

/** Runs `use` with a handler on the real Codex, behind the runtime's own server. */
export async function onWeb(
  kit: Kit,
  script: ResponsesScript,
  use: (web: Web) => Promise<void>,
  options: {
    readonly thread?: LiveThreadOptions;
    readonly app?: AppServerOptions;
    readonly hub?: ThreadHubOptions;
    readonly handler?: Partial<HandlerOptions>;
  } = {},
): Promise<void> {
  const server = await kit.testing.ResponsesServer.start(script);
  const base = await offline(kit, server);
  const start = () => kit.live.AppServer.start({ ...base, ...options.app });
  const hub = new kit.web.ThreadHub(start, options.hub);
  const handler = kit.web.createHandler(hub, {
    authorize: (request) => ({ id: request.headers.get("x-user") ?? "ada" }),
    threadOptions: { workingDirectory: kit.folder, ...options.thread },
    ...options.handler,
  });
  const served = await serve(kit, handler);
  const ask: Web["ask"] = (method, path, body, headers = {}) =>
    fetch(`${served.url}${path}`, {
      method,
      headers: { ...body === undefined ? {} : { "content-type": "application/json" }, ...headers },
      ...body === undefined ? {} : { body: JSON.stringify(body) },
    });
  try {
    await use({
      server,
      hub,
      ask,
      told: async (...asked) => {
        const response = await ask(...asked);
        const text = await response.text();
        return [response.status, text === "" ? null : JSON.parse(text)];
      },
      make: async () => {
        const response = await ask("POST", "/threads", {});
        const { id } = await response.json();
        assertEquals([response.status, typeof id], [201, "string"]);
        return `/threads/${id}`;
      },
      read: async (path, last, after) => {
        const headers: HeadersInit = after === undefined ? {} : { "last-event-id": `${after}` };
        const seen: HubEntry[] = [];
        for await (const entry of sseOf(await ask("GET", `${path}/events`, undefined, headers))) {
          seen.push(entry);
          if (entry.event.type === last) return seen;
        }
        throw new Error(`the stream ended without ${last}: ${JSON.stringify(seen)}`);
      },
    });
    assertEquals(server.unexpected, []);
  } finally {
    await hub.close();
    await served.close();
    await server.close();
  }
}

type Handler = (request: Request) => Promise<Response>;

interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** What Bun has that is used here. */
interface BunServe {
  serve(options: object): { readonly port: number; stop(closes: boolean): Promise<void> };
}

async function serve(kit: Kit, handler: Handler): Promise<Served> {
  if (kit.runtime === "deno") {
    const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, handler);
    return {
      url: `http://127.0.0.1:${server.addr.port}`,
      close: () => server.shutdown(),
    };
  }
  if (kit.runtime === "bun") {
    const { Bun } = globalThis as unknown as { readonly Bun: BunServe };
    const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: handler, idleTimeout: 0 });
    return { url: `http://127.0.0.1:${server.port}`, close: () => server.stop(true) };
  }
  const server = createServer(kit.web.toNodeListener(handler));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The texts of the user, or of the agent, among completed items. */
export function textsOf(
  entries: readonly HubEntry[],
  type: "user_message" | "agent_message",
): string[] {
  return entries.flatMap(({ event }) => {
    if (event.type !== "item.completed" || event.item.type !== type) return [];
    const { item } = event;
    if (item.type === "agent_message") return [item.text];
    return item.type === "user_message"
      ? item.content.map((part) => part.type === "text" ? part.text : "")
      : [];
  });
}

/** The one question among events. */
export function questionIn(entries: readonly HubEntry[]): HubQuestion {
  const [event] = entries.flatMap(({ event }) => event.type === "question" ? [event] : []);
  assert(event !== undefined, "nothing was asked");
  return event.question;
}
