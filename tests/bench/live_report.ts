/**
 * What the benchmark of live sessions measures, and its tables.
 *
 * @module
 */

/** The ways to run a turn. */
export const WAYS = {
  live: "`AppServer`, warm thread",
  ephemeral: "the same, `ephemeral`",
  exec: "`Codex` (exec)",
  peer: "`@openai/codex-sdk`",
} as const;

/** A way to run a turn. */
export type Way = keyof typeof WAYS;

/** Parts of a warm turn, in milliseconds from one to the next. */
export interface Parts {
  /** From `run()` to the request that reaches the model's service. */
  readonly request: number;
  /** To the first piece of text that the client hears of. */
  readonly firstText: number;
  /** To the server's word that the turn is over. */
  readonly completed: number;
  /** To the result of `run()`. */
  readonly result: number;
}

/** The memory of some processes, in megabytes. */
export interface Memory {
  /** How many processes. */
  readonly processes: number;
  /** The sum of their resident sets: pages that they share count in each. */
  readonly rss: number;
  /** The sum of their proportional sets: a shared page counts once. NaN where the kernel does not tell. */
  readonly pss: number;
}

/** Turns that are run by both clients: on how many threads at once, whether in many pieces, how often. */
export const HAND_ROWS = {
  warm: { title: "a warm turn", threads: 1, streams: false, rounds: 60 },
  deltas: { title: "a turn of 2,000 deltas", threads: 1, streams: true, rounds: 20 },
  many: { title: "20 of them at once", threads: 20, streams: true, rounds: 5 },
} as const;

/** A row of turns that are run by both clients. */
export type HandRow = keyof typeof HAND_ROWS;

/** Milliseconds of a live session's turns, and of those of a client that is written by hand. */
export interface Against {
  readonly live: number[];
  readonly hand: number[];
}

/** What one runtime has measured. */
export interface Report {
  /** The runtime and its version. */
  readonly runtime: string;
  /** Milliseconds of the second turn of each thread, by way. */
  readonly turns: Readonly<Record<Way, readonly number[]>>;
  /** Warm turns against a client that is written by hand. */
  readonly hand: Readonly<Record<HandRow, Against>>;
  /** A warm turn in parts. */
  readonly parts: readonly Parts[];
  /** Milliseconds that the stand-in for the model's service takes for one answer. */
  readonly service: readonly number[];
  /** After threads that were opened, used and closed. */
  readonly held: readonly Held[];
  /** One server with threads that have had a turn; with threads in a turn; as many exec processes in a turn. */
  readonly memory: { readonly idle: Memory; readonly busy: Memory; readonly exec: Memory };
}

/** How many threads a program has had at the end. */
export const MANY = 1_000;

/** Resident memory in megabytes after some threads: the program's own, and Codex's. */
export interface Held {
  readonly threads: number;
  readonly host: number;
  readonly codex: number;
}

/** How many threads share a server, and how many processes stand against it. */
export const THREADS = 16;

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The tables, in Markdown. */
export function markdown(reports: readonly Report[]): string {
  return [turnTable, handTable, partTable, memoryTable, heldTable]
    .map((table) => table(reports).join("\n")).join("\n\n");
}

function turnTable(reports: readonly Report[]): string[] {
  const rows = reports.flatMap(({ runtime, turns }) =>
    (Object.keys(WAYS) as Way[]).map((way) => {
      const all = turns[way];
      const range = `${ms(Math.min(...all))}–${ms(Math.max(...all))}`;
      const ratio = (median(all) / median(turns.live)).toFixed(1);
      return [runtime, WAYS[way], ms(median(all)), range, `× ${ratio}`];
    })
  );
  const count = reports[0]?.turns.live.length ?? 0;
  return markdownTable([
    `Second turn (n = ${count})`,
    "way",
    "median ms",
    "range",
    "against live",
  ], rows);
}

function handTable(reports: readonly Report[]): string[] {
  const rows = reports.flatMap(({ runtime, hand }) =>
    (Object.keys(HAND_ROWS) as HandRow[]).map((row) => {
      const [live, bare] = [median(hand[row].live), median(hand[row].hand)];
      const least = Math.min(...hand[row].live) / Math.min(...hand[row].hand);
      const ratios = [live / bare, least].map((ratio) => ratio.toFixed(2));
      return [runtime, HAND_ROWS[row].title, ms(live), ms(bare), ...ratios];
    })
  );
  const head = ["what", "`AppServer`, median ms", "by hand", "ratio", "of the least"];
  return markdownTable(["Against a client by hand", ...head], rows);
}

function partTable(reports: readonly Report[]): string[] {
  const rows = reports.map(({ runtime, parts, service }) => [
    runtime,
    ...(["request", "firstText", "completed", "result"] as const).map((part) =>
      ms(median(parts.map((one) => one[part])))
    ),
    ms(median(service)),
  ]);
  const head = ["`run()` → request", "→ first text", "→ turn/completed", "→ result"];
  return markdownTable(["A warm turn, median ms", ...head, "service, by `fetch`"], rows);
}

function memoryTable(reports: readonly Report[]): string[] {
  const rows = reports.flatMap(({ runtime, memory: { idle, busy, exec } }) =>
    ([
      [`1 server, ${THREADS} threads, idle`, idle],
      [`1 server, ${THREADS} threads in a turn`, busy],
      [`${THREADS} exec processes in a turn`, exec],
    ] as const).map(([name, memory]) => [
      runtime,
      name,
      String(memory.processes),
      mb(memory.rss),
      `1/${(exec.rss / memory.rss).toFixed(1)}`,
      mb(memory.pss),
      `1/${(exec.pss / memory.pss).toFixed(1)}`,
    ])
  );
  const head = ["what", "processes", "RSS MB", "of exec", "PSS MB", "of exec"];
  return markdownTable(["Memory of Codex", ...head], rows);
}

function heldTable(reports: readonly Report[]): string[] {
  const rows = reports.flatMap(({ runtime, held }) =>
    held.map(({ threads, host, codex }) => [runtime, String(threads), mb(host), mb(codex)])
  );
  const head = ["closed threads", "the program, MB", "Codex, MB"];
  return markdownTable(["Threads that were used and closed", ...head], rows);
}

/** A table in Markdown. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

function ms(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}

function mb(value: number): string {
  return value.toFixed(0);
}
