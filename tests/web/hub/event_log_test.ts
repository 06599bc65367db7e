import { assert, assertEquals, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { EventLog } from "../../../src/web/hub/event_log.ts";
import { EventReader } from "../../../src/web/hub/event_reader.ts";
import type { HubEntry, HubEvent } from "../../../src/web/hub/events.ts";
import { random } from "../../random.ts";

const delta = (text: string, item_id = "item_0"): HubEvent => ({
  type: "item.delta",
  item_id,
  item_type: "agent_message",
  delta: text,
});
const queued = (text: string): HubEvent => ({ type: "message.queued", message_id: "m1", text });
const diff = (text: string): HubEvent => ({ type: "turn.diff", diff: text });

/** All that a reader gets from `after` on. */
function readFrom(log: EventLog, after: number): HubEntry[] {
  const entries: HubEntry[] = [];
  for (let entry = log.read(after); entry !== null; entry = log.read(entry.n)) entries.push(entry);
  return entries;
}

Deno.test("EventLog.read() gives a reader that keeps up every number, and each event as it was", () => {
  const log = new EventLog(1e6);
  const events = [queued("a"), delta("b"), delta("c"), delta("d", "item_1"), queued("e")];
  const seen: HubEntry[] = [];
  for (const event of events) {
    log.append(event);
    seen.push(...readFrom(log, seen.at(-1)?.n ?? 0));
  }
  assertEquals(seen, events.map((event, index) => ({ n: index + 1, event })));
});

Deno.test("EventLog.read() merges the deltas that follow each other for a slow reader", () => {
  const log = new EventLog(1e6);
  log.append(queued("a"));
  for (let count = 0; count < 100; count++) log.append(delta(`${count},`));
  for (let count = 0; count < 2; count++) log.append(delta("x", "item_1"));
  const text = (from: number) =>
    Array.from({ length: 100 - from }, (_, at) => `${at + from},`).join("");
  const merged = [
    { n: 101, event: delta(text(10)) },
    { n: 102, event: delta("x", "item_1") },
    { n: 103, event: delta("x", "item_1") },
  ];
  // From the middle, too.
  assertEquals(readFrom(log, 11), merged);
});

Deno.test("EventLog.append() drops the oldest turns first, and says from where on it is whole", () => {
  const log = new EventLog(20_000);
  const starts: number[] = [];
  for (let turn = 0; turn < 10; turn++) {
    log.beginTurn();
    starts.push(log.last + 1);
    log.append({ type: "turn.started", turn_id: `turn_${turn}`, message_id: "m1" });
    for (let count = 0; count < 10; count++) log.append(queued("x".repeat(200)));
  }
  assert(log.bytes <= 20_000);
  assert(starts.includes(log.from) && log.from > 1);
  const kept = starts.filter((start) => start >= log.from).length;
  assertEquals(log.turnIds, starts.map((_, turn) => `turn_${turn}`).slice(-kept));
  const [first, second] = readFrom(log, 5);
  assertEquals(first, { n: log.from - 1, event: { type: "log.truncated", from: log.from } });
  assertEquals([second?.n, second?.event.type], [log.from, "turn.started"]);
  // Who has seen all that is gone misses nothing.
  assertEquals(log.read(log.from - 1)?.n, log.from);
});

Deno.test("EventLog.append() keeps one endless turn in bounds, and one endless text", () => {
  for (const event of [queued("x".repeat(100)), delta("x".repeat(100))]) {
    const log = new EventLog(1e6);
    log.beginTurn();
    for (let count = 0; count < 50_000; count++) log.append(event);
    assert(log.bytes <= 1e6 && log.from > 1);
    assertEquals(readFrom(log, 0)[0]?.event, { type: "log.truncated", from: log.from });
  }
});

Deno.test("EventLog.append() counts what is nested more deeply than can be written", () => {
  const log = new EventLog(1e6);
  let nested: unknown = null;
  for (let depth = 0; depth < 100_000; depth++) nested = [nested];
  for (let count = 0; count < 20; count++) {
    const event = { ...queued("x".repeat(100_000)), nested };
    log.append(event as HubEvent);
  }
  assertEquals([log.last, log.from > 1, log.bytes <= 1e6], [20, true, true]);
});

Deno.test("EventLog.append() keeps of the diffs of a turn the last ones", () => {
  const log = new EventLog(1e9);
  log.beginTurn();
  for (let count = 0; count < 500; count++) log.append(diff("x".repeat(10_000) + count));
  assert(log.bytes < 2e6, `${log.bytes}`);
  const seen = readFrom(log, 0);
  assert(seen.length < 50);
  assertEquals(seen.at(-1), { n: 500, event: diff("x".repeat(10_000) + 499) });
});

Deno.test("EventLog.append() takes a diff off its size once, though it is both dropped and replaced", () => {
  const log = new EventLog(20_000);
  log.beginTurn();
  log.append(diff("x".repeat(1_000)));
  for (let count = 0; count < 100; count++) log.append(queued("x".repeat(200)));
  assert(log.from > 1);
  log.append(diff("y"));
  log.clear();
  assertEquals(log.bytes, 0);
});

Deno.test("EventLog.clear() lets go of the events, and counts on", () => {
  const log = new EventLog(1e6);
  for (let count = 0; count < 5; count++) log.append(queued("a"));
  log.clear();
  assertEquals([log.bytes, log.last, readFrom(log, 5)], [0, 5, []]);
  assertEquals(readFrom(log, 2), [{ n: 5, event: { type: "log.truncated", from: 6 } }]);
  log.append(queued("b"));
  assertEquals(readFrom(log, 5), [{ n: 6, event: queued("b") }]);
});

Deno.test("EventLog tells readers of any pace what a naive log has, whatever is told", () => {
  const pick = random(7);
  const below = (count: number) => Math.floor(pick() * count);
  for (let round = 0; round < 60; round++) {
    const log = new EventLog(round % 3 === 0 ? 4_000 : 1e9);
    // The oracle: every event, by its number.
    const told: HubEvent[] = [];
    const readers = Array.from(
      { length: 4 },
      (_, pace) => ({ pace, after: 0, seen: [] as HubEntry[] }),
    );
    for (let step = 0; step < 400; step++) {
      if (below(40) === 0) log.beginTurn();
      const event = [
        () => delta(`${step};`, `item_${below(2)}`),
        () => delta(`${step};`),
        () => diff(`${step}`),
        () => queued(`${step}`),
      ][below(4)]?.() ?? queued("");
      told.push(event);
      assertEquals(log.append(event), told.length);
      for (const reader of readers) {
        if (reader.pace > 0 && below(reader.pace * 20) > 0) continue;
        for (let entry = log.read(reader.after); entry !== null; entry = log.read(entry.n)) {
          reader.seen.push(entry);
          reader.after = entry.n;
        }
      }
    }
    for (const { seen } of [...readers, { seen: readFrom(log, 0) }]) checkAgainst(told, log, seen);
  }
});

/** Every event is told, or merged, or a diff that a newer one replaces, or before what is kept. */
function checkAgainst(told: readonly HubEvent[], log: EventLog, seen: readonly HubEntry[]): void {
  let before = 0;
  for (const { n, event } of seen) {
    assert(n > before, "numbers rise");
    if (event.type === "log.truncated") {
      assertEquals(event.from, n + 1);
      assert(n < log.from);
    } else {
      const parts = told.slice(before, n);
      if (event.type === "item.delta") {
        const skipped = parts.findIndex(({ type }) => type !== "turn.diff");
        const deltas = parts.slice(skipped);
        assert(
          deltas.every((part) => part.type === "item.delta" && part.item_id === event.item_id),
        );
        const text = deltas.map((part) => part.type === "item.delta" ? part.delta : "").join("");
        assertEquals(event.delta, text);
      } else {
        assertEquals(event, parts.at(-1));
        assert(parts.slice(0, -1).every(({ type }) => type === "turn.diff"), "nothing is left out");
      }
    }
    before = n;
  }
}

const COUNT = { add: () => {}, remove: () => {} };

Deno.test("EventReader.next() waits, and ends with the signal, with return(), and with the log", async () => {
  const log = new EventLog(1e6);
  const controller = new AbortController();
  const aborted = new EventReader(log, { signal: controller.signal }, COUNT);
  const left = new EventReader(log, {}, COUNT);
  const stays = new EventReader(log, {}, COUNT);
  const [one, two, three] = [aborted.next(), left.next(), stays.next()];
  controller.abort();
  await left.return();
  assertEquals([await one, await two], Array(2).fill({ done: true, value: undefined }));
  log.append(queued("a"));
  assertEquals(await three, { done: false, value: { n: 1, event: queued("a") } });
  const late = new EventReader(log, { signal: controller.signal }, COUNT);
  assertEquals((await late.next()).done, true, "the signal was aborted before");
  const four = stays.next();
  log.end();
  assertEquals((await four).done, true);
});

Deno.test("EventReader.next() may be called again before it has answered", async () => {
  const log = new EventLog(1e6);
  const reader = new EventReader(log, {}, COUNT);
  const calls = [reader.next(), reader.next(), reader.next()];
  for (const text of ["a", "b", "c"]) log.append(queued(text));
  const numbers = (await Promise.all(calls)).map(({ value }) => value?.n);
  assertEquals(numbers, [1, 2, 3]);
});

Deno.test("EventReader begins anew after a number that its log has not told", () => {
  const log = new EventLog(1e6);
  log.append(queued("a"));
  const reader = new EventReader(log, { after: 9 }, COUNT);
  assertEquals(reader.take(), { n: 0, event: { type: "log.truncated", from: 1 } });
  assertEquals(reader.take(), { n: 1, event: queued("a") });
  assertEquals(reader.take(), null);
  for (const after of [-1, 0.5, NaN, Infinity]) {
    assertThrows(() => new EventReader(log, { after }, COUNT), InvalidInputError);
  }
});
