/**
 * Partial results: what every error of a turn carries, and the thread's life after it.
 *
 * @module
 */
import { deepEqual, equal, match } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CodexError, TurnOptions } from "../../mod.ts";
import { COMPLETED, said, STARTED, THREAD_ID } from "../contract/case.ts";
import { failure, type FaultCase, HANG, type Line, opened, type Sdk } from "./case.ts";

interface Trouble {
  readonly error: (sdk: Sdk) => abstract new (...args: never[]) => CodexError;
  readonly lines: readonly Line[];
  readonly options?: TurnOptions;
}

const OTHER = { type: "thread.started", thread_id: "01a201f0-88ca-7681-ada4-000000000000" };

const TROUBLES: Readonly<Record<string, Trouble>> = {
  AbortError: { error: (sdk) => sdk.AbortError, lines: [HANG] },
  "TimeoutError (turn)": {
    error: (sdk) => sdk.TimeoutError,
    lines: [HANG],
    options: { timeoutMs: 700 },
  },
  "TimeoutError (idle)": {
    error: (sdk) => sdk.TimeoutError,
    lines: [{ type: "item.completed", item: { ...said("").item, id: "m" } } as Line, HANG],
    options: { idleTimeoutMs: 300 },
  },
  ExitError: { error: (sdk) => sdk.ExitError, lines: ["exit 1"] },
  IncompleteTurnError: { error: (sdk) => sdk.IncompleteTurnError, lines: ["exit 0"] },
  DecodeError: { error: (sdk) => sdk.DecodeError, lines: ["echo garbage", HANG] },
  TurnFailedError: {
    error: (sdk) => sdk.TurnFailedError,
    lines: [{ type: "turn.failed", error: { message: "no" } } as Line, "exit 1"],
  },
};

/** The first turn runs into trouble after two items, the second one is well. */
const twice = (lines: readonly Line[]): Line[] => [
  'if [ -e "$D/again" ]; then echo "$*" > "$D/args"',
  STARTED,
  COMPLETED,
  "exit 0; fi",
  // Before the first word, which may be the last.
  'touch "$D/again"',
  STARTED,
  said("part"),
  opened("command_execution"),
  ...lines,
];

export const PARTIAL_CASES: readonly FaultCase[] = [
  ...Object.entries(TROUBLES).map(([name, { error: type, lines, options }]): FaultCase => ({
    name: `partial result: ${name} carries thread and items, and the thread goes on`,
    async run(kit) {
      const codex = await kit.codex(twice(lines));
      const thread = codex.startThread();
      const abort = new AbortController();
      const { events } = await thread.runStreamed("one", { ...options, signal: abort.signal });
      for (let count = 0; count < 3; count++) await events.next();
      if (name === "AbortError") abort.abort();
      const reading = (async () => {
        for await (const _ of events);
      })();
      const error = await failure(reading, type(kit.sdk));
      equal(error.threadId, THREAD_ID);
      deepEqual(error.items.slice(0, 1), [said("part").item]);
      deepEqual(error.items.at(-1), opened("command_execution").item);
      equal(error.usage, null);
      await kit.gone();

      equal((await thread.run("two")).usage?.output_tokens, 5);
      match(
        await readFile(join(kit.folder, "args"), "utf8"),
        new RegExp(`resume ${THREAD_ID}$`, "m"),
      );
    },
  })),
  {
    name: "partial result: another thread's answer is refused, with its processes ended",
    async run(kit) {
      const codex = await kit.codex([OTHER, HANG]);
      const error = await failure(codex.resumeThread(THREAD_ID).run("x"), kit.sdk.ResumeError);
      equal(error.reason, "other_thread");
      equal(error.threadId, THREAD_ID);
      await kit.gone();
    },
  },
];
