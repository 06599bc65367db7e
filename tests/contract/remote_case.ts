/**
 * What the cases share whose server is not the client's own: it listens, and others may use it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";
import { WebSocket } from "ws";
import type { ApprovalRequest, AppServer, ConnectOptions } from "../../src/app_server/mod.ts";
import type {
  RecordedRequest,
  Reply,
  ResponsesScript,
  ResponsesServer,
} from "../../src/testing/mod.ts";
import { type Kit, offline } from "./case.ts";
import { CLASSIC } from "./real_case.ts";

/** A server that listens, and its clients. */
export interface Remote {
  /** The model's service. */
  readonly server: ResponsesServer;
  /** Where it listens. */
  readonly url: string;
  /** Its process. */
  readonly codex: ChildProcess;
  /** A client of it. */
  connect(options?: Partial<ConnectOptions>): Promise<AppServer>;
}

/** The class that a runtime without a WebSocket of its own is given. */
export function socketFor(kit: Kit): Pick<ConnectOptions, "webSocket"> {
  return kit.runtime === "node" ? { webSocket: WebSocket } : {};
}

/**
 * Runs `use` with the real Codex that listens, on a service that answers by `script`.
 *
 * @param args Further arguments of the server, and where it listens. Default: any port of this machine.
 */
export async function onRemote<T>(
  kit: Kit,
  script: ResponsesScript,
  use: (remote: Remote) => Promise<T>,
  args: readonly string[] = [],
  listen = "ws://127.0.0.1:0",
): Promise<T> {
  const server = await kit.testing.ResponsesServer.start(script);
  const { env, apiKey, baseUrl } = await offline(kit, server);
  const codex = await startCodex(kit, env, baseUrl, args, listen);
  const apps: AppServer[] = [];
  try {
    const url = listen.startsWith("unix:") ? listen.replace("//", "") : await listening(codex);
    const result = await use({
      server,
      url,
      codex,
      connect: async (options = {}) => {
        // Logs the server in; the same again for a further client.
        const app = await kit.live.AppServer.connect({
          url,
          apiKey,
          ...socketFor(kit),
          ...options,
        });
        apps.push(app);
        return app;
      },
    });
    assertEquals(server.unexpected, []);
    return result;
  } finally {
    await Promise.all(apps.map((app) => app.close()));
    await ended(codex);
    await server.close();
  }
}

/** Starts a server that listens. */
export async function startCodex(
  kit: Kit,
  env: Record<string, string>,
  baseUrl: string,
  args: readonly string[],
  listen: string,
): Promise<ChildProcess> {
  // The tested version, where that is another one.
  const { CODEX_PATH: codexPathOverride } = process.env;
  const path = await kit.sdk.codexPath(codexPathOverride ? { codexPathOverride } : {});
  const config = ["--config", `openai_base_url=${JSON.stringify(baseUrl)}`];
  return spawn(path, ["app-server", "--listen", listen, ...config, ...args], {
    env: { ...env, NO_PROXY: "127.0.0.1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** Ends a server, and waits for it. */
export async function ended(codex: ChildProcess): Promise<void> {
  if (codex.exitCode !== null || codex.signalCode !== null) return;
  const exit = once(codex, "exit");
  codex.kill("SIGKILL");
  await exit;
}

/** Where a server says that it listens. */
export async function listening(codex: ChildProcess): Promise<string> {
  assert(codex.stderr !== null);
  const lines = createInterface({ input: codex.stderr });
  for await (const line of lines) {
    const url = /ws:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url === undefined) continue;
    // What it says from then on nobody reads.
    lines.removeAllListeners();
    codex.stderr.resume();
    return url;
  }
  throw new Error("the server ended before it listened");
}

/** A network between a client and a server, which can be cut. */
export interface Network {
  /** Where the server is, seen through it. */
  readonly url: string;
  /** Cuts every connection. */
  cut(): void;
  /** Lets connections through, or none. */
  open(isOpen: boolean): void;
  /** Ends it. */
  close(): Promise<void>;
}

/** A network before a server. */
export async function network(url: string): Promise<Network> {
  const port = Number(new URL(url).port);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server: Server = createServer((near) => {
    if (!isOpen) return near.destroy();
    const far = connect(port, "127.0.0.1");
    for (const [one, other] of [[near, far], [far, near]] as const) {
      sockets.add(one);
      one.on("error", () => {});
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert(typeof address === "object" && address !== null);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `ws://127.0.0.1:${address.port}`,
    cut,
    open: (open) => void (isOpen = open),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      cut();
      await closed;
    },
  };
}

/** Replies to "run …" by that command, then and to anything else by an echo in two pieces. */
export function script(kit: Kit, deltaMs = 0): (request: RecordedRequest) => Reply {
  const { message, reply, shell } = kit.testing;
  return ({ texts, body }) => {
    const input = body.input as readonly { readonly type?: string }[];
    const text = texts.at(-1) ?? "";
    const isOutput = String(input.at(-1)?.type).endsWith("_output");
    return text.startsWith("run ") && !isOutput
      ? reply(message("I look"), shell(text.slice(4)))
      : reply(message(`echo ${text}`, { deltas: ["echo ", text], deltaMs }));
  };
}

/** Options with which Codex asks for each command that writes. */
export const ASKS = {
  approvalPolicy: "untrusted",
  sandboxMode: "workspace-write",
  model: CLASSIC,
} as const;

/** The first of the requests that a callback is asked. */
export function asked(): {
  onApproval(request: ApprovalRequest): Promise<"accept">;
  first: Promise<ApprovalRequest>;
  accept(): void;
  count: number;
} {
  let tell!: (request: ApprovalRequest) => void;
  let accept!: () => void;
  const first = new Promise<ApprovalRequest>((resolve) => tell = resolve);
  const accepted = new Promise<void>((resolve) => accept = resolve);
  const told = {
    count: 0,
    first,
    accept: () => accept(),
    onApproval: async (request: ApprovalRequest): Promise<"accept"> => {
      told.count++;
      tell(request);
      await accepted;
      return "accept";
    },
  };
  return told;
}

/** Tries to reconnect often enough for a test. */
export const OFTEN = { attempts: 1_000, minDelayMs: 5, maxDelayMs: 50 };

/** Whether something exists at a path. */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(() => true, () => false);
