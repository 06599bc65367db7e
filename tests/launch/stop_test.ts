import { assert, assertEquals, assertGreaterOrEqual, assertLess } from "@std/assert";
import type { KillSignal, Subprocess } from "../../src/core/vocabulary/spawn.ts";
import type { ProcessRef, ProcessTree } from "../../src/core/ports/host.ts";
import { type StopPlan, stopTree, within } from "../../src/launch/stop.ts";

const ref = (pid: number): ProcessRef => ({ pid, startTime: "1", session: pid });

interface Setup {
  /** The signals the process dies of. */
  readonly diesOf: readonly KillSignal[];
  /** What `kill()` does besides. */
  readonly onKill?: (signal: KillSignal) => void | Promise<void>;
  /** The process id; absent where there is none. */
  readonly pid?: number;
  /** What the tree finds, the first time and after. */
  readonly below?: readonly (ProcessRef[] | Error)[];
  readonly killFails?: boolean;
}

/** A process, a tree below it, and a log of what was done to both. */
function setUp({ diesOf, onKill, pid, below, killFails }: Setup) {
  const log: string[] = [];
  let die!: () => void;
  const exited = new Promise<void>((resolve) => die = resolve);
  const child: Pick<Subprocess, "pid" | "kill"> = {
    ...(pid === undefined ? {} : { pid }),
    kill: (signal) => {
      log.push(signal);
      if (diesOf.includes(signal)) die();
      return onKill?.(signal);
    },
  };
  let looks = 0;
  const tree: ProcessTree | null = below === undefined ? null : {
    find: (_, known) => Promise.resolve([...known]),
    freeze: (of, known) => {
      log.push(`freeze ${of} ${known.map((ref) => ref.pid)}`);
      const found = below[Math.min(looks++, below.length - 1)] as ProcessRef[] | Error;
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    },
    thaw: (of, refs) => void log.push(`thaw ${of} ${refs.map((ref) => ref.pid)}`),
    kill: (refs) => {
      log.push(`kill ${refs.map((ref) => ref.pid)}`);
      return killFails ? Promise.reject(new Error("EPERM")) : Promise.resolve();
    },
  };
  const stop = (plan: Partial<StopPlan> = {}) =>
    stopTree(child as Subprocess, exited, { first: "SIGTERM", graceMs: 10_000, tree, ...plan });
  return { log, stop };
}

const denied = new Error("EACCES");
const ORDERS: [what: string, setup: Setup, plan: Partial<StopPlan>, log: string[]][] = [
  ["the first signal alone when that does", { diesOf: ["SIGTERM"] }, {}, ["SIGTERM"]],
  ["whichever signal is the first", { diesOf: ["SIGINT"] }, { first: "SIGINT" }, ["SIGINT"]],
  [
    "SIGKILL after the grace period",
    { diesOf: ["SIGKILL"] },
    { graceMs: 20 },
    ["SIGTERM", "SIGKILL"],
  ],
  [
    "SIGKILL to what is left below, once the process is dead",
    { diesOf: ["SIGTERM"], pid: 10, below: [[ref(20), ref(21)], [ref(21), ref(22)]] },
    {},
    ["freeze 10 ", "SIGTERM", "thaw 10 20,21", "freeze null 20,21", "kill 21,22"],
  ],
  [
    "nothing below when nothing is left there",
    { diesOf: ["SIGTERM"], pid: 10, below: [[ref(20)], []] },
    {},
    ["freeze 10 ", "SIGTERM", "thaw 10 20", "freeze null 20"],
  ],
  [
    "nothing below when nothing was there",
    { diesOf: ["SIGTERM"], pid: 10, below: [[]] },
    {},
    ["freeze 10 ", "SIGTERM", "thaw 10 ", "freeze null "],
  ],
  [
    "SIGKILL to what was below, although it cannot be looked for again",
    { diesOf: ["SIGTERM"], pid: 10, below: [[ref(20)], denied] },
    {},
    ["freeze 10 ", "SIGTERM", "thaw 10 20", "freeze null 20", "kill 20"],
  ],
  [
    "the process alone when what is below cannot be looked for",
    { diesOf: ["SIGTERM"], pid: 10, below: [denied] },
    {},
    ["freeze 10 ", "SIGTERM", "thaw 10 ", "freeze null "],
  ],
  [
    "the process alone where it has no pid",
    { diesOf: ["SIGTERM"], below: [[ref(20)]] },
    {},
    ["SIGTERM"],
  ],
  [
    "all it can, although what is below cannot be hit",
    { diesOf: ["SIGTERM"], pid: 10, below: [[ref(20)]], killFails: true },
    {},
    ["freeze 10 ", "SIGTERM", "thaw 10 20", "freeze null 20", "kill 20"],
  ],
  [
    "on, although a signal throws",
    {
      diesOf: ["SIGKILL"],
      onKill: (signal) => {
        if (signal === "SIGTERM") throw new Error("ESRCH");
        return Promise.reject(new Error("ESRCH"));
      },
    },
    { graceMs: 20 },
    ["SIGTERM", "SIGKILL"],
  ],
];

