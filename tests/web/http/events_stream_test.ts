import { assert, assertEquals } from "@std/assert";
import { eventsResponse, type Frames } from "../../../src/web/http/events_stream.ts";
import { EventLog } from "../../../src/web/hub/event_log.ts";
import { EventReader } from "../../../src/web/hub/event_reader.ts";
import type { HubEvent } from "../../../src/web/mod.ts";
import { readSse, sseOf } from "../../sse.ts";

const queued = (text: string): HubEvent => ({ type: "message.queued", message_id: "m1", text });
const LAST: HubEvent = { type: "turn.interrupted", turn_id: null, message_id: "m1" };

function streamOf(
  log: EventLog,
  heartbeatMs = 60_000,
  frames: Frames = new WeakMap(),
): Response {
  const reader = new EventReader(log, {}, { add: () => {}, remove: () => {} });
  return eventsResponse(reader, heartbeatMs, frames);
}

Deno.test("eventsResponse() keeps line breaks inside of events, and every character", async () => {
  const log = new EventLog(1e6);
  const texts = ["a\nb\r\nc\rd", "\u2028\u2029", "data: x\n\nid: 7\n\n", "é 🎉 \u0000"];
  for (const text of texts) log.append(queued(text));
  log.append(LAST);
  const seen = await readSse(streamOf(log), "turn.interrupted");
  assertEquals(seen.map(({ event }) => event), [...texts.map(queued), LAST]);
});

Deno.test("eventsResponse() tells of an event that cannot be written what can be, and goes on", async () => {
  const log = new EventLog(1e6);
  let deep: unknown = { toJSON: () => JSON.parse("") };
  for (let depth = 0; depth < 1_000; depth++) deep = [deep];
  const reading = [readSse(streamOf(log), LAST.type), readSse(streamOf(log), LAST.type)];
  log.append(Object.assign(queued("a"), { deep }));
  log.append(LAST);
  for (const [first, last, more] of await Promise.all(reading)) {
    const { deep, ...event } = first?.event as unknown as Record<string, unknown>;
    assertEquals(event, { ...queued("a") });
    assertEquals(JSON.stringify(deep), `${"[".repeat(499)}null${"]".repeat(499)}`);
    assertEquals([first?.n, last, more], [1, { n: 2, event: LAST }, undefined]);
  }
});

Deno.test("eventsResponse() ends with its log, and holds one chunk for a reader that does not read", async () => {
  const log = new EventLog(1e9);
  const stalled = streamOf(log);
  for (let count = 0; count < 10_000; count++) log.append(queued("x".repeat(100)));
  log.end();
  const seen: number[] = [];
  for await (const { n } of sseOf(stalled)) seen.push(n);
  assertEquals(seen, seen.map((_, index) => index + 1));
  assertEquals(seen.length, 10_000);
});

Deno.test("eventsResponse() encodes a large event once, and holds a piece of it for a reader", async () => {
  const log = new EventLog(1e9);
  const events = [queued("a"), queued("é".repeat(100_000)), queued("b"), queued("c"), LAST];
  for (const event of events) log.append(event);
  log.end();
  const frames: Frames = new WeakMap();
  const readers = [streamOf(log, 60_000, frames), streamOf(log, 60_000, frames)];
  const pieces = await Promise.all(readers.map(async ({ body }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body ?? []) chunks.push(chunk);
    return chunks;
  }));
  for (const chunks of pieces) {
    assert(chunks.every(({ length }) => length <= 64 * 1024));
    const seen = await readSse(new Response(new Blob(chunks as BlobPart[])), LAST.type);
    assertEquals(seen.map(({ event }) => event), events);
  }
  const [one = [], two = []] = pieces.map((chunks) =>
    chunks.filter(({ length }) => length === 64 * 1024)
  );
  assertEquals([one.length, one.every(({ buffer }, at) => buffer === two[at]?.buffer)], [3, true]);
});

Deno.test("eventsResponse() sends no comment while it has events, and none to who does not read", async () => {
  const log = new EventLog(1e6);
  const reader = streamOf(log, 20).body?.pipeThrough(new TextDecoderStream()).getReader();
  assert((await reader?.read())?.value?.startsWith("retry:"));
  assertEquals((await reader?.read())?.value, ":\n\n");
  log.append(queued("a"));
  assert((await reader?.read())?.value?.startsWith("id: 1\n"));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await reader?.cancel();
});
