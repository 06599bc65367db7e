import { assert, assertEquals } from "@std/assert";
import type { LiveItem } from "../../../src/core/vocabulary/live_items.ts";
import type { ThreadEvent } from "../../../mod.ts";
import { NO_USAGE } from "../../../src/core/vocabulary/usage.ts";
import type { UIMessageChunk } from "../../../src/web/ai/chunks.ts";
import {
  type StreamEvent,
  UIMessageMapper,
  type UIMessageStreamOptions,
} from "../../../src/web/ai/mapper.ts";

const started: StreamEvent = { type: "turn.started", turn_id: "t" };
const completed: StreamEvent = { type: "turn.completed", turn_id: "t", usage: NO_USAGE };
const usage: StreamEvent = {
  type: "turn.usage",
  total: NO_USAGE,
  last: NO_USAGE,
  context_window: null,
};
const delta = (text: string, id = "m", raw?: true): StreamEvent => ({
  type: "item.delta",
  item_id: id,
  item_type: raw ? "reasoning" : "agent_message",
  delta: text,
  ...(raw ? { raw } : {}),
});
const message = (text: string, id = "m"): StreamEvent => ({
  type: "item.completed",
  item: { id, type: "agent_message", text, phase: null },
});
const question: StreamEvent = {
  type: "question",
  question: { id: "q", kind: "command", itemId: "c" },
};
const resolved = (decision: string | null): StreamEvent => ({
  type: "question.resolved",
  question_id: "q",
  by: "answer",
  decision,
});

function command(
  status: "in_progress" | "completed" | "failed" | "declined" = "in_progress",
  id = "c",
): LiveItem {
  return {
    id,
    type: "command_execution",
    command: "ls",
    aggregated_output: status === "completed" ? "a\nb\n" : "",
    exit_code: status === "completed" ? 0 : null,
    status,
    cwd: "/w",
    duration_ms: null,
    process_id: null,
    source: "agent",
    command_actions: [],
  };
}

const begin = (item: LiveItem): StreamEvent => ({ type: "item.started", item });
const finish = (item: LiveItem): StreamEvent => ({ type: "item.completed", item });

function mapped(
  events: readonly (StreamEvent | ThreadEvent)[],
  options: UIMessageStreamOptions = {},
): UIMessageChunk[] {
  const mapper = new UIMessageMapper(options);
  const chunks = events.flatMap((event) => mapper.map(event as StreamEvent));
  return [...chunks, ...mapper.end()];
}

/** Types, with what tells chunks of a type apart. */
function short(chunks: readonly UIMessageChunk[]): string[] {
  return chunks.map((chunk) => {
    if ("delta" in chunk) return `${chunk.type} ${chunk.delta}`;
    if ("approved" in chunk) return `${chunk.type} ${chunk.approved}`;
    if (chunk.type === "finish") return `finish ${chunk.finishReason}`;
    return "preliminary" in chunk ? `${chunk.type}…` : chunk.type;
  });
}

/** What comes between the beginning of the first step and the end of the turn. */
const inner = (...events: readonly StreamEvent[]): string[] =>
  short(mapped([started, ...events, completed])).slice(2, -2);

Deno.test("map() makes a message of a turn", () => {
  const thread: StreamEvent = { type: "thread.started", thread_id: "thread" };
  assertEquals(mapped([thread, started, delta("Hel"), delta("lo"), message("Hello"), completed]), [
    { type: "start", messageId: "t", messageMetadata: { threadId: "thread", turnId: "t" } },
    { type: "start-step" },
    { type: "text-start", id: "m", providerMetadata: { codex: { itemId: "m" } } },
    { type: "text-delta", id: "m", delta: "Hel" },
    { type: "text-delta", id: "m", delta: "lo" },
    { type: "text-end", id: "m", providerMetadata: { codex: { itemId: "m" } } },
    { type: "finish-step" },
    { type: "finish", finishReason: "stop", messageMetadata: { usage: { total: NO_USAGE } } },
  ]);
});

Deno.test("map() adds what deltas have left out", () => {
  assertEquals(inner(delta("Hel"), message("Hello")), [
    "text-start",
    "text-delta Hel",
    "text-delta lo",
    "text-end",
  ]);
  assertEquals(inner(message("Hello")), ["text-start", "text-delta Hello", "text-end"]);
});

Deno.test("map() says of a text that became another one that it does not count", () => {
  const chunks = mapped([started, delta("Hxllo"), message("Hello"), completed]);
  assertEquals(short(chunks).slice(2, -2), [
    "text-start",
    "text-delta Hxllo",
    "text-end",
    "text-start",
    "text-delta Hello",
    "text-end",
  ]);
  const ends = chunks.filter(({ type }) => type === "text-end");
  assertEquals(ends, [
    { type: "text-end", id: "m", providerMetadata: { codex: { itemId: "m", discarded: true } } },
    { type: "text-end", id: "m#2", providerMetadata: { codex: { itemId: "m" } } },
  ]);
});

