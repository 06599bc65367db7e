import { assert, assertEquals, assertLess, assertRejects, assertStrictEquals } from "@std/assert";
import { EventStream, HIGH_WATER } from "../../../src/core/turn/event_stream.ts";

/** A stream of numbers, and what its source was asked. */
function open(options: { readonly holdStop?: boolean } = {}) {
  const calls: string[] = [];
  let release!: () => void;
  const released = new Promise<void>((resolve) => release = resolve);
  const stream: EventStream<number> = new EventStream<number>({
    start: () => void calls.push("start"),
    stop: async () => {
      calls.push("stop");
      if (options.holdStop) await released;
    },
    waiting: () => void calls.push("waiting"),
  });
  return { stream, calls, release };
}

/** "value", "done" or "error: message" of a `next()`, `return()` or `throw()`. */
async function outcome(result: Promise<IteratorResult<number, void>>): Promise<string> {
  try {
    const { done, value } = await result;
    return done ? "done" : String(value);
  } catch (error) {
    return `error: ${(error as Error).message}`;
  }
}

/** Whether a promise has settled by the end of this task. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(() => done = true, () => done = true);
  await new Promise((resolve) => setTimeout(resolve, 0));
  return done;
}

Deno.test("EventStream.next() starts the source at the first call, once", async () => {
  const { stream, calls } = open();
  assertEquals(calls, []);
  const first = stream.next();
  assertEquals(calls, ["start", "waiting"]);
  stream.push(1, 1);
  stream.push(2, 1);
  assertEquals(await outcome(first), "1");
  assertEquals(await outcome(stream.next()), "2");
  assertEquals(calls, ["start", "waiting"], "an event that is there needs no waiting");
  stream.next();
  assertEquals(calls, ["start", "waiting", "waiting"]);
});

Deno.test("EventStream.next() calls at once are served in their order", async () => {
  const { stream } = open();
  const all = [1, 2, 3, 4].map(() => outcome(stream.next()));
  assert(stream.isWaiting);
  stream.push(1, 1);
  stream.push(2, 1);
  assert(stream.isWaiting);
  stream.end({ error: new Error("broken") });
  assert(!stream.isWaiting);
  assertEquals(await Promise.all(all), ["1", "2", "error: broken", "done"]);
});

Deno.test("EventStream.end() lets the queue be read, then fails once, then is done", async () => {
  const { stream } = open();
  const first = stream.next();
  for (const event of [1, 2, 3]) stream.push(event, 1);
  stream.end({ error: new Error("broken") });
  stream.end();
  stream.push(4, 1);
  const seen = [await outcome(first)];
  for (let i = 0; i < 5; i++) seen.push(await outcome(stream.next()));
  assertEquals(seen, ["1", "2", "3", "error: broken", "done", "done"]);
});

Deno.test("EventStream works in for await", async () => {
  const { stream, calls } = open();
  assertStrictEquals(stream[Symbol.asyncIterator](), stream);
  const seen: number[] = [];
  const reading = (async () => {
    for await (const event of stream) seen.push(event);
  })();
  for (const event of [1, 2, 3]) stream.push(event, 1);
  stream.end();
  await reading;
  assertEquals(seen, [1, 2, 3]);
  assertEquals(calls.includes("stop"), false);
});

Deno.test("EventStream.return() stops the source when the loop is left, and waits for it", async () => {
  const { stream, calls, release } = open({ holdStop: true });
  const reading = (async () => {
    for await (const _ of stream) break;
  })();
  stream.push(1, 1);
  assertEquals(await settled(reading), false);
  assertEquals(calls, ["start", "waiting", "stop"]);
  release();
  await reading;
  assertEquals(await outcome(stream.next()), "done");
});

Deno.test("EventStream.return() gives back what it was given, as yield* expects", async () => {
  const { stream } = open();
  stream.next();
  // What a generator around it was left with goes through it.
  async function* around(): AsyncGenerator<number, unknown> {
    return yield* stream;
  }
  const generator = around();
  const first = generator.next();
  stream.push(1, 1);
  stream.push(2, 1);
  await first;
  assertEquals(await generator.return("mine"), { done: true, value: "mine" });
});

Deno.test("EventStream.return() rejects with what it was given, once the source has stopped", async () => {
  const { stream, release } = open({ holdStop: true });
  stream.next();
  // Unhandled meanwhile, it would end the program.
  const left = stream.return(Promise.reject(new Error("mine")));
  assertEquals(await settled(left), false);
  release();
  assertEquals(await outcome(left), "error: mine");
});

Deno.test("EventStream.return() ends a pending next() without an error", async () => {
  const { stream, calls, release } = open({ holdStop: true });
  const pending = [stream.next(), stream.next()];
  const left = stream.return();
  assertEquals(await settled(left), false, "it waits for the source");
  assertEquals(await settled(pending[0] as Promise<unknown>), false);
  stream.push(1, 1);
  stream.end({ error: new Error("aborted") });
  release();
  assertEquals(await outcome(left), "done");
  assertEquals(await Promise.all(pending.map(outcome)), ["done", "done"]);
  assertEquals(await outcome(stream.next()), "done");
  assertEquals(calls.filter((call) => call === "stop").length, 1);
});

Deno.test("EventStream.return() drops what waits to be read", async () => {
  const { stream } = open();
  const first = stream.next();
  for (const event of [1, 2, 3]) stream.push(event, 1);
  assertEquals(await outcome(first), "1");
  assertEquals(await outcome(stream.return()), "done");
  assertEquals(await outcome(stream.next()), "done");
});

Deno.test("EventStream.return() after the end drops the failure", async () => {
  const { stream, calls } = open();
  stream.next().catch(() => {});
  stream.push(1, 1);
  stream.push(2, 1);
  stream.end({ error: new Error("broken") });
  assertEquals(await outcome(stream.return()), "done");
  assertEquals(await outcome(stream.next()), "done");
  assertEquals(calls.includes("stop"), false, "there is nothing to stop");
});

const LEAVES: Record<string, (stream: EventStream<number>) => Promise<unknown>> = {
  "return()": (stream) => stream.return(),
  "throw()": (stream) => stream.throw(new Error("mine")),
  "[Symbol.asyncDispose]()": (stream) => stream[Symbol.asyncDispose](),
};

for (const [name, leave] of Object.entries(LEAVES)) {
  Deno.test(`EventStream.${name} before the first next() starts nothing`, async () => {
    const { stream, calls } = open();
    await leave(stream).catch(() => {});
    assertEquals(await outcome(stream.next()), "done");
    assertEquals(calls, []);
  });

  Deno.test(`EventStream.${name} twice waits for the source both times`, async () => {
    const { stream, release } = open({ holdStop: true });
    stream.next();
    const both = [leave(stream), leave(stream)];
    for (const one of both) assertEquals(await settled(one), false);
    release();
    for (const one of both) assertEquals(await settled(one), true);
  });
}

Deno.test("EventStream.throw() stops the source and rejects with what it was given", async () => {
  const { stream, calls } = open();
  const pending = stream.next();
  const mine = new Error("mine");
  assertStrictEquals(await assertRejects(() => stream.throw(mine)), mine);
  assertEquals(await outcome(pending), "done");
  assertEquals(await outcome(stream.next()), "done");
  assertEquals(calls, ["start", "waiting", "stop"]);
  assertStrictEquals(await assertRejects(() => stream.throw(mine)), mine, "also after the end");
});

const FULL = HIGH_WATER;

Deno.test("EventStream.room() is null until HIGH_WATER characters wait, then settles when all are read", async () => {
  const { stream } = open();
  const first = stream.next();
  stream.push(0, 10 * FULL);
  await first;
  assertEquals(stream.room(), null, "an event that somebody waited for does not count");
  stream.push(1, FULL - 1);
  assertEquals(stream.room(), null);
  stream.push(2, 1);
  stream.push(3, FULL);
  stream.push(4, 1);
  const room = stream.room();
  assert(room !== null);
  assertStrictEquals(stream.room(), room);
  assertEquals(await outcome(stream.next()), "1");
  assertEquals(await settled(room), false, "event 3 fills it alone");
  assertEquals(await outcome(stream.next()), "2");
  assertEquals(await settled(room), false);
  assertEquals(await outcome(stream.next()), "3");
  assertEquals(await settled(room), false, "event 4 still waits");
  assertEquals(stream.room(), null, "though it would not fill it");
  assertEquals(await outcome(stream.next()), "4");
  assertEquals(await settled(room), true);
  assertEquals(stream.room(), null);
});

const MAKE_ROOM: Record<string, (stream: EventStream<number>) => unknown> = {
  "unbound()": (stream) => stream.unbound(),
  "clear()": (stream) => stream.clear(),
  "end()": (stream) => stream.end(),
  "return()": (stream) => stream.return(),
};

for (const [name, act] of Object.entries(MAKE_ROOM)) {
  Deno.test(`EventStream.${name} makes room`, async () => {
    const { stream } = open();
    stream.next();
    stream.push(0, 1);
    stream.push(1, FULL);
    const room = stream.room();
    assert(room !== null);
    act(stream);
    assertEquals(await settled(room), true);
    stream.push(2, FULL);
    assertEquals(stream.room() === null, name !== "clear()");
  });
}

Deno.test("EventStream.clear() drops what waits, and the end is still told", async () => {
  const { stream } = open();
  const first = stream.next();
  for (const event of [1, 2, 3]) stream.push(event, 1);
  await first;
  stream.clear();
  stream.push(4, 1);
  stream.end({ error: new Error("aborted") });
  assertEquals(await outcome(stream.next()), "4");
  assertEquals(await outcome(stream.next()), "error: aborted");
  assertEquals(await outcome(stream.next()), "done");
});

Deno.test("EventStream keeps order over many events, read in bursts", async () => {
  const { stream } = open();
  const seen: number[] = [];
  const first = stream.next();
  for (let event = 0; event < 10_000; event++) {
    stream.push(event, 1);
    if (event === 0) seen.push((await first).value as number);
    for (let burst = event % 7 === 0 ? 6 : 0; burst > 0 && seen.length <= event; burst--) {
      seen.push((await stream.next()).value as number);
    }
  }
  stream.end();
  for (;;) {
    const { done, value } = await stream.next();
    if (done) break;
    seen.push(value);
  }
  assertEquals(seen, Array.from({ length: 10_000 }, (_, index) => index));
});

Deno.test("EventStream.push() merges events of one key while they wait, in the place of the first", async () => {
  const stream = new EventStream<string>({
    start: () => {},
    stop: () => Promise.resolve(),
    mergeKey: (event) => /[ab]/.test(event) ? event.charAt(0) : null,
    merge: (queued, next) => queued + next,
  });
  const first = stream.next();
  stream.push("a0", 2);
  assertEquals((await first).value, "a0", "what somebody waits for is not merged");
  for (const event of ["a1", "x", "b1", "a2", "x", "b2", "a3"]) stream.push(event, 2);
  assertEquals(stream.queuedSize, 14);
  const seen: unknown[] = [(await stream.next()).value];
  assertEquals(stream.queuedSize, 8);
  // The first of its key has been read: the next one begins anew.
  stream.push("a4", 2);
  stream.push("a5", 2);
  for (let i = 0; i < 4; i++) seen.push((await stream.next()).value);
  assertEquals(seen, ["a1a2a3", "x", "b1b2", "x", "a4a5"]);
  assertEquals(stream.queuedSize, 0);
  stream.push("a6", 2);
  assertEquals((await stream.next()).value, "a6");
  stream.push("a7", 2);
  stream.clear();
  stream.push("a8", 2);
  assertEquals((await stream.next()).value, "a8");
});

Deno.test("EventStream.next() lets go of events that were read, although others wait", async () => {
  const stream = new EventStream<number[]>({ start: () => {}, stop: () => Promise.resolve() });
  stream.next();
  stream.push([], 1);
  stream.push([], 1);
  const before = Deno.memoryUsage().heapUsed;
  // 400 MB in all, of which 100 KB wait at any time.
  for (let event = 0; event < 4_000; event++) {
    stream.push(new Array(12_500).fill(event), 1);
    await stream.next();
  }
  assertLess(Deno.memoryUsage().heapUsed - before, 200_000_000);
});
