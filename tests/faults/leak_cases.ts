/**
 * Leaks: nothing grows over many turns.
 *
 * @module
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { COMPLETED, said, STARTED } from "../contract/case.ts";
import { emit, type FaultCase, type Kit, sleep } from "./case.ts";

const TURNS = 300;
// Runtimes open caches of their own meanwhile.
const WARM_UP = 100;

/** One shell that starts nothing: a turn's time is the SDK's own. */
const FAKE = ["#!/bin/sh", ...[STARTED, said("{}"), COMPLETED].map(emit), ""].join("\n");

/** Counts the listeners of a signal, on every runtime alike. */
function counting(signal: AbortSignal): () => number {
  let count = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    count++;
    return addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    count--;
    return removeEventListener.apply(signal, args);
  };
  return () => count;
}

/** What must be the same before and after. */
async function state(kit: Kit, listeners: () => number) {
  // The pipes of the last turn are closed in the background.
  await sleep(300);
  return {
    fds: (await kit.look()).fds,
    tmp: await readdir(kit.tmp),
    timers: process.getActiveResourcesInfo().filter((name) => name === "Timeout").length,
    signal: listeners(),
    process: process.eventNames().map((name) => [name, process.listenerCount(name)]),
  };
}

export const LEAK_CASES: readonly FaultCase[] = [
  {
    name: "leak: 300 turns leave no descriptor, temporary file, timer or listener",
    alone: true,
    deadlineMs: 90_000,
    prepare: (folder) => writeFile(join(folder, "codex"), FAKE, { mode: 0o755 }),
    async run(kit) {
      const codex = await kit.codex([]);
      const signal = new AbortController().signal;
      const listeners = counting(signal);
      const thread = codex.startThread();
      const outputSchema = {
        type: "object",
        properties: {},
        required: [],
        additionalProperties: false,
      };
      const turn = async (index: number) => {
        const schema = index % 10 === 0 ? { outputSchema } : {};
        const options = { signal, timeoutMs: 60_000, idleTimeoutMs: 60_000, ...schema };
        equal((await thread.run("hello", options)).finalResponse, "{}");
      };
      for (let index = 0; index < WARM_UP; index++) await turn(index);
      const before = await state(kit, listeners);
      for (let index = 0; index < TURNS; index++) await turn(index);
      const { fds, ...after } = await state(kit, listeners);
      deepEqual({ ...after, fds: before.fds }, before);
      ok(fds <= before.fds, `${fds} descriptors, and ${before.fds} before`);
      equal(before.signal, 0);
    },
  },
];