Deno.test("map() tells a retry aside, and that the text so far does not count", () => {
  const retry: StreamEvent = {
    type: "error",
    message: "Reconnecting... 1/5 (stream disconnected before completion: /etc/key)",
    code: "stream_disconnected",
    http_status: null,
    retryable: true,
    will_retry: true,
  };
  const chunks = mapped([started, delta("Hal"), retry, delta("Hello", "n"), completed]);
  const text = "The connection to the model's service was lost.";
  const data = { code: "stream_disconnected", retryable: true, text };
  assertEquals(chunks.slice(4, 6), [
    { type: "text-end", id: "m", providerMetadata: { codex: { itemId: "m", discarded: true } } },
    { type: "data-retry", data, transient: true },
  ]);
  assert(!short(chunks).includes("error"), "the turn has not failed");
});

Deno.test("map() keeps reasoning and its summary apart", () => {
  const summary: StreamEvent = {
    type: "item.delta",
    item_id: "r",
    item_type: "reasoning",
    delta: "Think",
  };
  const item: LiveItem = { id: "r", type: "reasoning", text: "Think", content: ["raw", "more"] };
  // Each part but the first begins on a line of its own.
  const raw = [delta("raw", "r", true), delta("\nmore", "r", true)];
  assertEquals(inner(...raw, summary, finish(item)), [
    "reasoning-start",
    "reasoning-delta raw",
    "reasoning-delta \nmore",
    "reasoning-start",
    "reasoning-delta Think",
    "reasoning-end",
    "reasoning-end",
  ]);
});

Deno.test("map() makes a dynamic tool of a command, with its output as it comes", () => {
  const output: StreamEvent = {
    type: "item.delta",
    item_id: "c",
    item_type: "command_execution",
    delta: "a\n",
  };
  const running = { status: "in_progress", exit_code: null, duration_ms: null };
  const chunks = mapped([
    started,
    begin(command()),
    output,
    output,
    finish(command("completed")),
    completed,
  ]);
  assertEquals(chunks.slice(2, -2), [
    {
      type: "tool-input-available",
      toolCallId: "t/c",
      toolName: "command_execution",
      input: { command: "ls", cwd: "/w" },
      providerExecuted: true,
      dynamic: true,
      title: "Command",
      toolMetadata: { type: "command_execution", itemId: "c" },
    },
    {
      type: "tool-output-available",
      toolCallId: "t/c",
      output: { ...running, aggregated_output: "a\n" },
      preliminary: true,
    },
    {
      type: "tool-output-available",
      toolCallId: "t/c",
      output: { ...running, aggregated_output: "a\na\n" },
      preliminary: true,
    },
    {
      type: "tool-output-available",
      toolCallId: "t/c",
      output: { status: "completed", exit_code: 0, aggregated_output: "a\nb\n", duration_ms: null },
    },
  ]);
});

Deno.test("map() shows the end of a long output only, until the command has ended", () => {
  const output: StreamEvent = {
    type: "item.delta",
    item_id: "c",
    item_type: "command_execution",
    delta: `${"x".repeat(100_000)}end`,
  };
  const mapper = new UIMessageMapper();
  const [, , , told] = [started, begin(command()), output].flatMap((event) => mapper.map(event));
  const { output: shown } = told as { output?: { aggregated_output: string } };
  assert(shown !== undefined && shown.aggregated_output.endsWith("end"));
  assert(shown.aggregated_output.length < 10_000);
});

Deno.test("map() tells the server of an MCP tool, and why it failed", () => {
  const call: LiveItem = {
    id: "x",
    type: "mcp_tool_call",
    server: "files",
    tool: "read",
    arguments: { path: "a" },
    result: { content: [{ type: "text", text: "no such file" }], structured_content: null },
    error: null,
    status: "failed",
    duration_ms: null,
    environment_id: null,
    read_only_hint: null,
  };
  const [input, output] = mapped([started, finish(call), completed]).slice(2, -2);
  assertEquals(input, {
    type: "tool-input-available",
    toolCallId: "t/x",
    toolName: "mcp__files__read",
    input: { path: "a" },
    providerExecuted: true,
    dynamic: true,
    title: "files: read",
    toolMetadata: { type: "mcp_tool_call", itemId: "x", server: "files", tool: "read" },
  });
  assertEquals(output, {
    type: "tool-output-error",
    toolCallId: "t/x",
    errorText: "no such file",
  });
});

