import { assert, assertEquals, assertGreaterOrEqual, assertLess } from "@std/assert";
import type { KillSignal, Subprocess } from "../../../src/core/vocabulary/spawn.ts";
import type { ProcessTree } from "../../../src/core/ports/host.ts";
import { type StopPlan, stopTree, within } from "../../../src/launch/process/stop.ts";

interface Setup {
  /** The signals the process dies of. */
  readonly diesOf: readonly KillSignal[];
  /** What `kill()` does besides. */
  readonly onKill?: (signal: KillSignal) => void | Promise<void>;
  /** The process id; absent where there is none. */
  readonly pid?: number;
  /** What happens when one looks at the tree below it, and when that is ended; absent: there is no tree. */
  readonly below?: { readonly looks?: Error; readonly ends?: Error };
}

/** A process, a tree below it, and a log of what was done to both. */
function setUp({ diesOf, onKill, pid, below }: Setup) {
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
  const settle = (error?: Error) => error === undefined ? Promise.resolve() : Promise.reject(error);
  const tree: ProcessTree | null = below === undefined ? null : {
    below: (of) => ({
      look: () => {
        log.push(`look below ${of}`);
        return settle(below.looks);
      },
      end: () => {
        log.push("end below");
        return settle(below.ends);
      },
      lost: () => Promise.resolve({ ended: 0, orphans: false }),
    }),
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
    "the first signal after a look below, and ends what is left there once the process is dead",
    { diesOf: ["SIGTERM"], pid: 10, below: {} },
    {},
    ["look below 10", "SIGTERM", "end below"],
  ],
  [
    "SIGKILL after the grace period, and ends what is left below after that",
    { diesOf: ["SIGKILL"], pid: 10, below: {} },
    { graceMs: 0 },
    ["look below 10", "SIGTERM", "SIGKILL", "end below"],
  ],
  [
    "all of that, although one cannot look below",
    { diesOf: ["SIGTERM"], pid: 10, below: { looks: denied, ends: denied } },
    {},
    ["look below 10", "SIGTERM", "end below"],
  ],
  [
    "the process alone where it has no pid",
    { diesOf: ["SIGTERM"], below: {} },
    {},
    ["SIGTERM"],
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
  const { log, stop } = setUp({ diesOf: ["SIGKILL"], pid: 10, below: {} });
  await stop({ first: () => void log.push("close stdin"), graceMs: 0 });
  assertEquals(log, ["look below 10", "close stdin", "SIGKILL", "end below"]);
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
  const { log, stop } = setUp({ diesOf: [], pid: 10, below: {} });
  await stop({ graceMs: 0 });
  assertEquals(log, ["look below 10", "SIGTERM", "SIGKILL", "end below"]);
});

Deno.test("stopTree() waits until the process is gone before it ends what is below", async () => {
  let die!: () => void;
  const exited = new Promise<void>((resolve) => die = resolve);
  const log: string[] = [];
  const kill = (signal: KillSignal) => {
    log.push(signal);
    if (signal === "SIGKILL") setTimeout(() => die(), 1);
  };
  const tree: ProcessTree = {
    below: () => ({
      look: () => Promise.resolve(),
      end: () => Promise.resolve(void log.push("end below")),
      lost: () => Promise.resolve({ ended: 0, orphans: false }),
    }),
  };
  const gone = exited.then(() => log.push("gone"));
  const child = { pid: 10, kill } as unknown as Subprocess;
  await stopTree(child, exited, { first: "SIGTERM", graceMs: 0, tree });
  await gone;
  assertEquals(log, ["SIGTERM", "SIGKILL", "gone", "end below"]);
});

Deno.test("stopTree() does not wait for a kill() that never settles when the process is gone", async () => {
  const { log, stop } = setUp({ diesOf: ["SIGTERM"], onKill: () => new Promise(() => {}) });
  assert(await within(stop({ graceMs: 10 }), 500));
  assertEquals(log, ["SIGTERM"]);
});

Deno.test("stopTree() looks again while it waits", async () => {
  let die!: () => void;
  const exited = new Promise<void>((resolve) => die = resolve);
  let looks = 0;
  const look = () => {
    if (++looks === 3) die();
    return Promise.resolve();
  };
  const tree: ProcessTree = {
    below: () => ({
      look,
      end: () => Promise.resolve(),
      lost: () => Promise.resolve({ ended: 0, orphans: false }),
    }),
  };
  const child = { pid: 10, kill: () => {} } as unknown as Subprocess;
  await stopTree(child, exited, { first: "SIGTERM", graceMs: 60_000, tree });
  assertEquals(looks, 3);
});

Deno.test("within() tells whether a promise settled in time, and leaves no timer", async () => {
  assertEquals(await within(Promise.resolve("x"), 60_000), true);
  assertEquals(await within(new Promise(() => {}), 5), false);
});
