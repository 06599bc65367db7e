import { assert, assertEquals, assertThrows } from "@std/assert";
import { Codex } from "../../../mod.ts";
import { AppServer, type LiveEvent, type ThreadTurn } from "../../../src/app_server/mod.ts";
import {
  CodexError,
  IncompleteTurnError,
  InvalidInputError,
  LoginRequiredError,
} from "../../../src/core/vocabulary/errors.ts";
import { NO_USAGE } from "../../../src/core/vocabulary/usage.ts";
import {
  exits,
  fails,
  type FakeCodex,
  fakeCodex,
  hangs,
  item,
  turn,
  uses,
} from "../../../src/testing/mod.ts";
import type { StreamFailure } from "../../../src/web/ai/error_text.ts";
import { uiMessageResponse } from "../../../src/web/ai/response.ts";
import { toUIMessageStream } from "../../../src/web/ai/stream.ts";
import { toUIMessages } from "../../../src/web/ai/ui_messages.ts";

const started: LiveEvent = { type: "turn.started", turn_id: "t" };
const completed: LiveEvent = { type: "turn.completed", turn_id: "t", usage: NO_USAGE };
const diff = (diff: string): LiveEvent => ({ type: "turn.diff", diff });

async function* told(...events: LiveEvent[]): AsyncGenerator<LiveEvent> {
  yield* events;
}

