import { assert, assertEquals } from "@std/assert";
import type { ThreadEvent, Usage } from "../../../src/core/vocabulary/events.ts";
import type { ThreadItem } from "../../../src/core/vocabulary/items.ts";
import { NO_USAGE, usageShare } from "../../../src/core/vocabulary/usage.ts";
import { TurnFold } from "../../../src/core/turn/fold.ts";
import { recordedEvents, RUNS } from "../wire/recorded.ts";

function foldOf(events: readonly ThreadEvent[]): TurnFold {
  const fold = new TurnFold();
  for (const event of events) fold.add(event);
  return fold;
}

const kinds = (items: readonly ThreadItem[]): string => items.map(({ type }) => type).join(" ");

/** Run: completed items, items still open, final response, input tokens, failure. */
const TABLE: Record<
  string,
  [items: string, open: string, response: string, input: number | null, failure: string | null]
> = {
  "01-plain": ["agent_message", "", "Hello world", 42, null],
  "02d-empty-message": ["agent_message", "", "", 42, null],
  "02e-no-items": ["", "", "", 42, null],
  "03-reasoning": ["reasoning agent_message", "", "Hello", 42, null],
  "04a-shell-ok": ["command_execution agent_message", "", "done", 84, null],
  "04i-two-parallel-calls": [
    "command_execution command_execution agent_message",
    "",
    "done",
    84,
    null,
  ],
  "04m-shell-still-running-at-end": ["agent_message", "command_execution", "done", 84, null],
  "06a-update-plan": ["agent_message todo_list", "", "done", 168, null],
  "08a-web-search": ["web_search agent_message", "", "done", 42, null],
  "14m-context-length-exceeded": [
    "",
    "",
    "",
    null,
    "Codex ran out of room in the model's context window. Start a new thread or clear earlier history before retrying.",
  ],
  "15d-sigterm-native-sandboxed": ["", "command_execution", "", null, null],
  "16d3-prompt-1MB-plus-1": ["", "", "", null, null],
  "17a-invalid-flag": ["", "", "", null, null],
  "17c4-config-unknown-key": ["error error agent_message", "", "ok", 42, null],
  "old-0.65.0-05-apply-patch": ["file_change agent_message", "", "done", 84, null],
};

for (const [run, [items, open, response, input, failure]] of Object.entries(TABLE)) {
  Deno.test(`TurnFold folds the recorded run ${run}`, () => {
    const events = recordedEvents(run);
    const fold = foldOf(events);
    assertEquals(kinds(fold.items), items);
    assertEquals(kinds(fold.itemsSoFar.slice(fold.items.length)), open);
    assertEquals(fold.finalResponse, response);
    assertEquals(fold.usage?.input_tokens ?? null, input);
    assertEquals(fold.failure?.message ?? null, failure);
    assertEquals(fold.lastEvent, events.at(-1) ?? null);
  });
}

Deno.test("TurnFold.lastError is the last error event of every recorded run, wherever it ends", () => {
  let told = 0;
  for (const run of RUNS) {
    const events = recordedEvents(run);
    for (let length = 0; length <= events.length; length++) {
      const errors = events.slice(0, length).filter(({ type }) => type === "error");
      const last = errors.at(-1) as { message: string } | undefined;
      const { lastError } = foldOf(events.slice(0, length));
      assertEquals(lastError?.message, last?.message, `${run}, ${length} events`);
      if (lastError !== null) told++;
      // None of them is a riddle.
      assert(lastError?.code !== "other", `${run}: ${lastError?.message}`);
    }
  }
  assert(told > 20, String(told));
});

Deno.test("TurnFold takes a failure's code from the event where it has one", () => {
  const error = { message: "x", code: "rate_limited", httpStatus: 429, retryable: true };
  const fold = foldOf([{ type: "error", ...error } as ThreadEvent, {
    type: "turn.failed",
    error: { ...error, code: "unauthorized" } as { message: string },
  }]);
  assertEquals<unknown>(fold.lastError, error);
  assertEquals(fold.failure?.code, "unauthorized");
});

Deno.test("TurnFold keeps every completed item of every recorded run, as it came", () => {
  for (const run of RUNS) {
    const events = recordedEvents(run);
    const completed = events.flatMap((event) => event.type === "item.completed" ? event.item : []);
    assertEquals(foldOf(events).items, completed, run);
  }
});

Deno.test("TurnFold.finalResponse is the last agent message", () => {
  assertEquals(foldOf(recordedEvents("02-two-messages")).finalResponse, "Second message");
});

