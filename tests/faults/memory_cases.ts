/**
 * Memory: what a child writes does not pile up in the host.
 *
 * @module
 */
import { equal, ok } from "node:assert/strict";
import { COMPLETED, STARTED } from "../contract/case.ts";
import { failure, type FaultCase, HANG, type Line, READY, runOnce, sleep, until } from "./case.ts";

const PEAK_MB = 250;
const LINES = 4_800;

/** 300 MB in events of 64 KB. */
const FLOOD: readonly Line[] = [
  STARTED,
  READY,
  `yes "{\\"type\\":\\"test.flood\\",\\"text\\":\\"$(head -c 62500 /dev/zero | tr '\\0' x)\\"}" | head -n ${LINES}`,
  COMPLETED,
];

const STDERR = "head -c 300000000 /dev/zero | tr '\\0' e >&2";

export const MEMORY_CASES: readonly FaultCase[] = [
  {
    name: "memory: a consumer that pauses for 3 s while the child writes 300 MB",
    peakMb: PEAK_MB,
    deadlineMs: 60_000,
    async run(kit) {
      const { events } = await (await kit.codex(FLOOD)).startThread().runStreamed("hello");
      await until(events);
      await sleep(3_000);
      let count = 0;
      for await (const { type } of events) if ((type as string) === "test.flood") count++;
      equal(count, LINES);
    },
  },
  {
    name: "memory: 300 MB that are read at once",
    peakMb: PEAK_MB,
    deadlineMs: 60_000,
    async run(kit) {
      const turn = await runOnce(await kit.codex(FLOOD));
      equal(turn.items.length, 0);
    },
  },
  {
    name: "memory: 300 MB on stderr: 64 KiB are kept, and fewer shown",
    peakMb: PEAK_MB,
    deadlineMs: 60_000,
    async run(kit) {
      const codex = await kit.codex([STARTED, STDERR, "echo the end >&2", "exit 1"]);
      const error = await failure(runOnce(codex), kit.sdk.ExitError);
      ok(error.message.length < 65_536, `a message of ${error.message.length} characters`);
      equal(error.stderr.length, 65_536);
      ok(error.stderr.endsWith("ethe end\n"));
      ok(error.message.endsWith("ethe end"));
    },
  },
  {
    name: "memory: 5,000 pieces of one byte on stderr",
    peakMb: PEAK_MB,
    deadlineMs: 60_000,
    async run(kit) {
      // Each fork gives the host the time to read one byte.
      const drip = "i=0; while [ $i -lt 5000 ]; do echo >&2; (:); i=$((i+1)); done";
      const turn = await runOnce(await kit.codex([STARTED, drip, COMPLETED]));
      equal(turn.items.length, 0);
    },
  },
  {
    name: "memory: 300 MB on stderr while nobody reads the events",
    peakMb: PEAK_MB,
    deadlineMs: 60_000,
    async run(kit) {
      const codex = await kit.codex([STARTED, STDERR, 'touch "$D/done"', READY, HANG]);
      const { events } = await codex.startThread().runStreamed("hello");
      await events.next();
      await sleep(1_000);
      await until(events);
      await events.return(undefined);
      await kit.gone();
    },
  },
];