/** Events, and then silence until the reader leaves. */
function silentAfter(...events: LiveEvent[]) {
  let isLeft = false;
  const iterator: AsyncIterableIterator<LiveEvent> = {
    next() {
      const value = events.shift();
      return value === undefined
        ? new Promise(() => {})
        : Promise.resolve({ done: false as const, value });
    },
    return() {
      isLeft = true;
      return Promise.resolve({ done: true as const, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  return { iterator, isLeft: () => isLeft };
}

Deno.test("toUIMessageStream() reads numbered events", async () => {
  async function* numbered() {
    yield { n: 1, event: started };
    yield { n: 2, event: completed };
  }
  const chunks = await Array.fromAsync(toUIMessageStream(numbered()));
  assertEquals(chunks.map(({ type }) => type), ["start", "finish"]);
});

Deno.test("toUIMessageStream() tells the last of many states", async () => {
  const diffs = Array.from({ length: 1000 }, (_, index) => diff(`${index}`));
  const chunks = await Array.fromAsync(toUIMessageStream(told(started, ...diffs, completed)));
  const shown = chunks.filter(({ type }) => type === "data-diff");
  assertEquals(shown.at(-1), { type: "data-diff", id: "diff", data: { diff: "999" } });
  assert(shown.length < 500, `${shown.length} states`);
});

Deno.test("toUIMessageStream() tells a state that nothing follows", async () => {
  const { iterator } = silentAfter(started, diff("a"), diff("b"));
  const reader = toUIMessageStream(iterator).getReader();
  const types: string[] = [];
  for (let last: unknown = ""; last !== "b";) {
    const { value } = await reader.read();
    assert(value !== undefined);
    types.push(value.type);
    last = "data" in value ? (value.data as { diff: string }).diff : last;
  }
  assertEquals(types.slice(0, 2), ["start", "start-step"]);
  await reader.cancel();
});

Deno.test("toUIMessageStream() leaves the events when it is left", async () => {
  const { iterator, isLeft } = silentAfter(started);
  const reader = toUIMessageStream(iterator).getReader();
  assertEquals((await reader.read()).value?.type, "start");
  const pending = reader.read();
  await reader.cancel();
  assertEquals((await pending).done, true);
  assert(isLeft());
});

Deno.test("toUIMessageStream() asks for nothing before it is read", async () => {
  let isAsked = false;
  async function* events() {
    isAsked = true;
    yield started;
  }
  const stream = toUIMessageStream(events());
  await Promise.resolve();
  assertEquals(isAsked, false);
  await stream.cancel();
});

async function* broken(error: Error): AsyncGenerator<LiveEvent> {
  yield started;
  throw error;
}

Deno.test("toUIMessageStream() makes an error chunk of an error", async () => {
  const events = broken(new Error("ENOENT: /home/ada/key"));
  const chunks = await Array.fromAsync(toUIMessageStream(events));
  assertEquals(chunks.slice(1), [
    { type: "error", errorText: "The connection to the agent was lost." },
    { type: "finish", finishReason: "error" },
  ]);
});

Deno.test("toUIMessageStream() tells once why a real turn has failed or was stopped", async () => {
  const busy = uses({ output_tokens: 900 });
  const cases = [
    [fails("unexpected status 401: no"), {}, "The model's service refused the login."],
    [busy, { maxTokens: 500 }, "The budget is used up."],
    [hangs(), { timeoutMs: 50 }, "The agent did not complete the turn."],
    [exits(1), {}, "The connection to the agent was lost."],
  ] as const;
  const clients = [
    (spawn: FakeCodex) => Promise.resolve(new Codex({ spawn })),
    (spawn: FakeCodex) => AppServer.start({ spawn }),
  ];
  for (const [step, limits, text] of cases) {
    for (const start of clients) {
      const spawn = fakeCodex([turn(item.agentMessage("a"), step, item.agentMessage("b"), busy)]);
      const client = await start(spawn);
      const thread = await client.startThread();
      const { events } = await thread.runStreamed("x", limits);
      const chunks = await Array.fromAsync(toUIMessageStream(events));
      const ends = chunks.filter(({ type }) => ["start", "error", "finish"].includes(type));
      assertEquals(ends.slice(1), [
        { type: "error", errorText: text },
        { type: "finish", finishReason: "error" },
      ], `${text} ${client}`);
      if (client instanceof AppServer) await client.close();
    }
  }
});

Deno.test("toUIMessageStream() tells once that a thread was closed during its turn", async () => {
  const spawn = fakeCodex([turn(item.agentMessage("a"), hangs())]);
  await using server = await AppServer.start({ spawn });
  const thread = await server.startThread();
  const { events } = await thread.runStreamed("x");
  let closed: Promise<void> | undefined;
  async function* closing() {
    for await (const event of events) {
      yield event;
      if (event.type === "item.completed") closed ??= thread.close();
    }
  }
  const chunks = await Array.fromAsync(toUIMessageStream(closing()));
  await closed;
  assertEquals(chunks.slice(-2), [
    { type: "message-metadata", messageMetadata: { status: "interrupted" } },
    { type: "abort", reason: "interrupted" },
  ]);
});

Deno.test("toUIMessageStream() and toUIMessages() refuse what holds the events or turns, and name these", () => {
  const turn = { events: told(started) } as unknown as AsyncIterable<LiveEvent>;
  for (const make of [toUIMessageStream, uiMessageResponse]) {
    const act = "Cannot make a UI message stream: events must be an async iterable";
    const refuses = (given: AsyncIterable<LiveEvent>, told: string) =>
      assertThrows(() => make(given), InvalidInputError, `${act}, not ${told}`);
    refuses(turn, "an object; pass its `events`");
    refuses(undefined as unknown as typeof turn, "undefined");
  }
  const thread = { turns: [] } as unknown as Parameters<typeof toUIMessages>[0];
  const state = "Cannot make messages: turns must be an array, not an object; pass its `turns`";
  assertThrows(() => toUIMessages(thread), InvalidInputError, state);
  const none = undefined as unknown as typeof thread;
  assertThrows(() => toUIMessages(none), InvalidInputError, "not undefined");
  for (const turn of [null, { type: "agent_message" }]) {
    const given = [turn] as unknown as typeof thread;
    assertThrows(() => toUIMessages(given), InvalidInputError, "turns[0] is no turn");
  }
});

Deno.test("toUIMessages() leaves no call open when its turn is over, not even one of an unknown shape", () => {
  const items = [
    { id: "i", type: "command_execution", command: "make", status: "in_progress" },
    { id: "j", type: "dynamic_tool_call", tool: "find", status: "failed", content: 1 },
  ] as unknown as ThreadTurn["items"];
  const turn = {
    id: "t",
    items,
    error: null,
    startedAt: null,
    completedAt: null,
    durationMs: null,
  };
  const states = (status: ThreadTurn["status"]) =>
    toUIMessages([{ ...turn, status }]).at(-1)?.parts.flatMap((part) =>
      part.type === "dynamic-tool" ? [part.state] : []
    );
  assertEquals(states("inProgress"), ["input-available", "input-available"]);
  assertEquals(states("interrupted"), ["output-available", "output-error"]);
});

Deno.test("toUIMessageStream() calls no other error a lost connection", async () => {
  const cases: readonly (readonly [Error, string, boolean])[] = [
    [new LoginRequiredError(), "unauthorized", false],
    [new InvalidInputError("input", "Cannot start a turn: it is empty"), "other", false],
    [new CodexError("Cannot go on: the thread was closed"), "other", false],
    [new IncompleteTurnError("Cannot tell how Codex ended", ""), "lost", true],
  ];
  for (const [error, code, retryable] of cases) {
    const told: StreamFailure[] = [];
    const errorText = (failure: StreamFailure) => String(told.push(failure));
    await Array.fromAsync(toUIMessageStream(broken(error), { errorText }));
    assertEquals(told, [{ code, message: error.message, retryable }]);
  }
});

Deno.test("uiMessageResponse() sends server-sent events as ai reads them", async () => {
  const response = uiMessageResponse(told(started, completed), { headers: { "x-own": "1" } });
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("content-type"), "text/event-stream");
  assertEquals(response.headers.get("x-vercel-ai-ui-message-stream"), "v1");
  assertEquals(response.headers.get("cache-control"), "no-cache, no-transform");
  assertEquals(response.headers.get("x-own"), "1");
  const [start, finish, done, rest] = (await response.text()).split("\n\n");
  assertEquals(start, 'data: {"type":"start","messageId":"t","messageMetadata":{"turnId":"t"}}');
  assert(finish?.startsWith('data: {"type":"finish",'));
  assertEquals([done, rest], ["data: [DONE]", ""]);
});

Deno.test("uiMessageResponse() sends what can be written of what is nested too deeply, and goes on", async () => {
  let deep: unknown = { toJSON: () => JSON.parse("") };
  for (let depth = 0; depth < 1_000; depth++) deep = { deep };
  const call = {
    id: "i",
    type: "mcp_tool_call",
    server: "docs",
    tool: "find",
    arguments: deep,
    status: "completed",
  };
  const events = [
    { type: "item.started", item: call },
    { type: "item.completed", item: call },
  ] as unknown as LiveEvent[];
  const text = await uiMessageResponse(told(started, ...events, completed)).text();
  const types = [...text.matchAll(/^data: \{"type":"([\w-]+)"/gm)].map(([, type]) => type);
  assertEquals(types, [
    "start",
    "start-step",
    "tool-input-available",
    "tool-output-available",
    "finish-step",
    "finish",
  ]);
  assert(text.includes('"deep":null}'));
  assert(text.endsWith("data: [DONE]\n\n"));
});

Deno.test("uiMessageResponse() keeps a silent connection alive", async () => {
  const { iterator, isLeft } = silentAfter(started);
  const reader = uiMessageResponse(iterator, { keepAliveMs: 1 }).body?.getReader();
  assert(reader !== undefined);
  const text = new TextDecoder();
  assert(text.decode((await reader.read()).value).startsWith("data: "));
  assertEquals(text.decode((await reader.read()).value), ": keep-alive\n\n");
  await reader.cancel();
  assert(isLeft());
});

Deno.test("uiMessageResponse() sends no comments at once where they are longer apart than timers take", async () => {
  const { iterator } = silentAfter(started);
  const reader = uiMessageResponse(iterator, { keepAliveMs: Infinity }).body?.getReader();
  await reader?.read();
  const next = reader?.read().then(({ done }) => done ? "left" : "comment");
  await new Promise((resolve) => setTimeout(resolve, 50));
  await reader?.cancel();
  assertEquals(await next, "left");
});