Deno.test("map() tells an input again when it has changed", () => {
  const patch = (path: string, status: "in_progress" | "completed" = "in_progress"): LiveItem => ({
    id: "p",
    type: "file_change",
    changes: [{ path, kind: "add", diff: "x", move_path: null }],
    status,
  });
  const updated: StreamEvent = { type: "item.updated", item: patch("/b") };
  assertEquals(inner(begin(patch("/a")), updated, updated, finish(patch("/b", "completed"))), [
    "tool-input-available",
    "tool-input-available",
    "tool-output-available",
  ]);
});

Deno.test("map() asks before a tool, and tells the answer", () => {
  const accepted = [begin(command()), question, resolved("accept_for_session")];
  assertEquals(inner(...accepted, finish(command("completed"))), [
    "tool-input-available",
    "data-question",
    "tool-approval-request",
    "data-question",
    "tool-approval-response true",
    "tool-output-available",
  ]);
  const declined = [begin(command()), question, resolved("decline"), finish(command("declined"))];
  assertEquals(inner(...declined).slice(-2), [
    "tool-approval-response false",
    "tool-output-denied",
  ]);
});

Deno.test("map() keeps what was asked in the data of a question that is answered", () => {
  const data = mapped([started, question, resolved("decline"), completed])
    .filter(({ type }) => type === "data-question");
  assertEquals(data, [
    { type: "data-question", id: "q", data: { id: "q", kind: "command", itemId: "c" } },
    {
      type: "data-question",
      id: "q",
      data: {
        id: "q",
        kind: "command",
        itemId: "c",
        resolved: { by: "answer", decision: "decline" },
      },
    },
  ]);
});

Deno.test("map() gives a question that no item tells of a part of its own", () => {
  const permissions: StreamEvent = {
    type: "question",
    question: { id: "q", kind: "permissions", itemId: null },
  };
  assertEquals(inner(permissions, resolved("accept")), [
    "data-question",
    "tool-input-available",
    "tool-approval-request",
    "data-question",
    "tool-approval-response true",
    "tool-output-available",
  ]);
});

Deno.test("map() makes no approval of a question that yes and no do not answer", () => {
  const input: StreamEvent = { type: "question", question: { id: "q", kind: "user_input" } };
  assertEquals(inner(input, resolved("answer")), ["data-question", "data-question"]);
});

Deno.test("map() answers what is still asked when the turn ends", () => {
  const interrupted: StreamEvent = { type: "turn.interrupted", turn_id: "t" };
  assertEquals(short(mapped([started, begin(command()), question, interrupted])).slice(5), [
    "tool-approval-response false",
    "tool-output-denied",
    "finish-step",
    "message-metadata",
    "abort",
  ]);
});

Deno.test("map() begins a step after a request to the model, and never while a tool runs", () => {
  assertEquals(inner(message("a", "1"), usage, message("b", "2")), [
    "text-start",
    "text-delta a",
    "text-end",
    "message-metadata",
    "finish-step",
    "start-step",
    "text-start",
    "text-delta b",
    "text-end",
  ]);
  const during = inner(
    begin(command()),
    usage,
    begin(command("in_progress", "d")),
    finish(command("completed", "d")),
    finish(command("completed")),
  );
  assert(!during.includes("start-step"), during.join());
});

Deno.test("map() replaces plan and diff in place", () => {
  const plan: StreamEvent = {
    type: "turn.plan",
    explanation: null,
    steps: [{ text: "look", status: "in_progress" }],
  };
  const list: LiveItem = {
    id: "l",
    type: "todo_list",
    items: [{ text: "look", completed: false }],
  };
  const diff: StreamEvent = { type: "turn.diff", diff: "+a" };
  const chunks = mapped([started, plan, begin(list), diff, finish(list), completed]).slice(2, -2);
  const { explanation, steps } = plan;
  assertEquals(chunks, [
    { type: "data-plan", id: "plan", data: { explanation, steps } },
    { type: "data-diff", id: "diff", data: { diff: "+a" } },
  ]);
  // Over exec there is the list alone.
  const [alone] = mapped([started, begin(list), completed]).slice(2);
  assertEquals(alone, {
    type: "data-plan",
    id: "plan",
    data: { explanation: null, steps: [{ text: "look", status: "pending" }] },
  });
});

Deno.test("map() tells a failure in words that are safe to show", () => {
  const failed: StreamEvent = {
    type: "turn.failed",
    turn_id: "t",
    error: {
      message: 'unexpected status 401: {"key":"sk-secret"} at /home/ada',
      code: "unauthorized",
      http_status: 401,
      retryable: false,
      will_retry: false,
    },
  };
  assertEquals(mapped([started, delta("a"), failed]).slice(4), [
    { type: "text-end", id: "m", providerMetadata: { codex: { itemId: "m" } } },
    { type: "finish-step" },
    {
      type: "message-metadata",
      messageMetadata: { status: "failed", errorText: "The model's service refused the login." },
    },
    { type: "error", errorText: "The model's service refused the login." },
    { type: "finish", finishReason: "error" },
  ]);
  const errorText = ({ code, message }: { code: string; message: string }) =>
    `${code}: ${message.slice(0, 21)}`;
  const own = mapped([failed], { errorText });
  assertEquals(own.at(-2), { type: "error", errorText: "unauthorized: unexpected status 401" });
});

