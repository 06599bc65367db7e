import { assert, assertEquals } from "@std/assert";
import type { LiveEvent } from "../../../src/app_server/events/live_events.ts";
import type { Item } from "../../../src/app_server/protocol/items.ts";
import { TurnMapper } from "../../../src/app_server/events/mapper.ts";
import { RUNNING } from "./items/running_command.ts";
import { isKnownItem, type ThreadEvent, type ThreadItem } from "../../../mod.ts";
import { eventAsExec } from "../../as_exec.ts";
import { NO_USAGE } from "../../../src/core/vocabulary/usage.ts";
import { mappedTurns, recordedLines, type RecordedTurn } from "../recorded.ts";

const KNOWN_TO_EXEC = new Set(["turn.started", "item.started", "item.updated", "item.completed"]);

/** The items of a turn: type, and what tells them apart. */
function items({ events }: Pick<RecordedTurn, "events">): string[] {
  return events.flatMap((event) => {
    if (event.type !== "item.completed") return [];
    const { item } = event;
    if (!isKnownItem(item)) return [];
    const more = "text" in item ? item.text : "status" in item ? item.status : "";
    return [`${item.type} ${more}`];
  });
}

const last = ({ events }: Pick<RecordedTurn, "events">) => events.at(-1);

/** Notifications, mapped one after another. */
function mapped(...told: [method: string, params: unknown][]): LiveEvent[] {
  const mapper = new TurnMapper(NO_USAGE);
  return told.flatMap(([method, params]) => mapper.map(method, params));
}

/** More than a call takes arguments. */
const MANY = 200_000;

Deno.test("TurnMapper closes any number of open items", () => {
  const mapper = new TurnMapper(NO_USAGE);
  for (let id = 0; id < MANY; id++) {
    mapper.map("item/started", { item: { ...RUNNING, id: `c${id}` } });
  }
  const events = mapper.map("turn/completed", { turn: { status: "interrupted", error: null } });
  assertEquals(events.length, MANY + 1);
  assertEquals(events.at(-1)?.type, "turn.interrupted");
});

const user = (id: string): [string, unknown] => ["item/started", {
  item: { type: "userMessage", id, content: [] },
}];
const message = (id: string, text = ""): Item => ({ type: "agentMessage", id, text });
const delta = (itemId: string, delta: string): [string, unknown] => [
  "item/agentMessage/delta",
  { itemId, delta },
];
const ended = (status: string, error: unknown = null): [string, unknown] => ["turn/completed", {
  turn: { id: "t", status, error },
}];

