/**
 * Signals of the caller: at every moment of a turn's life.
 *
 * @module
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { TurnOptions } from "../../mod.ts";
import { COMPLETED, said, STARTED } from "../contract/case.ts";
import { failure, type FaultCase, HANG, type Kit, READY, runOnce, sleep, until } from "./case.ts";

const exists = (path: string) => stat(path).then(() => true, () => false);
const MARK = 'touch "$D/ran"';

const ran = (kit: Kit) => exists(join(kit.folder, "ran"));

/** Aborts after so many turns of the microtask queue, then of the event loop. */
async function abortAt(abort: AbortController, ticks: number, macro: number): Promise<void> {
  for (let tick = 0; tick < ticks; tick++) await null;
  for (let turn = 0; turn < macro; turn++) await new Promise((resolve) => setImmediate(resolve));
  abort.abort("now");
}

/** A turn on a child that hangs, aborted at each of its first moments. */
async function atEachMoment(kit: Kit, options: TurnOptions, check: () => Promise<void>) {
  for (let moment = 0; moment < 40; moment++) {
    const [ticks, macro] = moment < 24 ? [moment, 0] : [0, moment - 23];
    const codex = await kit.codex([STARTED, HANG]);
    const abort = new AbortController();
    const thread = codex.startThread({ workingDirectory: kit.folder });
    const running = thread.run("hello", { ...options, signal: abort.signal });
    const stopped = failure(running, kit.sdk.AbortError);
    await abortAt(abort, ticks, macro);
    equal((await stopped).cause, "now");
    await kit.gone();
    await check();
  }
}

const reasons: Readonly<Record<string, unknown>> = {
  "a string": "enough",
  "an Error": new Error("enough"),
  "an object": { code: 7 },
  "null": null,
  "nothing": undefined,
};

export const SIGNAL_CASES: readonly FaultCase[] = [
  {
    name: "signal: aborted before run(): nothing is spawned",
    async run(kit) {
      const codex = await kit.codex([MARK, STARTED, COMPLETED]);
      const options = { signal: AbortSignal.abort("early") };
      const error = await failure(codex.startThread().run("hello", options), kit.sdk.AbortError);
      equal(error.cause, "early");
      await sleep(100);
      ok(!await ran(kit), "it was spawned");
    },
  },
  {
    name: "signal: aborted between runStreamed() and the first next(): nothing is spawned",
    async run(kit) {
      const codex = await kit.codex([MARK, STARTED, COMPLETED]);
      const abort = new AbortController();
      const { events } = await codex.startThread().runStreamed("x", { signal: abort.signal });
      abort.abort("early");
      equal((await failure(events.next(), kit.sdk.AbortError)).cause, "early");
      equal((await events.next()).done, true);
      await sleep(100);
      ok(!await ran(kit), "it was spawned");
    },
  },
  {
    name: "signal: aborted while the binary is looked up or started, at 40 moments",
    deadlineMs: 40_000,
    run: (kit) => atEachMoment(kit, {}, async () => {}),
  },
  {
    name: "signal: aborted while the schema file is written, at 40 moments: none is left",
    alone: true,
    deadlineMs: 40_000,
    async run(kit) {
      const outputSchema = {
        type: "object",
        properties: {},
        required: [],
        additionalProperties: false,
        description: "x".repeat(3 << 20),
      };
      await atEachMoment(kit, { outputSchema }, async () => {
        deepEqual(await readdir(kit.tmp), []);
      });
    },
  },
  {
    name: "signal: aborted while a missing binary is looked up: AbortError all the same",
    prepare: async () => {},
    async run(kit) {
      const codex = await kit.codex([]);
      const abort = new AbortController();
      const running = codex.startThread().run("hello", { signal: abort.signal });
      abort.abort("now");
      equal((await failure(running, kit.sdk.AbortError)).cause, "now");
    },
  },
  ...Object.entries(reasons).map(([name, reason]): FaultCase => ({
    name: `signal: the error's cause is the reason, ${name}`,
    async run(kit) {
      const codex = await kit.codex([STARTED, READY, HANG]);
      const abort = new AbortController();
      const { events } = await codex.startThread().runStreamed("x", { signal: abort.signal });
      await until(events);
      abort.abort(reason);
      const error = await failure(events.next(), kit.sdk.AbortError);
      equal(error.cause, abort.signal.reason);
      equal(error.name, "AbortError");
      equal(error.code, "ABORT_ERR");
      await kit.gone();
    },
  })),
  {
    name: "signal: aborted after turn.completed: no effect",
    async run(kit) {
      const codex = await kit.codex([STARTED, said("hi"), COMPLETED, "sleep 0.2", MARK]);
      const abort = new AbortController();
      const { events } = await codex.startThread().runStreamed("x", { signal: abort.signal });
      await until(events, "turn.completed");
      abort.abort();
      equal((await events.next()).done, true);
      ok(await ran(kit), "the child was stopped");
    },
  },
  {
    name: "signal: aborted after the end: no effect on the next turn of the thread",
    async run(kit) {
      const codex = await kit.codex([STARTED, said("hi"), COMPLETED]);
      const abort = new AbortController();
      const thread = codex.startThread();
      await thread.run("one", { signal: abort.signal });
      abort.abort();
      equal((await thread.run("two")).finalResponse, "hi");
      await failure(thread.run("three", { signal: abort.signal }), kit.sdk.AbortError);
      await runOnce(codex);
    },
  },
];