Deno.test("map() makes an error of a turn over exec", () => {
  const failed: ThreadEvent = {
    type: "turn.failed",
    error: { message: "You've hit your usage limit." },
  };
  const chunks = mapped([{ type: "turn.started" }, failed]);
  assertEquals(chunks[0], { type: "start" });
  assertEquals(chunks.at(-2), { type: "error", errorText: "The usage limit is reached." });
});

Deno.test("end() makes an error of events that end before their turn", () => {
  assertEquals(short(mapped([started, delta("a")])).slice(-4), [
    "text-end",
    "finish-step",
    "error",
    "finish error",
  ]);
  assertEquals(mapped([started, completed]).at(-1)?.type, "finish");
  assertEquals(mapped([]), []);
});

Deno.test("map() makes one message of each turn", () => {
  const next: StreamEvent = { type: "turn.started", turn_id: "u" };
  const ids = mapped([started, message("a"), completed, next, message("b"), completed])
    .flatMap((chunk) => chunk.type === "start" ? [chunk.messageId] : []);
  assertEquals(ids, ["t", "u"]);
});

Deno.test("map() goes on with a message while another one is given up that waits", () => {
  const error = { message: "The operation was aborted", will_retry: false };
  const mapper = new UIMessageMapper();
  const failed = { type: "turn.failed", turn_id: null, message_id: "m2", error } as StreamEvent;
  mapper.map(started);
  assertEquals(mapper.map(failed), []);
  assertEquals(mapper.map(completed).at(-1)?.type, "finish");
  // One that has nothing to do with a turn before it.
  assertEquals(mapper.map(failed).some(({ type }) => type === "error"), true);
});

Deno.test("map() passes on what it does not know, as no part of the message", () => {
  const event = { type: "hook/started", run: 1 } as unknown as StreamEvent;
  assertEquals(mapped([started, event, completed])[1], {
    type: "data-event",
    data: event,
    transient: true,
  });
  assertEquals(mapped([event]), []);
});

Deno.test("map() loses nothing else of a turn by an item of an unexpected shape", () => {
  const call = { id: "x", type: "dynamic_tool_call", tool: "t", namespace: null, status: "failed" };
  const partly = { ...call, content: ["text", null] };
  for (const odd of [partly, { ...call, content: 7 }, null]) {
    const chunks = mapped([started, finish(odd as never), message("after"), completed]);
    assertEquals(chunks.some((chunk) => chunk.type === "text-delta"), true);
    assertEquals(chunks.at(-1)?.type, "finish");
    const event = { type: "item.completed", item: odd };
    const told = { type: "data-event", data: event, transient: true } as const;
    const passed = chunks.filter(({ type }) => type === "data-event");
    assertEquals<unknown>(passed, odd === partly ? [] : [told]);
  }
});

Deno.test("map() keeps items that are neither text nor tools as data", () => {
  const item: LiveItem = { id: "i", type: "image_view", path: "/w/a.png" };
  assertEquals(mapped([started, finish(item), completed])[2], {
    type: "data-item",
    id: "i",
    data: item,
  });
});

Deno.test("map() tells what a turn is steered with, and not what it began with", () => {
  const said = (id: string): LiveItem => ({
    id,
    type: "user_message",
    content: [{ type: "text", text: id }],
    client_id: null,
  });
  const chunks = mapped([
    started,
    ...["1", "2"].flatMap((id) => [begin(said(id)), finish(said(id))]),
    completed,
  ]);
  assertEquals(chunks.filter(({ type }) => type === "data-item"), [
    { type: "data-item", id: "2", data: said("2") },
  ]);
});

Deno.test("pause() ends the texts and leaves only what is asked open", () => {
  const mapper = new UIMessageMapper();
  const other = begin(command("in_progress", "d"));
  for (const event of [started, delta("a"), begin(command()), other, question]) mapper.map(event);
  const paused = mapper.pause(7);
  assertEquals(paused.map(({ type }) => type), ["text-end", "tool-output-available", "finish"]);
  assertEquals(paused.at(-1), {
    type: "finish",
    finishReason: "tool-calls",
    messageMetadata: { position: 7 },
  });
  // The other stream goes on with a part of its own.
  const on = [...mapper.map(delta("b")), ...mapper.map(message("ab"))];
  assertEquals(short(on), ["text-start", "text-delta b", "text-end"]);
});
