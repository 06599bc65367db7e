/**
 * Child trouble: what it does beside the turn and after the verdict, which stands.
 *
 * @module
 */
import { deepEqual, equal } from "node:assert/strict";
import { COMPLETED, said, STARTED } from "../contract/case.ts";
import { between, failure, type FaultCase, HANG, type Line, LONG_PROMPT, timed } from "./case.ts";

const FAILED = { type: "turn.failed", error: { message: "no luck" } };

const SAID = [STARTED, said("hi"), COMPLETED];

/** Ends well, whatever the child does beside. */
const succeeds = (
  name: string,
  lines: readonly Line[],
  [least, most]: readonly [number, number] = [0, 10_000],
): FaultCase => ({
  name: `child: ${name}`,
  async run(kit) {
    const codex = await kit.codex(lines);
    const running = codex.startThread().run(LONG_PROMPT, { killGraceMs: 300 });
    const took = await timed(running);
    equal((await running).finalResponse, "hi");
    await kit.gone();
    between(took, least, most);
  },
});

export const VERDICT_CASES: readonly FaultCase[] = [
  succeeds("never reads its input yet succeeds", SAID),
  succeeds("closes its input, then succeeds", ["exec 0<&-", "sleep 0.1", ...SAID]),
  succeeds("ends with code 1 after turn.completed", [...SAID, "exit 1"]),
  succeeds("ends by signal after turn.completed", [...SAID, "kill -9 $$"]),
  succeeds("writes garbage after turn.completed", [...SAID, "echo garbage", FAILED]),
  succeeds("writes 200 MB after turn.completed", [...SAID, "head -c 200000000 /dev/zero"]),
  succeeds("writes without end after turn.completed", [...SAID, "exec yes"], [950, 3_000]),
  succeeds("lives on after turn.completed", [...SAID, HANG], [950, 3_000]),
  succeeds("lives on and ignores signals after turn.completed", [
    ...SAID,
    "trap '' INT TERM",
    HANG,
  ], [1_250, 3_000]),
  {
    name: "child: a grandchild holds the pipes after turn.completed, and delays nobody",
    leavesOrphans: true,
    async run(kit) {
      const codex = await kit.codex([`${HANG.slice(5)} 2>&1 <&0 &`, ...SAID]);
      between(await timed(codex.startThread().run(LONG_PROMPT)), 0, 900);
    },
  },
  ...["exit 1", HANG].map((end): FaultCase => ({
    name: `child: writes after turn.failed, then ${end === HANG ? "lives on" : "ends"}`,
    async run(kit) {
      const codex = await kit.codex([STARTED, FAILED, said("late"), COMPLETED, end]);
      const { events } = await codex.startThread().runStreamed("hello");
      const seen: string[] = [];
      const reading = (async () => {
        for await (const { type } of events) seen.push(type);
      })();
      const error = await failure(reading, kit.sdk.TurnFailedError);
      equal(error.message, "no luck");
      deepEqual(seen, ["thread.started", "turn.failed"]);
      await kit.gone();
    },
  })),
];
