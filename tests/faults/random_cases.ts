/**
 * Random moments: a turn is stopped at whatever moment, and nothing survives.
 *
 * @module
 */
import { ok } from "node:assert/strict";
import { COMPLETED, said, STARTED } from "../contract/case.ts";
import { type FaultCase, HANG, type Kit, type Line, sleep } from "./case.ts";

/** On each of three runtimes, and on Deno with scoped permissions. */
const MOMENTS = 167;
/** Other moments on each runtime. */
const SEEDS = { deno: 3, node: 4, bun: 5 } as const;
const AT_ONCE = 8;
const LONGEST_MS = 60;
/** The grace period, SIGKILL, and a busy machine. */
const BOUND_MS = 3_000;

/** Starts children of its own all the while: silent, stubborn, in sessions of their own. */
const FAKE: readonly Line[] = [
  STARTED,
  "sleep 300 &",
  said("one"),
  "sleep 0.01",
  `setsid sh -c "trap '' INT TERM HUP; sleep 300 & ${HANG}" &`,
  said("two"),
  "sleep 0.02",
  "(sleep 300 & sleep 300) &",
  'case "$p" in *stubborn*) trap "" INT TERM;; esac',
  said("three"),
  "wait",
  COMPLETED,
];

/** The same numbers on every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function stopAt(kit: Kit, codex: Awaited<ReturnType<Kit["codex"]>>, ms: number, how: number) {
  const abort = new AbortController();
  const options = { signal: abort.signal, killGraceMs: 100 };
  const prompt = how < 0.25 ? "stubborn" : "hello";
  const { events } = await codex.startThread().runStreamed(prompt, options);
  const reading = (async () => {
    for await (const _ of events);
  })().catch((error) => {
    ok(error instanceof kit.sdk.AbortError, `${error}`);
  });
  await sleep(ms);
  const start = performance.now();
  if (how < 0.5) abort.abort();
  else await events.return(undefined);
  await reading;
  const took = performance.now() - start;
  ok(took < BOUND_MS, `took ${Math.round(took)} ms after a stop at ${Math.round(ms)} ms`);
}

export const RANDOM_CASES: readonly FaultCase[] = [
  {
    name: `random: 3 x ${MOMENTS} stops at random moments: each settles, no process survives`,
    alone: true,
    deadlineMs: 90_000,
    async run(kit) {
      const codex = await kit.codex(["read -r p", ...FAKE]);
      const random = numbers(SEEDS[kit.runtime]);
      for (let left = MOMENTS; left > 0; left -= AT_ONCE) {
        const stops = Array.from(
          { length: Math.min(left, AT_ONCE) },
          () => stopAt(kit, codex, random() * LONGEST_MS, random()),
        );
        await Promise.all(stops);
        await kit.gone();
      }
    },
  },
];