for (const [what, setup, plan, expected] of ORDERS) {
  Deno.test(`stopTree() sends ${what}`, async () => {
    const { log, stop } = setUp(setup);
    await stop(plan);
    assertEquals(log, expected);
  });
}

Deno.test("stopTree() begins with what it is told to do in place of a signal", async () => {
  const { log, stop } = setUp({ diesOf: ["SIGKILL"], pid: 10, below: [[ref(20)]] });
  await stop({ first: () => void log.push("close stdin"), graceMs: 20 });
  assertEquals(log, [
    "freeze 10 ",
    "close stdin",
    "thaw 10 20",
    "freeze 10 20",
    "SIGKILL",
    "kill 20",
  ]);
});

Deno.test("stopTree() gives the process its grace, and no more", async () => {
  const start = performance.now();
  await setUp({ diesOf: ["SIGKILL"] }).stop({ graceMs: 60 });
  assertGreaterOrEqual(performance.now() - start, 55);
  const quick = performance.now();
  await setUp({ diesOf: ["SIGTERM"] }).stop({ graceMs: 60_000 });
  assertLess(performance.now() - quick, 5_000);
});

Deno.test("stopTree() gives up a process that survives SIGKILL, and ends what is below", async () => {
  const { log, stop } = setUp({ diesOf: [], pid: 10, below: [[ref(20)], [ref(20)]] });
  await stop({ graceMs: 0 });
  assertEquals(log, [
    "freeze 10 ",
    "SIGTERM",
    "thaw 10 20",
    "freeze 10 20",
    "SIGKILL",
    "kill 20",
  ]);
});

Deno.test("stopTree() does not wait for a kill() that never settles when the process is gone", async () => {
  const { log, stop } = setUp({ diesOf: ["SIGTERM"], onKill: () => new Promise(() => {}) });
  assert(await within(stop({ graceMs: 10 }), 500));
  assertEquals(log, ["SIGTERM"]);
});

Deno.test("stopTree() looks again while it waits, and ends what was started meanwhile", async () => {
  const killed: number[] = [];
  let die!: () => void;
  const exited = new Promise<void>((resolve) => die = resolve);
  const tree: ProcessTree = {
    freeze: (_, known) => Promise.resolve(known.length === 0 ? [ref(20)] : [...known]),
    thaw: () => {},
    find: (_, known) => {
      die();
      return Promise.resolve([...known, ref(21)]);
    },
    kill: (refs) => Promise.resolve(void killed.push(...refs.map(({ pid }) => pid))),
  };
  const child = { pid: 10, kill: () => {} } as unknown as Subprocess;
  await stopTree(child, exited, { first: "SIGTERM", graceMs: 10_000, tree });
  assertEquals(killed, [20, 21]);
});

Deno.test("within() tells whether a promise settled in time, and leaves no timer", async () => {
  assertEquals(await within(Promise.resolve("x"), 60_000), true);
  assertEquals(await within(new Promise(() => {}), 5), false);
});
