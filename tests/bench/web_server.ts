/**
 * The servers of the hub's benchmark: `web_server.ts hub|floor`. Says where it listens, and does what it
 * reads: `go <events> <ms between>`, `memory`.
 *
 * @module
 */
import { AppServer } from "../../src/app_server/mod.ts";
import type { Spawn } from "../../src/core/vocabulary/spawn.ts";
import { fakeCodex, item, streamed, turn } from "../../src/testing/mod.ts";
import { createHandler, ThreadHub } from "../../src/web/mod.ts";
import { linesOf, pause, stamp, THREADS } from "./web_shape.ts";

interface Served {
  readonly port: number;
  readonly paths: readonly string[];
  go(events: number, paceMs: number): Promise<void>;
  close(): Promise<void>;
}

const ENCODER = new TextEncoder();
const say = (value: unknown) => console.log(JSON.stringify(value));

/** A hub on a fake whose lines come one by one. */
async function hub(): Promise<Served> {
  let count = 0;
  const fake = fakeCodex(() => turn(streamed(item.agentMessage(""), Array(count).fill("STAMP"))));
  const pacer = new Pacer();
  const spawn: Spawn = (command) => {
    const { stdout, ...process } = fake(command) as Awaited<ReturnType<Spawn>>;
    return { ...process, stdout: stdout.pipeThrough(pacer.lines()) };
  };
  const threads = new ThreadHub(() => AppServer.start({ spawn, env: {} }));
  const handler = createHandler(threads, { authorize: () => ({ id: "ada" }) });
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, handler);
  const url = `http://127.0.0.1:${server.addr.port}`;
  const paths: string[] = [];
  const post = async (path: string, body: unknown) => {
    const headers = { "content-type": "application/json" };
    return await (await fetch(`${url}${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    })).json();
  };
  for (let index = 0; index < THREADS; index++) {
    paths.push(`/threads/${(await post("/threads", {})).id}`);
  }
  return {
    port: server.addr.port,
    paths: paths.map((path) => `${path}/events`),
    go: async (events, paceMs) => {
      count = events;
      pacer.hold();
      for (const path of paths) await post(`${path}/turns`, { input: "go" });
      await pacer.release(paceMs);
    },
    close: async () => {
      await threads.close();
      await server.shutdown();
    },
  };
}

/** Holds the deltas of all threads back, and lets them go one by one, thread by thread. */
class Pacer {
  readonly #held: Map<string, string[]> = new Map();
  #holds = false;
  #controller!: TransformStreamDefaultController<Uint8Array>;

  lines(): TransformStream<Uint8Array, Uint8Array> {
    const decoder = new TextDecoder();
    let rest = "";
    return new TransformStream({
      start: (controller) => void (this.#controller = controller),
      transform: (chunk) => {
        const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) this.#line(line);
      },
    });
  }

  hold(): void {
    this.#holds = true;
  }

  async release(paceMs: number): Promise<void> {
    while (this.#held.size < THREADS || [...this.#held.values()].some((lines) => !isWhole(lines))) {
      await pause(1);
    }
    this.#holds = false;
    const queues = [...this.#held.values()];
    this.#held.clear();
    while (queues.some((lines) => lines.length > 0)) {
      for (const lines of queues) {
        const line = lines.shift();
        if (line === undefined) continue;
        this.#send(line.replace("STAMP", stamp()));
        // Each is read by itself, as from a process that writes line by line.
        await pause(paceMs / THREADS);
      }
    }
  }

  #line(line: string): void {
    const [, thread] = /^\{"method":"[^"]+","params":\{"threadId":"([^"]+)"/.exec(line) ?? [];
    if (!this.#holds || thread === undefined) return this.#send(line);
    this.#held.set(thread, [...this.#held.get(thread) ?? [], line]);
  }

  #send(line: string): void {
    this.#controller.enqueue(ENCODER.encode(`${line}\n`));
  }
}

function isWhole(lines: readonly string[]): boolean {
  return lines.at(-1)?.includes("turn/completed") ?? false;
}

/** The same bytes, by what a handler has to go through. */
function serve(): Served {
  const readers: ReadableStreamDefaultController<Uint8Array>[][] = Array.from(
    { length: THREADS },
    () => [],
  );
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        readers[Number(/\/(\d+)$/.exec(request.url)?.[1])]?.push(controller);
        controller.enqueue(ENCODER.encode("retry: 1000\n\n"));
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  });
  return {
    port: server.addr.port,
    paths: readers.map((_, index) => `/${index}`),
    go: async (events, paceMs) => {
      for (let n = 1; n <= events; n++) {
        for (const controllers of readers) {
          const bytes = frame(n);
          for (const controller of controllers) controller.enqueue(bytes);
          await pause(paceMs / THREADS);
        }
      }
    },
    close: () => server.shutdown(),
  };
}

function frame(n: number): Uint8Array {
  const event = {
    type: "item.delta",
    item_id: "item_0",
    item_type: "agent_message",
    delta: stamp(),
  };
  return ENCODER.encode(`id: ${n}\ndata: ${JSON.stringify(event)}\n\n`);
}

/** The least that can be done: the same bytes to the same sockets. */
function floor(): Served {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const readers: Deno.TcpConn[][] = Array.from({ length: THREADS }, () => []);
  void (async () => {
    for await (const conn of listener) {
      const buffer = new Uint8Array(1024);
      const asked = new TextDecoder().decode(buffer.subarray(0, await conn.read(buffer) ?? 0));
      readers[Number(/\/(\d+)/.exec(asked)?.[1])]?.push(conn);
      await conn.write(
        ENCODER.encode("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"),
      );
    }
  })().catch(() => {});
  return {
    port: (listener.addr as Deno.NetAddr).port,
    paths: readers.map((_, index) => `/${index}`),
    go: async (events, paceMs) => {
      for (let n = 1; n <= events; n++) {
        for (const conns of readers) {
          const bytes = frame(n);
          await Promise.all(conns.map((conn) => conn.write(bytes)));
          await pause(paceMs / THREADS);
        }
      }
    },
    close: () => {
      listener.close();
      for (const conn of readers.flat()) conn.close();
      return Promise.resolve();
    },
  };
}

const served = Deno.args[0] === "hub" ? await hub() : Deno.args[0] === "serve" ? serve() : floor();
say({ port: served.port, paths: served.paths });
for await (const line of linesOf(Deno.stdin.readable)) {
  const [command, events = "", pace = ""] = line.split(" ");
  if (command === "memory") {
    const { gc } = globalThis as unknown as { gc(): void };
    for (let count = 0; count < 3; count++) gc();
    say(Deno.memoryUsage().rss);
  } else {
    await served.go(Number(events), Number(pace));
    say("gone");
  }
}
await served.close();