Deno.test("TurnFold.itemsSoFar shows open items in their latest state, after the completed ones", () => {
  const [, , started, updated] = recordedEvents("06a-update-plan");
  const fold = foldOf(recordedEvents("06a-update-plan").slice(0, 4));
  assertEquals(updated?.type, "item.updated");
  assertEquals(fold.itemsSoFar, [(updated as { item: ThreadItem }).item]);
  fold.add({ type: "item.completed", item: { id: "m", type: "agent_message", text: "x" } });
  assertEquals(kinds(fold.itemsSoFar), "agent_message todo_list");
  fold.add({ ...started as { item: ThreadItem }, type: "item.completed" });
  assertEquals(kinds(fold.itemsSoFar), "agent_message todo_list");
  assertEquals(fold.itemsSoFar, fold.items);
});

Deno.test("TurnFold with a limit keeps the newest items, between it and twice as many", () => {
  const fold = new TurnFold(100);
  for (let at = 0; at < 1000; at++) {
    fold.add({ type: "item.completed", item: { id: `${at}`, type: "reasoning", text: "" } }, 10);
    const ids = fold.items.map(({ id }) => Number(id));
    assert(ids.length <= 20 && ids.length >= Math.min(at + 1, 10), `${ids.length} after ${at}`);
    assertEquals(ids, ids.map((_, index) => at - ids.length + 1 + index));
  }
});

Deno.test("TurnFold.working is true from the start of a command or call to its end", () => {
  /** Run: whether work is under way after each event. */
  const runs: Record<string, string> = {
    "01-plain": "....",
    "04a-shell-ok": "..w...",
    "04i-two-parallel-calls": "..www...",
    "04m-shell-still-running-at-end": "..w..",
    "05a-apply-patch": "......",
    "06a-update-plan": "........",
    "07a-mcp-success": "..w...",
    "08a-web-search": "..w...",
    "21a-collab-v1": "...w.w.w.w...",
  };
  for (const [run, expected] of Object.entries(runs)) {
    const fold = new TurnFold();
    const seen = recordedEvents(run).map((event) => {
      fold.add(event);
      return fold.working ? "w" : ".";
    });
    assertEquals(seen.join(""), expected, run);
  }
});

Deno.test("TurnFold.working is false once the model speaks or thinks again", () => {
  const command: ThreadItem = {
    id: "a",
    type: "command_execution",
    command: "sleep 9",
    aggregated_output: "",
    exit_code: null,
    status: "in_progress",
  };
  const said = (type: "agent_message" | "reasoning" | "error"): ThreadItem =>
    type === "error" ? { id: "b", type, message: "" } : { id: "b", type, text: "" };
  for (
    const [type, working] of [["agent_message", false], ["reasoning", false], [
      "error",
      true,
    ]] as const
  ) {
    const fold = foldOf([{ type: "item.started", item: command }]);
    fold.add({ type: "item.started", item: said(type) });
    assertEquals(fold.working, true, `${type} started`);
    fold.add({ type: "item.completed", item: said(type) });
    assertEquals(fold.working, working, `${type} completed`);
    assertEquals(kinds(fold.itemsSoFar), `${type} command_execution`);
  }
});

Deno.test("TurnFold.addAside() counts what runs, but not among the turn's items", () => {
  const review = { id: "a", type: "command_execution" } as ThreadItem;
  const fold = new TurnFold();
  fold.addAside({ type: "item.started", item: { id: "b", type: "reasoning", text: "" } });
  assertEquals(fold.working, false, "the model thinks");
  fold.addAside({ type: "item.started", item: review });
  assertEquals(fold.working, true);
  fold.addAside({ type: "item.completed", item: review });
  assertEquals(fold.working, false);
  assertEquals(fold.itemsSoFar, []);
  assertEquals(fold.lastEvent, { type: "item.completed", item: review });
});

const usage = (...[input, cached, write, output, reasoning]: number[]): Usage => ({
  input_tokens: input ?? 0,
  cached_input_tokens: cached ?? 0,
  cache_write_input_tokens: write ?? 0,
  output_tokens: output ?? 0,
  reasoning_output_tokens: reasoning ?? 0,
});

Deno.test("usageShare() subtracts count by count, and is null where one is negative", () => {
  const table: [Usage, Usage, Usage | null][] = [
    [usage(42, 12, 1, 5, 3), NO_USAGE, usage(42, 12, 1, 5, 3)],
    [usage(84, 24, 3, 10, 6), usage(42, 12, 1, 5, 4), usage(42, 12, 2, 5, 2)],
    [usage(1, 2, 3, 4, 5), usage(1, 2, 3, 4, 5), NO_USAGE],
    ...[0, 1, 2, 3, 4].map((index): [Usage, Usage, null] => {
      const before = [9, 9, 9, 9, 9];
      before[index] = 10;
      return [usage(9, 9, 9, 9, 9), usage(...before), null];
    }),
  ];
  for (const [total, before, share] of table) assertEquals(usageShare(total, before), share);
});
