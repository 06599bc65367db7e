/**
 * What comes from Codex: bytes, lines, events, messages.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { DecodeError } from "../../src/core/vocabulary/errors.ts";
import { EventDecoder } from "../../src/core/wire/decode.ts";
import { LineSplitter } from "../../src/core/wire/jsonl.ts";
import { FakeServer, type Message } from "../app_server/link/line_pairs.ts";
import { below, type Json } from "../random.ts";
import { damaged, json, members, type Next, pick, type Target, text } from "./target.ts";

const ID = "01a201f0-88ca-7681-ada4-692e81620abf";

/** Events as Codex says them, beside which others are made. */
const EVENTS = [
  { type: "thread.started", thread_id: ID },
  { type: "turn.started" },
  { type: "item.completed", item: { id: "item_0", type: "agent_message", text: "hi" } },
  { type: "item.started", item: { id: "item_1", type: "command_execution", command: "ls" } },
  {
    type: "turn.completed",
    usage: { input_tokens: 1, cached_input_tokens: 0, output_tokens: 1 },
  },
  { type: "turn.failed", error: { message: "no" } },
  { type: "error", message: "no" },
];

/** Targets. */
export const WIRE_TARGETS: readonly Target[] = [
  {
    name: "LineSplitter gives the same lines, however the bytes are cut",
    runs: 4_000,
    once: lines,
  },
  { name: "EventDecoder.decode() gives an event, or a DecodeError", runs: 30_000, once: event },
  { name: "Connection answers its requests, whatever else it hears", runs: 1_000, once: messages },
];

function lines(next: Next): void {
  const encoder = new TextEncoder();
  const bytes = Uint8Array.from(
    Array.from(
      { length: below(next, 30) },
      () =>
        next() < 0.2
          ? [...Array.from({ length: below(next, 4) }, () => below(next, 256))]
          : next() < 0.3
          ? [0x0a]
          : [...encoder.encode(text(next))],
    ).flat(),
  );
  const whole = new TextDecoder("utf-8").decode(bytes);
  const expected = whole.split("\n").map((line) => line.endsWith("\r") ? line.slice(0, -1) : line)
    .filter((line) => !/^[ \t\r]*$/.test(line));
  const splitter = new LineSplitter({ decodeAt: pick(next, [1, 3, 64, 4_096]) });
  const found: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + below(next, 9);
    // Now as a chunk of its own, now as a part of a larger buffer.
    found.push(
      ...splitter.push(next() < 0.5 ? bytes.slice(at, end) : bytes.subarray(at, end)),
    );
    at = end;
  }
  found.push(...splitter.end());
  assertEquals(found, expected);
}

function event(next: Next): void {
  const known = pick(next, EVENTS);
  const made = next() < 0.5 ? { ...known, ...members(next, () => [text(next), json(next)]) } : {
    ...known,
    [pick(next, Object.keys(known))]: json(next),
  };
  const line = damaged(next, JSON.stringify(next() < 0.9 ? made : json(next)));
  try {
    const { type, ...rest } = new EventDecoder().decode(line) as Json;
    assertEquals(typeof type, "string");
    if (type === "thread.started") assertEquals(/^[0-9a-f-]{36}$/i.test(`${rest.thread_id}`), true);
  } catch (error) {
    assert(error instanceof DecodeError, `${error}`);
    assert(error.line.length <= 1024);
  }
  assertEquals(Object.keys(Object.prototype), []);
}

async function messages(next: Next): Promise<void> {
  const server = new FakeServer({ request: () => Promise.resolve(json(next)) });
  const wanted = json(next);
  const answer = server.connection.request("ask", { value: json(next) });
  for (let left = below(next, 20); left > 0; left--) server.say(noise(next) as Message);
  const [asked] = await server.received(1);
  server.say({ id: asked?.id, result: wanted });
  assertEquals(JSON.stringify(await answer), JSON.stringify(wanted));
  server.end();
  await server.connection.closed;
}

/** A message that is no answer to a request of ours. */
function noise(next: Next): unknown {
  const message: Json = {
    ...members(next, () => [text(next), json(next)]),
    ...next() < 0.5 ? { method: text(next), params: json(next) } : {},
    ...next() < 0.5 ? { id: pick<unknown>(next, [-1, "1", null, 1.5, {}, [], true]) } : {},
    ...next() < 0.3 ? { error: json(next) } : {},
  };
  return next() < 0.8 ? message : json(next);
}
