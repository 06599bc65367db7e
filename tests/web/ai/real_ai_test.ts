import { assert, assertEquals } from "@std/assert";
import type { ThreadEvent } from "../../../mod.ts";
import type { LiveItem } from "../../../src/core/vocabulary/live_items.ts";
import type { UIMessageChunk } from "../../../src/web/ai/chunks.ts";
import type { StreamEvent } from "../../../src/web/ai/mapper.ts";
import { uiMessageResponse } from "../../../src/web/ai/response.ts";
import { toUIMessages } from "../../../src/web/ai/ui_messages.ts";
import { toUIMessageStream, type UIStreamEvent } from "../../../src/web/ai/stream.ts";
import { below, random } from "../../random.ts";
import { randomEvents } from "./random_events.ts";
import { type Message, realAi } from "./real_ai.ts";
import { recordedRuns } from "./recorded.ts";

const ai = await realAi();
const ignore = ai === null;
const RUNS = recordedRuns();

type Events = readonly (ThreadEvent | StreamEvent)[];

interface Read {
  /** The last state of each message. */
  readonly messages: readonly Message[];
  /** What made the stream fail. */
  readonly errors: readonly string[];
}

/** The events; of questions they have only what is needed here. */
async function* told(events: Events): AsyncGenerator<UIStreamEvent> {
  yield* events as readonly UIStreamEvent[];
}

/** What a browser makes of a stream. */
async function read(stream: ReadableStream<UIMessageChunk>): Promise<Read> {
  assert(ai !== null);
  const messages = new Map<string, Message>();
  const errors: string[] = [];
  const onError = ({ message }: Error) => void errors.push(message);
  for await (const message of ai.readUIMessageStream({ stream, onError })) {
    messages.set(message.id, message);
  }
  return { messages: [...messages.values()], errors };
}

/** The same over HTTP, where each chunk is held against the schema. */
async function sent(events: Events): Promise<Read> {
  assert(ai !== null);
  const transport = new ai.DefaultChatTransport({
    api: "http://localhost/chat",
    fetch: () => Promise.resolve(uiMessageResponse(told(events))),
  });
  return await read(
    await transport.sendMessages({ chatId: "chat", messages: [], trigger: "submit-message" }),
  );
}

/** The texts of an item's parts: its own, and the reasoning itself. */
function textOf(messages: readonly Message[], itemId: string, raw: boolean): string {
  return messages.flatMap(({ parts }) => parts).filter(({ providerMetadata }) => {
    const codex = providerMetadata?.codex;
    return codex?.itemId === itemId && !codex.discarded && Boolean(codex.raw) === raw;
  }).map(({ text }) => text).join("");
}

/** Holds what was read against what was told. */
async function assertRead(events: Events, { messages, errors }: Read, name: string): Promise<void> {
  const failures = events.filter(({ type }) => type === "turn.failed").length;
  const starts = events.filter(({ type }) => type === "turn.started").length;
  const ends = events.filter(({ type }) => /^turn\.(completed|interrupted|failed)$/.test(type));
  const expected = failures + (starts > ends.length ? 1 : 0);
  assertEquals(errors.length, expected, `${name}: ${errors}`);
  for (const error of errors) assert(/^[A-Z][^/{}]*\.$/.test(error), `${name}: ${error}`);
  let ofTurn: readonly Message[] = [];
  for (const event of events) {
    if (event.type === "turn.started") {
      const id = "turn_id" in event ? event.turn_id : "";
      ofTurn = messages.filter((message) => message.id === id);
      assertEquals(ofTurn.length, 1, `${name}: ${id}`);
    }
    if (event.type !== "item.completed") continue;
    const { item } = event;
    if (item.type !== "agent_message" && item.type !== "reasoning" && item.type !== "plan") {
      continue;
    }
    assertEquals(textOf(ofTurn, item.id, false), item.text, `${name}: ${item.id}`);
    if ("content" in item) {
      assertEquals(textOf(ofTurn, item.id, true), item.content.join(""), `${name}: ${item.id}`);
    }
  }
  for (const { parts } of messages) {
    for (const { type, state, text } of parts) {
      if (type === "text" || type === "reasoning") assertEquals(state, "done", `${name}: ${text}`);
      const isOver = type !== "dynamic-tool" ||
        /^output-(available|error|denied)$/.test(state ?? "");
      assert(isOver, `${name}: ${state}`);
    }
  }
  if (messages.length === 0) return;
  const valid = await ai?.safeValidateUIMessages({ messages });
  assert(valid?.success, `${name}: ${valid?.error?.message}`);
}

Deno.test({
  name: "toUIMessageStream() makes messages of every recorded run",
  ignore,
  async fn() {
    assert(RUNS.length > 40, "the recordings are there");
    for (const { name, events } of RUNS) {
      await assertRead(events, await read(toUIMessageStream(told(events))), name);
    }
  },
});

Deno.test({
  name: "uiMessageResponse() sends every recorded run to a DefaultChatTransport",
  ignore,
  async fn() {
    for (const { name, events } of RUNS) await assertRead(events, await sent(events), name);
  },
});

Deno.test({
  name: "toUIMessageStream() makes messages of what breaks off anywhere",
  ignore,
  async fn() {
    const next = random(16);
    for (const { name, events } of RUNS) {
      const prefix = events.slice(0, below(next, events.length + 1));
      await assertRead(prefix, await sent(prefix), `${name}, ${prefix.length} events`);
    }
  },
});

Deno.test({
  name: "toUIMessageStream() makes messages of whatever comes in whatever order",
  ignore,
  async fn() {
    for (let seed = 1; seed <= 150; seed++) {
      const events = randomEvents(seed);
      await assertRead(events, await sent(events), `seed ${seed}`);
    }
  },
});

/** A turn of the past, but for its items and how it ended. */
const TURN = { id: "t", error: null, startedAt: null, completedAt: null, durationMs: null };

Deno.test({
  name: "toUIMessages() makes messages of every recorded run",
  ignore,
  async fn() {
    assert(ai !== null);
    for (const { name, events } of RUNS) {
      for (const items of itemsOfTurns(events)) {
        for (const status of ["completed", "failed", "inProgress"] as const) {
          const messages = toUIMessages([{ ...TURN, status, items }]);
          const { success, error } = await ai.safeValidateUIMessages({ messages });
          assert(success, `${name}: ${error?.message}`);
          const texts = (all: readonly { readonly type: string; readonly text?: unknown }[]) =>
            all.filter(({ type }) => /^(text|agent_message)$/.test(type)).map(({ text }) => text);
          assertEquals(texts(messages.at(-1)?.parts ?? []), texts(items), name);
        }
      }
    }
  },
});

/** The items of each turn. */
function itemsOfTurns(events: Events): LiveItem[][] {
  const turns: LiveItem[][] = [];
  for (const event of events) {
    if (event.type === "turn.started") turns.push([]);
    if (event.type === "item.completed") turns.at(-1)?.push(event.item as LiveItem);
  }
  return turns;
}
