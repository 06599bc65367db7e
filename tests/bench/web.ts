/**
 * Many browsers on one agent: 200 readers on 20 threads of a hub, behind `Deno.serve` and a fake Codex,
 * against loops that write the same bytes to as many sockets, bare and behind `Deno.serve`: `deno task bench:web [events]`.
 *
 * @module
 */
import { markdownTable, median } from "./live_report.ts";
import { EVENT, linesOf, READERS, THREADS } from "./web_shape.ts";

const ROUNDS = 3;
const IDLE = 1000;
/** Milliseconds between two events of a thread where delays are measured. */
const PACE_MS = 50;

type Mode = "hub" | "floor" | "serve";

const MODES = ["floor", "serve", "hub"] as const;

async function each<T>(measure: (mode: Mode) => Promise<T>): Promise<Record<Mode, T>> {
  const [floor, serve, hub] = [
    await measure("floor"),
    await measure("serve"),
    await measure("hub"),
  ];
  return { floor, serve, hub };
}

/** A server in a process of its own. */
class Subject implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #lines: AsyncGenerator<string, void>;
  readonly #commands: WritableStreamDefaultWriter<Uint8Array>;

  constructor(mode: Mode) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-lock",
        "--v8-flags=--expose-gc",
        `${import.meta.dirname}/web_server.ts`,
        mode,
      ],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#lines = linesOf(this.#child.stdout);
    this.#commands = this.#child.stdin.getWriter();
  }

  /** What the server says next. */
  async said<T>(): Promise<T> {
    return JSON.parse((await this.#lines.next()).value ?? "null");
  }

  /** Has it do something; gives what it says. */
  async ask<T>(...command: readonly (string | number)[]): Promise<T> {
    await this.#commands.write(new TextEncoder().encode(`${command.join(" ")}\n`));
    return await this.said();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#commands.close();
    await this.#child.status;
  }
}

/** A reader that counts events and keeps how long each was under way. */
class Reader {
  readonly delays: number[] = [];
  readonly opened: Promise<void>;
  readonly done: Promise<void>;
  #conn: Deno.TcpConn | null = null;
  #openNow!: () => void;

  constructor(port: number, path: string, events: number) {
    this.opened = new Promise((resolve) => this.#openNow = resolve);
    this.done = this.#read(port, path, events);
  }

  close(): void {
    this.#conn?.close();
    this.#conn = null;
  }

  async #read(port: number, path: string, events: number): Promise<void> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port });
    this.#conn = conn;
    await conn.write(
      new TextEncoder().encode(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`),
    );
    const buffer = new Uint8Array(64 * 1024);
    const decoder = new TextDecoder();
    let tail = "";
    while (this.delays.length < events) {
      const count = await conn.read(buffer).catch(() => null);
      if (count === null) return;
      this.#openNow();
      const now = performance.timeOrigin + performance.now();
      const text = tail + decoder.decode(buffer.subarray(0, count));
      let end = 0;
      for (const stamp of text.matchAll(EVENT)) {
        this.delays.push(now - Number(stamp[1]));
        end = stamp.index + stamp[0].length;
      }
      tail = text.slice(Math.max(end, text.length - 64));
    }
  }
}

interface Timed {
  readonly ms: number;
  readonly delays: readonly number[];
}

/** Every event to every reader; how long that took, and how long each was under way. */
async function timed(mode: Mode, events: number, paceMs: number): Promise<Timed> {
  await using subject = new Subject(mode);
  const { port, paths } = await subject.said<{ port: number; paths: string[] }>();
  const readers = paths.flatMap((path) =>
    Array.from({ length: READERS / THREADS }, () => new Reader(port, path, events))
  );
  await Promise.all(readers.map(({ opened }) => opened));
  const start = performance.now();
  await subject.ask("go", events, paceMs);
  await Promise.all(readers.map(({ done }) => done));
  const ms = performance.now() - start;
  for (const reader of readers) reader.close();
  return { ms, delays: readers.flatMap(({ delays }) => delays).sort((a, b) => a - b) };
}

/** Bytes of memory that a reader takes who waits. */
async function idle(mode: Mode): Promise<number> {
  await using subject = new Subject(mode);
  const { port, paths } = await subject.said<{ port: number; paths: string[] }>();
  const attach = async (count: number) => {
    const readers = Array.from(
      { length: count },
      (_, index) => new Reader(port, paths[index % paths.length] ?? "", 1),
    );
    await Promise.all(readers.map(({ opened }) => opened));
    return readers;
  };
  // What the first ones cost is not theirs alone.
  const readers = await attach(100);
  const before = await subject.ask<number>("memory");
  readers.push(...await attach(IDLE));
  const after = await subject.ask<number>("memory");
  for (const reader of readers) reader.close();
  return (after - before) / IDLE;
}

const events = Number(Deno.args[0] ?? 500);
const burst: Record<Mode, number[]> = { hub: [], floor: [], serve: [] };
for (let round = 0; round < ROUNDS; round++) {
  for (const mode of MODES) burst[mode].push((await timed(mode, events, 0)).ms);
}
const paced = await each((mode) => timed(mode, 60, PACE_MS));
const memory = await each(idle);
const at = ({ delays }: Timed, part: number) => delays[Math.floor(delays.length * part)] ?? NaN;
const row = (title: string, value: (mode: Mode) => number, unit: string) => {
  const hub = value("hub");
  const cells = MODES.map((mode) => {
    const ratio = mode === "hub" ? "" : ` × ${(hub / value(mode)).toFixed(2)}`;
    return `${value(mode).toFixed(1)} ${unit}${ratio}`;
  });
  return [title, ...cells];
};
console.log(
  `Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} cores, load ${
    Deno.loadavg()[0]?.toFixed(1)
  }`,
);
console.log(`${READERS} readers on ${THREADS} threads, ${events} events each\n`);
const delivered = READERS * events / 1000;
console.log(
  markdownTable(["", "loop on sockets", "loop in `Deno.serve`", "hub"], [
    row("every event to every reader", (mode) => median(burst[mode]), "ms"),
    row(
      "thousand events delivered per second",
      (mode) => delivered / median(burst[mode]) * 1000,
      "",
    ),
    row("delay, median, an event of each thread every 50 ms", (mode) => at(paced[mode], 0.5), "ms"),
    row("delay, 99th percentile", (mode) => at(paced[mode], 0.99), "ms"),
    row("memory of a reader who waits", (mode) => memory[mode] / 1024, "KiB"),
  ]).join("\n"),
);