Deno.test("TurnMapper.map() makes of a recorded turn what exec wrote of the same", () => {
  const exec = Deno.readTextFileSync(
    new URL("../../fixtures/recorded/same_turn/exec.jsonl", import.meta.url),
  ).trim().split("\n").map((line): ThreadEvent => JSON.parse(line));
  const [turn] = mappedTurns("same_turn/app_server");
  assert(turn !== undefined);
  const both = turn.events.filter((event) =>
    "item" in event
      ? isKnownItem(event.item)
      : KNOWN_TO_EXEC.has(event.type) || event.type === "turn.completed"
  ).map(eventAsExec);
  // In one of the runs a start-up file of the shell had its say.
  const plain = (events: readonly unknown[]) =>
    JSON.parse(JSON.stringify(events).replace(/"pyenv: [^\\]*\\n/, '"'));
  assertEquals(plain(both), plain(exec.slice(1)));
});

Deno.test("TurnMapper.map() closes what an interrupt or a steer has cut", () => {
  const turns = mappedTurns("interrupt-steer");
  const rows = turns.slice(0, 7).map((turn) => [turn.note, items(turn), last(turn)?.type]);
  assertEquals(rows, [
    ["interrupt while streaming", ["agent_message w0 w1 w2 w3 w4 "], "turn.interrupted"],
    ["interrupt wrong id", ["agent_message w0 w1 w2 w3 w4 w5 w6 w7 "], "turn.completed"],
    [
      "interrupt immediately after turn/start answer",
      ["agent_message w0 w1 w2 w3 w4 w5 w6 w7 "],
      "turn.completed",
    ],
    ["interrupt before turn/start answer, empty turnId", [], "turn.interrupted"],
    ["interrupt running command", ["command_execution failed"], "turn.interrupted"],
    ["steer while streaming", ["agent_message w0 ", "agent_message steered"], "turn.completed"],
    [
      "steer wrong turn / idle",
      ["agent_message w0 ", "agent_message second-start"],
      "turn.completed",
    ],
  ]);
});

Deno.test("TurnMapper.map() gives deltas that add up to each recorded message", () => {
  let count = 0;
  for (const name of ["interrupt-steer", "command-approval", "http-errors", "retry-then-ok"]) {
    for (const { events } of mappedTurns(name)) {
      const written = new Map<string, string>();
      for (const event of events) {
        if (event.type === "item.delta" && event.item_type === "agent_message") {
          written.set(event.item_id, (written.get(event.item_id) ?? "") + event.delta);
        }
        if (event.type !== "item.completed" || event.item.type !== "agent_message") continue;
        assertEquals(written.get(event.item.id), event.item.text);
        count++;
      }
    }
  }
  assert(count > 15, String(count));
});

Deno.test("TurnMapper.map() tells the outcome of recorded approvals", () => {
  for (
    const [name, type] of [["command-approval", "command_execution"], [
      "file-change-approval",
      "file_change",
    ]]
  ) {
    const recorded = mappedTurns(name ?? "");
    for (const turn of recorded) {
      const open = new Set<string>();
      for (const event of turn.events) {
        if (event.type === "item.started") open.add(event.item.id);
        if (event.type === "item.completed") open.delete(event.item.id);
      }
      assertEquals([...open], [], name);
      assertEquals(turn.mapper.openItem(""), undefined);
    }
    const statuses = new Set(recorded.flatMap(items).filter((item) => item.startsWith(type ?? "")));
    for (const status of ["completed", "declined"]) assert(statuses.has(`${type} ${status}`), name);
    assert(recorded.some((turn) => last(turn)?.type === "turn.interrupted"), "cancel interrupts");
  }
});

Deno.test("TurnMapper.map() tells recorded retries and failures as exec does", () => {
  const [retried] = mappedTurns("retry-then-ok");
  assert(retried !== undefined);
  const first = retried.events.find(({ type }) => type === "error");
  assert(first?.type === "error" && first.message.startsWith("Reconnecting... 1/1 ("));
  assertEquals([items(retried), last(retried)?.type], [["agent_message ok"], "turn.completed"]);
  const outcomes = mappedTurns("http-errors").map((turn) => {
    const end = last(turn);
    const error = turn.events.findLast(({ type }) => type === "error");
    if (end?.type !== "turn.failed") return end?.type;
    assert(error?.type === "error");
    assertEquals(end.error.message, error.message);
    return end.error.message.slice(0, 30);
  });
  assertEquals(outcomes.slice(0, 6), [
    "unexpected status 401 Unauthor",
    '{"error":{"message":"bad thing',
    "unexpected status 403 Forbidde",
    "unexpected status 404 Not Foun",
    "We’re currently experiencing h",
    "unexpected status 503 Service ",
  ]);
  assertEquals(outcomes.filter((outcome) => outcome === "turn.completed").length, 2);
});

Deno.test("TurnMapper.map() drops what was written before a retry, under an id of its own", () => {
  const events = mapped(
    user("u"),
    ["item/started", { item: message("m1") }],
    delta("m1", "Hel"),
    ["error", { willRetry: true, error: { message: "again", additionalDetails: null } }],
    ["item/started", { item: message("m2") }],
    delta("m2", "Hello"),
    ["item/completed", { item: message("m2", "Hello") }],
    ended("completed"),
  );
  assertEquals(items({ events }), ["agent_message Hello"]);
  const ids = events.flatMap((event) => event.type === "item.delta" ? [event.item_id] : []);
  assertEquals(ids, ["item_0", "item_1"]);
});

Deno.test("TurnMapper.map() joins the parts of a reasoning, and counts none without a summary", () => {
  const part = (delta: string, summaryIndex: number): [string, unknown] => [
    "item/reasoning/summaryTextDelta",
    { itemId: "r", delta, summaryIndex },
  ];
  const raw = (delta: string, contentIndex: number): [string, unknown] => [
    "item/reasoning/textDelta",
    { itemId: "r", delta, contentIndex },
  ];
  const done = (id: string, summary: string[]): [string, unknown] => ["item/completed", {
    item: { type: "reasoning", id, summary },
  }];
  const events = mapped(
    done("empty", []),
    ["item/started", { item: { type: "reasoning", id: "r", summary: [] } }],
    part("o", 0),
    part("ne", 0),
    part("two", 1),
    raw("first", 0),
    raw("sec", 1),
    raw("ond", 1),
    done("r", ["one", "two"]),
  );
  const deltas = (isRaw?: true) =>
    events.flatMap((event) => event.type === "item.delta" && event.raw === isRaw ? event.delta : [])
      .join("");
  assertEquals([deltas(), deltas(true)], ["one\ntwo", "first\nsecond"]);
  assertEquals(events.at(-1), {
    type: "item.completed",
    item: { id: "item_0", type: "reasoning", text: "one\ntwo", content: [] },
  });
});

Deno.test("TurnMapper.map() completes the plan last, and leaves commands of a good turn open", () => {
  const plan = (status: string): [string, unknown] => ["turn/plan/updated", {
    explanation: null,
    plan: [{ step: "one", status }],
  }];
  const events = mapped(
    plan("inProgress"),
    ["item/started", { item: RUNNING }],
    plan("completed"),
    ended("completed"),
  );
  assertEquals(events.map(({ type }) => type), [
    "turn.plan",
    "item.started",
    "item.started",
    "turn.plan",
    "item.updated",
    "item.completed",
    "turn.completed",
  ]);
  const todo: ThreadItem = {
    id: "item_0",
    type: "todo_list",
    items: [{ text: "one", completed: true }],
  };
  assertEquals(events[5], { type: "item.completed", item: todo });
  assertEquals(events[3], {
    type: "turn.plan",
    explanation: null,
    steps: [{ text: "one", status: "completed" }],
  });
});

Deno.test("TurnMapper.map() tells items that exec does not, without a number of theirs", () => {
  const events = mapped(
    ["item/started", { item: { type: "sleep", id: "s", durationMs: 5, startedAtMs: 7 } }],
    ["item/completed", { item: { type: "somethingNew", id: "n", someField: { aB: 1 } } }],
    ["item/completed", { item: message("m", "hi") }],
    ["item/plan/delta", { itemId: "p", delta: "# Plan" }],
  );
  assertEquals<unknown>(events, [
    {
      type: "item.started",
      item: { id: "s", type: "sleep", duration_ms: 5, started_at_ms: 7 },
    },
    {
      type: "item.completed",
      item: { id: "n", type: "something_new", some_field: { aB: 1 } },
    },
    {
      type: "item.completed",
      item: { id: "item_0", type: "agent_message", text: "hi", phase: null },
    },
    { type: "item.delta", item_id: "p", item_type: "plan", delta: "# Plan" },
  ]);
});

Deno.test("TurnMapper.map() gives every kind of delta, with the kind of its item", () => {
  const events = mapped(
    ["item/reasoning/textDelta", { itemId: "r", delta: "raw", contentIndex: 0 }],
    ["item/fileChange/outputDelta", { itemId: "f", delta: "out" }],
    ["item/mcpToolCall/progress", { itemId: "c", message: "half" }],
    ["item/fileChange/patchUpdated", {
      itemId: "f",
      changes: [{ path: "/a", kind: { type: "update", move_path: "/b" }, diff: "@@" }],
    }],
    ["item/completed", { item: { type: "reasoning", id: "r", summary: [], content: ["raw"] } }],
  );
  assertEquals<unknown>(events, [
    { type: "item.delta", item_id: "r", item_type: "reasoning", delta: "raw", raw: true },
    { type: "item.delta", item_id: "item_0", item_type: "file_change", delta: "out" },
    { type: "item.delta", item_id: "item_1", item_type: "mcp_tool_call", delta: "half" },
    {
      type: "item.updated",
      item: {
        id: "item_0",
        type: "file_change",
        changes: [{ path: "/a", kind: "update", diff: "@@", move_path: "/b" }],
        status: "in_progress",
      },
    },
    {
      type: "item.completed",
      item: { id: "r", type: "reasoning", text: "", content: ["raw"] },
    },
  ]);
});

Deno.test("TurnMapper.map() passes on what it does not know of the turn, and that alone", () => {
  assertEquals<unknown>(
    mapped(
      ["something/new", { a: 1 }],
      ["toString", {}],
      ["model/rerouted", { threadId: "a", turnId: "t", toModel: "m" }],
      ["item/reasoning/summaryPartAdded", { turnId: "t", itemId: "r" }],
    ),
    [{ type: "model/rerouted", threadId: "a", turnId: "t", toModel: "m" }],
  );
});

Deno.test("TurnMapper.map() closes what only live tells, too, when the turn is cut", () => {
  const call = {
    type: "dynamicToolCall",
    id: "d",
    tool: "t",
    arguments: {},
    status: "inProgress",
  };
  const events = mapped(
    ["item/started", { item: call }],
    ["item/started", { item: { type: "plan", id: "p", text: "" } }],
    ["item/plan/delta", { itemId: "p", delta: "so far" }],
    ended("interrupted"),
  );
  const closed = events.flatMap((event) => event.type === "item.completed" ? [event.item] : []);
  assertEquals(
    closed.map((item) => [item.id, "status" in item ? item.status : "text" in item && item.text]),
    [["d", "failed"], ["p", "so far"]],
  );
  assertEquals(events.at(-1), { type: "turn.interrupted", turn_id: "t" });
});

Deno.test("TurnMapper.map() closes reasoning that was shown itself, when the turn is cut", () => {
  const begun = (id: string): [string, unknown] => [
    "item/started",
    { item: { type: "reasoning", id, summary: [], content: [] } },
  ];
  const raw = (itemId: string, delta: string, contentIndex = 0): [string, unknown] => [
    "item/reasoning/textDelta",
    { itemId, delta, contentIndex },
  ];
  const steered = (id: string): [string, unknown] => [
    "item/started",
    { item: { type: "userMessage", id, content: [] } },
  ];
  const events = mapped(
    steered("u1"),
    begun("dropped"),
    raw("dropped", "not"),
    ["error", { error: { message: "again" }, willRetry: true }],
    begun("silent"),
    begun("r1"),
    raw("r1", "fir"),
    raw("r1", "st"),
    raw("r1", "second", 1),
    steered("u2"),
    begun("r2"),
    raw("r2", "long"),
    ["item/reasoning/summaryTextDelta", { itemId: "r2", delta: "short", summaryIndex: 0 }],
    ended("interrupted"),
  );
  const reasoning = events.flatMap((event) =>
    event.type === "item.completed" && event.item.type === "reasoning" ? [event.item] : []
  );
  assertEquals<unknown>(reasoning, [
    { id: "r1", type: "reasoning", text: "", content: ["first", "second"] },
    { id: "r2", type: "reasoning", text: "short", content: ["long"] },
  ]);
  // The id of the deltas stays that of the item.
  const last = events.findLast(({ type }) => type === "item.delta");
  assertEquals<unknown>(last, {
    type: "item.delta",
    item_id: "r2",
    item_type: "reasoning",
    delta: "short",
  });
});

Deno.test("TurnMapper.map() closes a text whose start was missed, when the turn is cut", () => {
  const mapper = new TurnMapper(null);
  mapper.missed();
  const reasoning = { itemId: "r", delta: "so, ", summaryIndex: 0 };
  const events = [
    ["item/reasoning/summaryTextDelta", reasoning] as const,
    delta("m", "of what"),
    delta("m", " it was"),
    ["item/plan/delta", { itemId: "p", delta: "# Plan" }] as const,
    ["item/reasoning/textDelta", { itemId: "raw", delta: "if", contentIndex: 0 }] as const,
    ended("interrupted"),
  ].flatMap(([method, params]) => mapper.map(method, params));
  const told = events.map((event) =>
    event.type === "item.delta"
      ? [event.item_id, event.delta, event.gap ?? false]
      : "item" in event
      ? [
        event.item.id,
        event.item.type,
        "text" in event.item ? event.item.text : null,
        ...event.item.type === "reasoning" ? [event.item.content] : [],
      ]
      : event.type
  );
  assertEquals(told, [
    ["item_0", "so, ", true],
    ["item_1", "of what", true],
    ["item_1", " it was", false],
    ["p", "# Plan", true],
    ["raw", "if", true],
    ["item_0", "reasoning", "so, ", []],
    ["item_1", "agent_message", "of what it was"],
    ["raw", "reasoning", "", ["if"]],
    ["p", "plan", "# Plan"],
    "turn.interrupted",
  ]);
});

Deno.test("recordings hold the server's requests with id 0", () => {
  const ids = recordedLines("command-approval").flatMap(({ dir, msg }) => {
    const { id, method } = msg as { id?: number; method?: string };
    return dir === "in" && method !== undefined && id !== undefined ? [id] : [];
  });
  assertEquals(ids[0], 0);
});
