import { assert, assertEquals } from "@std/assert";
import { streamOf } from "../../../src/web/ai/chunk_stream.ts";
import {
  chunksAfter,
  chunksOfMessage,
  knownTurn,
  type ReadThread,
} from "../../../src/web/chat/source.ts";
import { NO_USAGE } from "../../../src/core/vocabulary/usage.ts";
import { EventLog } from "../../../src/web/hub/event_log.ts";
import { EventReader } from "../../../src/web/hub/event_reader.ts";
import type { HubEvent, HubQuestion } from "../../../src/web/mod.ts";
import { randomEvents } from "../ai/random_events.ts";
import { type Message, type Part, realAi } from "../ai/real_ai.ts";

const ai = await realAi();

/** A thread that has told everything, and waits for an answer where it is told to. */
class ToldThread implements ReadThread {
  readonly id = "thread";
  readonly #log = new EventLog(1e9);
  /** The question that nobody has answered. */
  pending: HubQuestion | null = null;
  /** How many read it. */
  readers = 0;

  constructor(events: readonly HubEvent[]) {
    for (const event of events) this.#log.append(event);
  }

  get log(): ReadThread["log"] {
    const { id, from, last } = this.#log;
    return { id, from, last, turns: [] };
  }

  events(options: Parameters<ReadThread["events"]>[0]): ReturnType<ReadThread["events"]> {
    const add = (by: number) => () => void (this.readers += by);
    return new EventReader(this.#log, options ?? {}, { add: add(1), remove: add(-1) });
  }

  questions(): readonly HubQuestion[] {
    return this.pending === null ? [] : [this.pending];
  }
}

/** The first turn, as a hub tells it. */
function turnOf(seed: number): HubEvent[] {
  const events: HubEvent[] = [];
  for (const event of randomEvents(seed)) {
    events.push({ ...event, message_id: "m1" } as unknown as HubEvent);
    if (/^turn\.(completed|failed|interrupted)$/.test(event.type)) break;
  }
  return events;
}

const isAsked = ({ state }: Part) => state === "approval-requested";

/** The message with its question answered, as a page does it. */
function answered(message: Message, approved: boolean): Message {
  const parts = message.parts.map((part): Part =>
    isAsked(part)
      ? { ...part, state: "approval-responded", approval: { id: "", ...part.approval, approved } }
      : part
  );
  return { ...message, parts };
}

/** What the page makes of a stream, beginning with a message. */
async function read(
  source: Parameters<typeof streamOf>[0],
  message?: Message,
): Promise<Message | undefined> {
  assert(ai !== null);
  let last = message;
  const stream = streamOf(source);
  const options = { stream, onError: () => {}, ...(message === undefined ? {} : { message }) };
  for await (const state of ai.readUIMessageStream(options)) last = state;
  return last;
}

/** What the deltas of an item say. */
function writtenOf(events: readonly HubEvent[], itemId: string): string {
  return events.flatMap((event) =>
    event.type === "item.delta" && event.item_id === itemId ? [event.delta] : []
  ).join("");
}

/** The decisions in the log, by question. */
function decisionsIn(events: readonly HubEvent[]): Map<string, boolean> {
  return new Map(
    events.flatMap((event) =>
      event.type === "question.resolved"
        ? [[event.question_id, event.decision?.startsWith("accept") ?? false]]
        : []
    ),
  );
}

Deno.test("chunksOfMessage() ends with an error at an event that makes no sense, and leaves the thread", async () => {
  const thread = new ToldThread([
    { type: "turn.started", turn_id: "t", message_id: "m1" },
    { type: "turn.failed", turn_id: "t", message_id: "m1", error: null },
    { type: "turn.completed", turn_id: "t", message_id: "m1", usage: NO_USAGE },
  ] as unknown as HubEvent[]);
  const chunks = await Array.fromAsync(streamOf(chunksOfMessage(thread, 0, "m1")));
  assertEquals(chunks.map(({ type }) => type), ["start", "error", "finish"]);
  assertEquals(thread.readers, 0);
});

Deno.test("knownTurn() takes a message that is given up while it waits for no end of the turn", () => {
  const thread = new ToldThread([
    { type: "turn.started", turn_id: "t", message_id: "m1" },
    { type: "turn.failed", turn_id: null, message_id: "m2", error: null },
  ] as unknown as HubEvent[]);
  assertEquals(knownTurn(thread, "t")?.isRunning, true);
});

Deno.test({
  name: "chunksAfter() goes on with a message as if it had never stopped",
  ignore: ai === null,
  async fn() {
    let stops = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const events = turnOf(seed);
      const decisions = decisionsIn(events);
      const thread = new ToldThread(events);
      const [first] = events.flatMap((event) => event.type === "question" ? [event.question] : []);
      // Each question waits when it is read, and is answered when the page goes on.
      thread.pending = first ?? null;
      const asked = events.flatMap((event) => event.type === "question" ? [event.question] : []);
      let message = await read(chunksOfMessage(thread, 0, "m1"));
      for (const [index, question] of asked.entries()) {
        assert(
          message !== undefined && message.parts.some(isAsked),
          `seed ${seed}: ${JSON.stringify(message)}`,
        );
        stops++;
        const { position = 0 } = message.metadata as { position?: number };
        message = answered(message, decisions.get(question.id) ?? false);
        thread.pending = asked[index + 1] ?? null;
        const turn = knownTurn(thread, null, message.id);
        assert(turn !== null && turn.questions.has(question.id));
        message = await read(chunksAfter(thread, turn, position), message);
      }
      if (message === undefined || message.parts.length === 0) continue;
      const valid = await ai?.safeValidateUIMessages({ messages: [message] });
      assert(valid?.success, `seed ${seed}: ${valid?.error?.message}`);
      for (const event of events) {
        if (event.type !== "item.completed") continue;
        const { item } = event;
        if (item.type !== "agent_message" && item.type !== "reasoning") continue;
        // What is told before a stop cannot be taken back after it.
        if (!item.text.startsWith(writtenOf(events, item.id))) continue;
        const text = message.parts.filter(({ providerMetadata: { codex } = { codex: {} } }) =>
          codex.itemId === item.id && !codex.discarded
        ).map(({ text }) => text).join("");
        assertEquals(text, item.text, `seed ${seed}`);
      }
      const open = message.parts.filter(({ type, state = "" }) =>
        type === "dynamic-tool" && !state.startsWith("output-") || state === "streaming"
      );
      assertEquals(open, [], `seed ${seed}`);
    }
    assert(stops > 50, `${stops} stops`);
  },
});
