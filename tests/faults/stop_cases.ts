/**
 * Stops: every way to stop a turn, on every kind of child.
 *
 * @module
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Codex, ThreadEvent, TurnOptions } from "../../mod.ts";
import { COMPLETED, STARTED } from "../contract/case.ts";
import {
  begun,
  between,
  failure,
  type FaultCase,
  HANG,
  type Line,
  READY,
  type Sdk,
  until,
} from "./case.ts";

/** Stops a turn whose child is ready; gives the milliseconds from the stop to the end. */
type Way = (codex: Codex, options: TurnOptions, sdk: Sdk) => Promise<number>;

type Events = AsyncGenerator<ThreadEvent>;

const GRACE_MS = 250;
const LIMIT_MS = 250;

async function ready(codex: Codex, options: TurnOptions): Promise<Events> {
  const { events } = await codex.startThread().runStreamed("hello", options);
  await begun(until(events));
  return events;
}

async function since<T>(work: () => Promise<T>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Leaves while a `next()` is pending, which must then say that there is no more. */
const leaving = (leave: (events: Events) => Promise<unknown>): Way => async (codex, options) => {
  const events = await ready(codex, options);
  const pending = events.next();
  const took = await since(() => leave(events));
  deepEqual(await pending, { done: true, value: undefined });
  deepEqual(await events.next(), { done: true, value: undefined });
  return took;
};

const aborting = (between: boolean): Way => async (codex, options, sdk) => {
  const abort = new AbortController();
  const events = await ready(codex, { ...options, signal: abort.signal });
  if (between) abort.abort();
  const pending = events.next();
  return await since(async () => {
    abort.abort();
    await failure(pending, sdk.AbortError);
  });
};

const timing = (limit: TurnOptions): Way => async (codex, options, sdk) => {
  const start = performance.now();
  const events = await ready(codex, { ...options, ...limit });
  const error = await failure(events.next(), sdk.TimeoutError);
  return performance.now() - start - error.elapsedMs;
};

const WAYS: Readonly<Record<string, Way>> = {
  "abort during next()": aborting(false),
  "abort between two next()": aborting(true),
  "abort of run()": async (codex, options, sdk) => {
    const abort = new AbortController();
    const running = codex.startThread().run("hello", { ...options, signal: abort.signal });
    const stopped = failure(running, sdk.AbortError);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return await since(async () => {
      abort.abort();
      await stopped;
    });
  },
  "timeoutMs": timing({ timeoutMs: LIMIT_MS }),
  "idleTimeoutMs": timing({ idleTimeoutMs: LIMIT_MS }),
  "break": async (codex, options) => {
    const { events } = await codex.startThread().runStreamed("hello", options);
    let start = 0;
    for await (const { type } of events) {
      start = performance.now();
      if ((type as string) === READY.type) break;
    }
    return performance.now() - start;
  },
  "return() during next()": leaving(async (events) =>
    deepEqual(await events.return(undefined), { done: true, value: undefined })
  ),
  "throw() during next()": leaving(async (events) => {
    const thrown = new Error("mine");
    equal(await events.throw(thrown).catch((error) => error), thrown);
  }),
  "asyncDispose during next()": leaving(async (events) => await events[Symbol.asyncDispose]()),
};

/** Ignores what can be ignored, in a session of its own, two deep, and holds the pipes. */
const DAEMON = `export READY='${JSON.stringify(READY)}'
setsid sh -c "trap '' INT TERM HUP; sh -c 'echo \\"\\$READY\\"; ${HANG}' & ${HANG}" &`;

interface Kind {
  readonly lines: readonly Line[];
  /** Milliseconds that the child itself takes to die. */
  readonly diesAfter: number;
}

const KINDS: Readonly<Record<string, Kind>> = {
  "a silent child": { lines: [STARTED, READY, HANG], diesAfter: 0 },
  "a child that ignores signals": {
    lines: [STARTED, "trap '' INT TERM", READY, HANG],
    diesAfter: GRACE_MS,
  },
  "a child with a stubborn tree": { lines: [STARTED, DAEMON, HANG], diesAfter: 0 },
  "all of that": { lines: [STARTED, "trap '' INT TERM", DAEMON, HANG], diesAfter: GRACE_MS },
};

const table = Object.entries(KINDS).flatMap(([kind, { lines, diesAfter }]) =>
  Object.entries(WAYS).map(([name, way]): FaultCase => ({
    name: `stop: ${name}, ${kind}`,
    quiet: true,
    async run(kit) {
      const took = await way(await kit.codex(lines), { killGraceMs: GRACE_MS }, kit.sdk);
      await kit.gone();
      between(took, diesAfter - 5, diesAfter + 200);
    },
  }))
);

const RECORD = ["INT", "TERM"].map((name) => `trap 'echo ${name} >> $D/signals; exit 1' ${name}`);
const LOOP = "while :; do sleep 0.02; done";

const firstSignal = ([sandboxMode, wanted]: readonly [
  "read-only" | "workspace-write" | "danger-full-access" | undefined,
  string,
]): FaultCase => ({
  name: `stop: ${wanted} comes first with sandboxMode ${sandboxMode}`,
  async run(kit) {
    const codex = await kit.codex([STARTED, ...RECORD, READY, LOOP]);
    const thread = codex.startThread(sandboxMode === undefined ? {} : { sandboxMode });
    const { events } = await thread.runStreamed("hello");
    await until(events);
    await events.return(undefined);
    equal(await readFile(join(kit.folder, "signals"), "utf8"), `${wanted}\n`);
    await kit.gone();
  },
});

export const STOP_CASES: readonly FaultCase[] = [
  ...table,
  ...([
    [undefined, "INT"],
    ["danger-full-access", "INT"],
    ["read-only", "TERM"],
    ["workspace-write", "TERM"],
  ] as const).map(firstSignal),
  {
    name: "stop: a child that needs 300 ms to die: settles within 200 ms of its death",
    quiet: true,
    async run(kit) {
      const codex = await kit.codex([
        STARTED,
        "trap 'sleep 0.3; date +%s%N > $D/died; exit 1' INT",
        READY,
        LOOP,
      ]);
      const events = await ready(codex, {});
      await events.return(undefined);
      const now = Date.now();
      const died = Number(await readFile(join(kit.folder, "died"), "utf8")) / 1e6;
      ok(died > 0);
      between(now - died, 0, 200);
      await kit.gone();
    },
  },
  {
    name: "stop: break at turn.completed lets the child end by itself",
    async run(kit) {
      const end = ["sleep 0.3", "echo well > $D/signals"];
      const codex = await kit.codex([STARTED, ...RECORD, COMPLETED, ...end]);
      const { events } = await codex.startThread().runStreamed("hello");
      for await (const { type } of events) if (type === "turn.completed") break;
      equal(await readFile(join(kit.folder, "signals"), "utf8"), "well\n");
      await kit.gone();
    },
  },
];
