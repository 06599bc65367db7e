/**
 * Timeouts: when the clocks run, when they stand still, and what the error tells.
 *
 * @module
 */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { COMPLETED, said, STARTED, THREAD_ID, TURN } from "../contract/case.ts";
import {
  begun,
  between,
  failure,
  type FaultCase,
  HANG,
  type Line,
  opened,
  READY,
  runOnce,
  sleep,
  until,
} from "./case.ts";

const IDLE_MS = 400;
const SILENCE = "sleep 1.2";

const completed = (type: string) => ({ ...opened(type), type: "item.completed" });
const thought = { type: "item.completed", item: { id: "item_2", type: "reasoning", text: "so" } };

/** Silence of 1.2 s after these events, with an idle limit of 0.4 s. */
const silence = (
  name: string,
  after: readonly Line[],
  outcome: "goes on" | "times out",
): FaultCase => ({
  name: `idle clock: ${outcome} ${name}`,
  async run(kit) {
    const codex = await kit.codex([STARTED, TURN, ...after, SILENCE, said("done"), COMPLETED]);
    const running = codex.startThread().run("hello", { idleTimeoutMs: IDLE_MS });
    if (outcome === "times out") {
      equal((await failure(running, kit.sdk.TimeoutError)).kind, "idle");
      return;
    }
    // Without the last of them the silence has not begun.
    const isLate = (error: { readonly lastEvent?: unknown }) =>
      !isDeepStrictEqual(error.lastEvent, after.at(-1));
    const turn = await running.catch((error) => isLate(error) ? begun(running) : running);
    equal(turn.finalResponse, "done");
  },
});

const WORK = ["command_execution", "mcp_tool_call", "web_search", "collab_tool_call"];

const table = [
  ...WORK.map((type) => silence(`while a ${type} is open`, [opened(type)], "goes on")),
  silence("once it is completed", [opened("web_search"), completed("web_search")], "times out"),
  silence("while one of two is open", [
    opened("command_execution", "a"),
    opened("mcp_tool_call", "item_1"),
    completed("mcp_tool_call"),
  ], "goes on"),
  silence("while a todo_list is open", [opened("todo_list")], "times out"),
  silence("while a file_change is open", [opened("file_change")], "times out"),
  silence("when a message closed the open item", [
    opened("command_execution"),
    said("next"),
  ], "times out"),
  silence("when reasoning closed the open item", [
    opened("command_execution"),
    thought,
  ], "times out"),
];

export const TIMEOUT_CASES: readonly FaultCase[] = [
  ...table,
  {
    name: "idle clock: events that come in time keep the turn going",
    async run(kit) {
      const tick = ["sleep 0.3", { type: "test.tick" }];
      const codex = await kit.codex([STARTED, ...Array(6).fill(tick).flat(), COMPLETED]);
      await codex.startThread().run("hello", { idleTimeoutMs: 1_500 });
    },
  },
  {
    name: "idle clock: stands still while nobody pulls, starts with the next pull",
    async run(kit) {
      const codex = await kit.codex([STARTED, READY, HANG]);
      const thread = codex.startThread();
      const { events } = await thread.runStreamed("hello", { idleTimeoutMs: IDLE_MS });
      await begun(until(events));
      await sleep(2 * IDLE_MS);
      const start = performance.now();
      const error = await failure(events.next(), kit.sdk.TimeoutError);
      between(performance.now() - start, IDLE_MS - 5, 10 * IDLE_MS);
      ok(error.elapsedMs >= 3 * IDLE_MS - 10, `elapsedMs is ${error.elapsedMs}`);
    },
  },
  {
    name: "idle clock: a consumer that was away gets what has come meanwhile",
    async run(kit) {
      const codex = await kit.codex([STARTED, READY, SILENCE, said("late"), COMPLETED]);
      const thread = codex.startThread();
      const { events } = await thread.runStreamed("hello", { idleTimeoutMs: IDLE_MS });
      await begun(until(events));
      await sleep(1_500);
      await until(events, "turn.completed");
      deepEqual(await events.next(), { done: true, value: undefined });
    },
  },
  ...(["turn", "idle"] as const).map((kind): FaultCase => ({
    name: `TimeoutError: the fields of a limit of kind "${kind}"`,
    async run(kit) {
      const codex = await kit.codex([STARTED, "echo oops >&2", "sleep 0.1", said("part"), HANG]);
      const limits = kind === "turn" ? { timeoutMs: 600 } : { idleTimeoutMs: 600 };
      const error = await failure(codex.startThread().run("hello", limits), kit.sdk.TimeoutError);
      equal(error.kind, kind);
      equal(error.name, "TimeoutError");
      between(error.elapsedMs, 595, 5_000);
      deepEqual(error.lastEvent, said("part"));
      equal(error.stderr, "oops\n");
      match(error.message, /600 ms/);
      equal(error.threadId, THREAD_ID);
      deepEqual(error.items, [said("part").item]);
      equal(error.usage, null);
      await kit.gone();
    },
  })),
  {
    name: "timeoutMs: no effect once the turn has ended",
    async run(kit) {
      const codex = await kit.codex([STARTED, COMPLETED, "sleep 0.6"]);
      await codex.startThread().run("hello", { timeoutMs: 400, idleTimeoutMs: 400 });
    },
  },
  {
    name: "timeoutMs: counts from the turn's start, not from its place in the queue",
    async run(kit) {
      const codex = await kit.codex([STARTED, "sleep 0.5", COMPLETED]);
      const thread = codex.startThread();
      const first = thread.run("one");
      await thread.run("two", { timeoutMs: 950 });
      await first;
      await runOnce(codex);
    },
  },
];
