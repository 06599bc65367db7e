/**
 * Child trouble: ends before the turn has.
 *
 * @module
 */
import { deepEqual, equal, match } from "node:assert/strict";
import { COMPLETED, said, STARTED, THREAD_ID, TURN } from "../contract/case.ts";
import {
  between,
  failure,
  type FaultCase,
  HANG,
  type Kit,
  type Line,
  LONG_PROMPT,
  runOnce,
  timed,
} from "./case.ts";

const exiting = (how: string, line: string, code: number | null, signal: string | null) =>
  ["", "echo 'oh dear' >&2"].map((complaint): FaultCase => ({
    name: `child: ends ${how}, ${complaint ? "with" : "without"} a word on stderr`,
    async run(kit) {
      const codex = await kit.codex([STARTED, TURN, complaint, line]);
      const error = await failure(runOnce(codex), kit.sdk.ExitError);
      deepEqual([error.exitCode, error.signal], [code, signal]);
      equal(error.stderr, complaint ? "oh dear\n" : "");
      match(error.message, complaint ? /: oh dear$/ : /said nothing on stderr$/);
      match(error.message, signal ? new RegExp(signal) : new RegExp(`code ${code}`));
      equal(error.threadId, THREAD_ID);
    },
  }));

async function incomplete(kit: Kit, lines: readonly Line[], [least, most]: [number, number]) {
  const codex = await kit.codex([STARTED, said("part"), ...lines]);
  const running = runOnce(codex);
  const took = await timed(running);
  const error = await failure(running, kit.sdk.IncompleteTurnError);
  equal(error.items.length, 1);
  await kit.gone();
  between(took, least, most);
}

export const EXIT_CASES: readonly FaultCase[] = [
  ...exiting("with code 1", "exit 1", 1, null),
  ...exiting("with code 2", "exit 2", 2, null),
  ...exiting("with code 101", "exit 101", 101, null),
  ...exiting("by SIGKILL", "kill -9 $$", null, "SIGKILL"),
  ...exiting("by SIGSEGV", "kill -SEGV $$", null, "SIGSEGV"),
  {
    name: "child: ends with code 0 and no verdict",
    run: (kit) => incomplete(kit, ["exit 0"], [0, 1_000]),
  },
  {
    name: "child: closes its output and lives on",
    run: (kit) => incomplete(kit, ["exec 1>&-", HANG], [900, 3_000]),
  },
  {
    name: "child: ends without reading a prompt of 4 MB",
    async run(kit) {
      const codex = await kit.codex(["echo 'no thanks' >&2", "exit 1"]);
      const error = await failure(codex.startThread().run(LONG_PROMPT), kit.sdk.ExitError);
      deepEqual([error.exitCode, error.stderr], [1, "no thanks\n"]);
    },
  },
  {
    name: "child: reads all of a prompt of 4 MB, slowly",
    async run(kit) {
      const codex = await kit.codex([
        STARTED,
        "sleep 0.2",
        'cat > "$D/prompt"',
        `printf '{"type":"test.read","bytes":%s}\\n' "$(wc -c < "$D/prompt")"`,
        COMPLETED,
      ]);
      const { events } = await codex.startThread().runStreamed(LONG_PROMPT);
      const seen = [];
      for await (const event of events) seen.push(event);
      deepEqual(seen[1], { type: "test.read", bytes: 4 << 20 });
    },
  },
  {
    name: "child: dead, and a grandchild goes on printing blank lines",
    leavesOrphans: true,
    async run(kit) {
      const chatter = "(while echo; do sleep 0.02; done) &";
      const codex = await kit.codex([STARTED, chatter, "exit 1"]);
      const running = runOnce(codex);
      between(await timed(running), 0, 3_000);
      await failure(running, kit.sdk.ExitError);
    },
  },
];
