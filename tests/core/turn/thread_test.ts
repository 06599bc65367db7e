import {
  assert,
  assertEquals,
  assertGreater,
  assertInstanceOf,
  assertLessOrEqual,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import * as errors from "../../../src/core/vocabulary/errors.ts";
import type { ThreadEvent } from "../../../src/core/vocabulary/events.ts";
import type { ThreadOptions, TurnOptions } from "../../../src/core/vocabulary/options.ts";
import { createThread, type Thread } from "../../../src/core/turn/thread.ts";
import type { ThreadOrigin } from "../../../src/core/ports/transport.ts";
import { countedSignal } from "../base/counted_signal.ts";
import {
  command,
  completed,
  failed,
  FakeTransport,
  type FakeTurn,
  ID,
  OTHER_ID,
  said,
  started,
  tokens,
} from "./fake_transport.ts";

const START: ThreadOrigin = { type: "start" };

/** A thread on a transport that plays `script`. */
function open(
  script?: (turn: FakeTurn, index: number) => void,
  origin: ThreadOrigin = START,
  options: ThreadOptions = {},
): { readonly thread: Thread; readonly transport: FakeTransport } {
  const transport = new FakeTransport(script);
  return { thread: createThread(transport, origin, options), transport };
}

const plain = (turn: FakeTurn, index: number): void =>
  turn.complete(`answer ${index}`, 10 * (index + 1));

/** Lets everything run that can. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function collect(events: AsyncIterable<ThreadEvent>): Promise<string[]> {
  const types: string[] = [];
  for await (const event of events) types.push(event.type);
  return types;
}

// --- Turns and ids

Deno.test("Thread.run() gives the turn, and the thread its id", async () => {
  const { thread, transport } = open((turn) =>
    turn.emit(started(), said("a"), command("item.completed"), said("b"), completed(7)).exit()
  );
  assertEquals(thread.id, null);
  const turn = await thread.run("hi");
  assertEquals(turn.items.map(({ type }) => type), [
    "agent_message",
    "command_execution",
    "agent_message",
  ]);
  assertEquals([turn.finalResponse, turn.usage, turn.turnUsage], ["b", tokens(7), tokens(7)]);
  assertEquals(thread.id, ID);
  assertEquals(transport.turns.length, 1);
});

Deno.test("Thread.run() hands its options to the transport, and resumes from the second turn on", async () => {
  const options: ThreadOptions = { model: "m" };
  const { thread, transport } = open(plain, START, options);
  const turnOptions: TurnOptions = { timeoutMs: 10_000 };
  await thread.run(
    [{ type: "text", text: "hi" }, { type: "local_image", path: "a.png" }],
    turnOptions,
  );
  await thread.run("again");
  const [first, second] = transport.turns.map(({ request }) => request);
  assertEquals(first?.origin, START);
  assertEquals(first?.input, { prompt: "hi", images: ["a.png"] });
  assertStrictEquals(first?.thread, options);
  assertEquals(first?.turn.timeoutMs, 10_000);
  assertEquals(second?.origin, { type: "resume", id: ID });
  assertEquals(second?.turn.timeoutMs, undefined);
});

Deno.test("Thread.run() and runStreamed() send the output schema in strict form, and run() reads the answer", async () => {
  const schema = {
    type: "object",
    properties: { n: { type: "number" } },
    required: ["n"],
  } as const;
  const { thread, transport } = open((turn) => turn.complete('{"n":1}'));
  assertEquals((await thread.run("hi", { outputSchema: schema })).output, { n: 1 });
  await collect((await thread.runStreamed("hi", { outputSchema: schema })).events);
  for (const { request } of transport.turns) {
    assertEquals(request.turn.outputSchema, { ...schema, additionalProperties: false });
  }
});

Deno.test("Thread.run() starts anew after a turn that never got an id", async () => {
  const { thread, transport } = open((turn, index) =>
    index === 0 ? turn.fail(new errors.CodexError("no")) : plain(turn, index)
  );
  await assertRejects(() => thread.run("hi"), errors.CodexError, "no");
  assertEquals(thread.id, null);
  await thread.run("hi");
  assertEquals(transport.turns[1]?.request.origin, START);
});

Deno.test("Thread.runStreamed() gives the events as they come", async () => {
  const { thread, transport } = open();
  const { events } = await thread.runStreamed("hi");
  const first = events.next();
  const turn = await transport.turn(0);
  turn.emit(started());
  assertEquals((await first).value, started());
  assertEquals(thread.id, ID, "the id is known with its event");
  const second = events.next();
  turn.emit(said("a"), completed());
  assertEquals((await second).value, said("a"));
  assertEquals((await events.next()).value, completed());
  const end = events.next();
  turn.exit();
  assertEquals(await end, { done: true, value: undefined });
});

Deno.test("Thread.run() and runStreamed() reject wrong input and start nothing", async () => {
  const table: [string, TurnOptions, string][] = [
    ["", {}, "input"],
    ["hi", { timeoutMs: -1 }, "timeoutMs"],
    ["hi", { timeoutMs: NaN }, "timeoutMs"],
    ["hi", { idleTimeoutMs: Infinity }, "idleTimeoutMs"],
    ["hi", { idleTimeoutMs: 2 ** 31 }, "idleTimeoutMs"],
    ["hi", { killGraceMs: "5" as unknown as number }, "killGraceMs"],
    ["hi", { repair: 0.5 }, "repair"],
    ["hi", { timeout: 5 } as TurnOptions, "timeout"],
    ["hi", { outputSchema: [] }, "outputSchema"],
    ["hi", { outputSchema: { type: "string" } }, "outputSchema"],
  ];
  const { thread, transport } = open(plain);
  for (const [input, options, option] of table) {
    for (
      const act of [() => thread.run(input, options), () => thread.runStreamed(input, options)]
    ) {
      const error = await assertRejects(act, errors.InvalidInputError);
      assertEquals(error.option, option);
    }
  }
  await thread.run("hi", { timeoutMs: 2 ** 31 - 1, idleTimeoutMs: 2 ** 31 - 1, killGraceMs: 0 });
  assertEquals(transport.turns.length, 1);
});

Deno.test("createThread() takes UUIDs only", () => {
  const bad = ["", "my-thread", ` ${ID}`, `${ID}\n`, ID.slice(1), `${ID}0`, ID.replaceAll("-", "")];
  for (const id of [...bad, undefined as unknown as string]) {
    for (const type of ["resume", "fork"] as const) {
      const error = assertThrows(() => open(plain, { type, id }), errors.ResumeError);
      assertEquals([error.reason, error.requestedId], ["invalid_id", String(id)]);
    }
  }
  const itself = open(plain, { type: "start" }).thread as unknown as string;
  const says = "Cannot resume a thread: a Thread is not the id of a thread (a UUID)";
  assertThrows(() => open(plain, { type: "resume", id: itself }), errors.ResumeError, says);
  assertEquals(open(plain, { type: "resume", id: ID }).thread.id, ID);
  assertEquals(open(plain, { type: "resume", id: ID.toUpperCase() }).thread.id, ID.toUpperCase());
  assertEquals(open(plain, { type: "fork", id: ID }).thread.id, null);
});

// --- Resume and fork

Deno.test("Thread.run() refuses the answer of another thread than the one resumed", async () => {
  const { thread, transport } = open(
    (turn) => turn.complete("ok", 1, OTHER_ID),
    { type: "resume", id: ID },
  );
  const { events } = await thread.runStreamed("hi");
  const error = await assertRejects(() => collect(events), errors.ResumeError);
  assertEquals([error.reason, error.requestedId, error.threadId], ["other_thread", ID, ID]);
  assertEquals(thread.id, ID);
  assertEquals(error.items, [], "nothing of the other thread is taken");
  assertStrictEquals(transport.turns[0]?.stoppedWith, error);
});

Deno.test("Thread.run() refuses a second turn that answers with another thread", async () => {
  const { thread } = open((turn, index) => turn.complete("ok", 1, index === 0 ? ID : OTHER_ID));
  await thread.run("hi");
  await assertRejects(() => thread.run("hi"), errors.ResumeError, OTHER_ID);
  assertEquals(thread.id, ID);
});

Deno.test("Thread.run() takes the id of a resumed thread in any case", async () => {
  const { thread } = open(plain, { type: "resume", id: ID.toUpperCase() });
  await thread.run("hi");
  assertEquals(thread.id, ID);
});

Deno.test("Thread.run() forks once, then resumes the new thread", async () => {
  const { thread, transport } = open(
    (turn, index) =>
      index === 0 ? turn.fail(new errors.CodexError("no")) : turn.complete("ok", 1, OTHER_ID),
    { type: "fork", id: ID },
  );
  await assertRejects(() => thread.run("hi"));
  await thread.run("hi");
  assertEquals(thread.id, OTHER_ID);
  await thread.run("hi");
  assertEquals(transport.turns.map(({ request }) => request.origin), [
    { type: "fork", id: ID },
    { type: "fork", id: ID },
    { type: "resume", id: OTHER_ID },
  ]);
});

Deno.test("Thread.run() refuses a fork that is the thread itself", async () => {
  const { thread } = open(plain, { type: "fork", id: ID });
  const error = await assertRejects(() => thread.run("hi"), errors.ResumeError);
  assertEquals([error.reason, error.threadId, thread.id], ["other_thread", null, null]);
});

// --- Failures

Deno.test("Thread.runStreamed() delivers turn.failed, then rejects, then is done", async () => {
  const { thread } = open((turn) =>
    turn.emit(started(), command("item.started"), failed("the SECRET is out")).exit()
  );
  const { events } = await thread.runStreamed("hi");
  const types: string[] = [];
  for (let i = 0; i < 3; i++) types.push((await events.next()).value?.type ?? "end");
  assertEquals(types, ["thread.started", "item.started", "turn.failed"]);
  const error = await assertRejects(() => events.next(), errors.TurnFailedError);
  assertEquals([error.message, error.stderr], ["the [redacted] is out", "on stderr"]);
  assertEquals([error.threadId, error.usage], [ID, null]);
  assertEquals(error.items.map(({ type }) => type), ["command_execution"]);
  assertEquals(await events.next(), { done: true, value: undefined });
});

Deno.test("Thread.runStreamed() tells no secret in the events of a failure and in warnings, and leaves others as they are", async () => {
  const notice: ThreadEvent = { type: "error", message: "again" };
  const warning = (message: string): ThreadEvent => ({
    type: "item.completed",
    item: { id: "item_0", type: "error", message },
  });
  const { thread } = open((turn) =>
    turn.emit(
      started(),
      notice,
      { type: "error", message: "no SECRET" },
      warning("Falling back: no SECRET"),
      failed("no SECRET"),
    ).exit()
  );
  const seen: ThreadEvent[] = [];
  await assertRejects(async () => {
    for await (const event of (await thread.runStreamed("hi")).events) seen.push(event);
  }, errors.TurnFailedError);
  assertEquals(seen.slice(2), [
    { type: "error", message: "no [redacted]" },
    warning("Falling back: no [redacted]"),
    failed("no [redacted]"),
  ]);
  assertStrictEquals(seen[1], notice);
});

Deno.test("Thread.run() shortens the message of a failed turn", async () => {
  const { thread } = open((turn) => turn.emit(failed("x".repeat(1_000_000))).exit());
  const error = await assertRejects(() => thread.run("hi"), errors.TurnFailedError);
  assertEquals(error.message, `${"x".repeat(16 * 1024)}…`);
});

Deno.test("Thread.run() rejects with the transport's error, and what was known", async () => {
  const cause = new errors.ExitError("gone", { exitCode: 1, signal: null, stderr: "" });
  const { thread } = open((turn) => turn.emit(started(), said("half")).fail(cause));
  const error = await assertRejects(() => thread.run("hi"), errors.ExitError);
  assertStrictEquals(error, cause);
  assertEquals([error.threadId, error.items.length, error.usage], [ID, 1, null]);
});

Deno.test("Thread.runStreamed() keeps the items for its error, as run() does", async () => {
  const said200 = Array.from({ length: 200 }, (_, index) => said(`${index} ${"x".repeat(50)}`));
  const { thread } = open((turn) => {
    const error = new errors.ExitError("gone", { exitCode: 1, signal: null, stderr: "" });
    turn.emit(started(), ...said200).fail(error);
  });
  const all = (await assertRejects(() => thread.run("hi"), errors.ExitError)).items;
  assertEquals(all.length, said200.length);
  const turn = await thread.runStreamed("hi");
  const kept = (await assertRejects(() => collect(turn.events), errors.ExitError)).items;
  assertEquals(kept, all);
});

Deno.test("Thread.run() makes a CodexError of any other, without its secrets", async () => {
  for (const thrown of [new TypeError("odd SECRET"), "odd SECRET"]) {
    const { thread } = open((turn) => turn.fail(thrown));
    const error = await assertRejects(() => thread.run("hi"), errors.CodexError);
    assertEquals(error.message, "Cannot run the turn: odd [redacted]");
  }
});

Deno.test("Thread.run() takes an error event for what it is: not the end", async () => {
  const { thread } = open((turn) =>
    turn.emit(started(), { type: "error", message: "Reconnecting... 1/5" }, said("ok"), completed())
      .exit()
  );
  assertEquals((await thread.run("hi")).finalResponse, "ok");
});

// --- Queue

Deno.test("Thread.run() runs one turn at a time, in the order of the calls", async () => {
  const { thread, transport } = open();
  const order: string[] = [];
  const runs = ["a", "b", "c"].map((name) =>
    thread.run(name).then(() => order.push(name), () => order.push(`${name} failed`))
  );
  for (let index = 0; index < 3; index++) {
    const turn = await transport.turn(index);
    await settle();
    assertEquals(transport.turns.length, index + 1, "the next one waits");
    if (index === 1) turn.fail(new errors.CodexError("no"));
    else turn.complete();
  }
  await Promise.all(runs);
  assertEquals(transport.turns.map(({ request }) => request.input.prompt), ["a", "b", "c"]);
  assertEquals(transport.turns.map(({ request }) => request.origin.type), [
    "start",
    "resume",
    "resume",
  ]);
  assertEquals(order, ["a", "b failed", "c"]);
});

Deno.test("Thread.run() starts the next turn only when the process of the last one is gone", async () => {
  const { thread, transport } = open();
  const first = thread.run("a");
  const second = thread.run("b");
  const turn = await transport.turn(0);
  turn.emit(started(), completed());
  await settle();
  assertEquals(transport.turns.length, 1);
  turn.exit();
  await first;
  (await transport.turn(1)).complete();
  await second;
});

Deno.test("Thread.runStreamed() takes its place at the first next(), not before", async () => {
  const { thread, transport } = open(plain);
  const never = await thread.runStreamed("never read");
  const later = await thread.runStreamed("later");
  await thread.run("first");
  assertEquals(await collect(later.events), [
    "thread.started",
    "turn.started",
    "item.completed",
    "turn.completed",
  ]);
  assertEquals(transport.turns.map(({ request }) => request.input.prompt), ["first", "later"]);
  await never.events.return(undefined);
  assertEquals(transport.turns.length, 2);
});

Deno.test("Thread.run() does not wait for a stream that is read no further", async () => {
  const { thread, transport } = open();
  const { events } = await thread.runStreamed("half read");
  const first = events.next();
  const turn = await transport.turn(0);
  turn.emit(started());
  await first;
  turn.emit(...Array.from({ length: 10 }, () => said("x".repeat(100_000))));
  const room = turn.sink.room();
  assert(room !== null, "nobody reads, so the source is asked to pause");
  const second = thread.run("next");
  await room;
  assertEquals(turn.sink.room(), null, "and to go on as soon as another turn waits");
  turn.emit(completed()).exit();
  (await transport.turn(1)).complete("next");
  assertEquals((await second).finalResponse, "next");
  assertEquals((await collect(events)).length, 11, "what was not read is still there");
});

Deno.test("Thread.run() lets a half-read stream go that was started while another turn ran", async () => {
  const { thread, transport } = open();
  const first = thread.run("a");
  const { events } = await thread.runStreamed("b");
  const event = events.next();
  const third = thread.run("c");
  (await transport.turn(0)).complete();
  await first;
  const turn = await transport.turn(1);
  turn.emit(started());
  await event;
  turn.emit(said("x".repeat(1_000_000)));
  assertEquals(turn.sink.room(), null);
  turn.emit(completed()).exit();
  (await transport.turn(2)).complete();
  await third;
});

// --- Stops

Deno.test("Thread.run() rejects with AbortError once the process is gone", async () => {
  const { thread, transport } = open();
  const controller = new AbortController();
  const run = thread.run("hi", { signal: controller.signal });
  let rejected = false;
  run.catch(() => rejected = true);
  const turn = await transport.turn(0);
  turn.lingers = true;
  turn.emit(started(), said("half"), command("item.started"));
  controller.abort("my reason");
  turn.emit(said("too late"));
  await settle();
  assertEquals(rejected, false);
  turn.gone();
  const error = await assertRejects(() => run, errors.AbortError);
  assertStrictEquals(turn.stoppedWith, error);
  assertEquals([error.name, error.code, error.cause], ["AbortError", "ABORT_ERR", "my reason"]);
  assertEquals(error.threadId, ID);
  assertEquals(error.items.map(({ type }) => type), ["agent_message", "command_execution"]);
});

Deno.test("Thread.run() starts nothing when the signal is aborted already", async () => {
  const { thread, transport } = open(plain);
  const error = await assertRejects(
    () => thread.run("hi", { signal: AbortSignal.abort("early") }),
    errors.AbortError,
  );
  assertEquals([error.cause, error.threadId, error.items], ["early", null, []]);
  await settle();
  assertEquals(transport.turns, []);
  await thread.run("hi");
  assertEquals(transport.turns[0]?.request.origin, START);
});

Deno.test("Thread.run() aborted in the queue leaves it without running", async () => {
  const { thread, transport } = open();
  const controller = new AbortController();
  const first = thread.run("a");
  const second = thread.run("b", { signal: controller.signal });
  const third = thread.run("c");
  const turn = await transport.turn(0);
  turn.emit(started());
  controller.abort();
  const error = await assertRejects(() => second, errors.AbortError);
  assertEquals([error.threadId, error.items], [ID, []]);
  assertEquals(turn.stoppedWith, null);
  turn.emit(said("ok"), completed()).exit();
  await first;
  (await transport.turn(1)).complete();
  await third;
  assertEquals(transport.turns.map(({ request }) => request.input.prompt), ["a", "c"]);
});

Deno.test("Thread.runStreamed() drops what was not read when it is aborted", async () => {
  const { thread, transport } = open();
  const controller = new AbortController();
  const { events } = await thread.runStreamed("hi", { signal: controller.signal });
  const first = events.next();
  (await transport.turn(0)).emit(started(), said("a"), said("b"));
  await first;
  controller.abort();
  await assertRejects(() => events.next(), errors.AbortError);
  assertEquals((await events.next()).done, true);
});

Deno.test("Thread.runStreamed() stops the turn when the loop is left, and waits until it is gone", async () => {
  const { thread, transport } = open();
  const { events } = await thread.runStreamed("hi");
  let left = false;
  const reading = (async () => {
    for await (const _ of events) break;
    left = true;
  })();
  const turn = await transport.turn(0);
  turn.lingers = true;
  turn.emit(started());
  await settle();
  assertInstanceOf(turn.stoppedWith, errors.AbortError);
  assertEquals(left, false);
  turn.gone();
  await reading;
  assertEquals(thread.id, ID);
});

Deno.test("Thread.runStreamed() ends a silent turn by return(), and its pending next()", async () => {
  const { thread, transport } = open();
  const { events } = await thread.runStreamed("hi");
  const pending = events.next();
  await transport.turn(0);
  assertEquals(await events.return(undefined), { done: true, value: undefined });
  assertEquals(await pending, { done: true, value: undefined });
});

Deno.test("Thread.run() lets the verdict stand when the abort comes after it", async () => {
  const { thread, transport } = open();
  const controller = new AbortController();
  const run = thread.run("hi", { signal: controller.signal });
  const turn = await transport.turn(0);
  turn.emit(started(), said("done"), completed());
  controller.abort();
  assertEquals(turn.stoppedWith, null);
  turn.exit();
  assertEquals((await run).finalResponse, "done");
});

Deno.test("Thread.run() leaves no listener on a signal that lives longer, over 1,000 turns", async () => {
  const { signal, counts } = countedSignal();
  const { thread } = open((turn, index) =>
    index % 3 === 0 ? turn.fail(new errors.CodexError("no")) : turn.complete()
  );
  for (let turn = 0; turn < 1_000; turn++) {
    if (turn % 3 === 1) {
      const { events } = await thread.runStreamed("hi", { signal });
      for await (const _ of events) break;
    } else await thread.run("hi", { signal }).catch(() => {});
    assertEquals(counts.left(), 0, `after turn ${turn}`);
  }
  assertEquals(counts.added, 1_000);
});

Deno.test("Thread.run() puts one listener on a signal that many turns share, and it stops them all", async () => {
  const { thread, transport } = open();
  const { controller, signal, counts } = countedSignal();
  const runs = Array.from({ length: 50 }, () => thread.run("hi", { signal }));
  const outcomes = Promise.allSettled(runs);
  await transport.turn(0);
  controller.abort();
  for (const { status, reason } of (await outcomes) as PromiseRejectedResult[]) {
    assertEquals([status, (reason as Error).name], ["rejected", "AbortError"]);
  }
  assertEquals([counts.most, counts.left(), transport.turns.length], [1, 0, 1]);
});

// --- Clocks

Deno.test("Thread.run() stops a turn that takes longer than timeoutMs, however busy", async () => {
  const { thread, transport } = open((turn) => turn.emit(started(), command("item.started")));
  const start = performance.now();
  const error = await assertRejects(
    () => thread.run("hi", { timeoutMs: 20, idleTimeoutMs: 10_000 }),
    errors.TimeoutError,
    "timeoutMs (20 ms)",
  );
  assertStrictEquals(transport.turns[0]?.stoppedWith, error);
  assertEquals([error.kind, error.stderr], ["turn", "so far"]);
  assertEquals(error.lastEvent, command("item.started"));
  assertEquals([error.threadId, error.items.length], [ID, 1]);
  assertGreater(error.elapsedMs, 15);
  assertLessOrEqual(error.elapsedMs, performance.now() - start);
});

Deno.test("Thread.run() counts timeoutMs from the turn's start, not from its place in the queue", async () => {
  const { thread, transport } = open();
  const first = thread.run("a");
  const second = thread.run("b", { timeoutMs: 30 });
  const turn = await transport.turn(0);
  await pause(60);
  turn.complete();
  await first;
  (await transport.turn(1)).complete("b");
  assertEquals((await second).finalResponse, "b");
});

Deno.test("Thread.runStreamed() counts timeoutMs while nobody reads on", async () => {
  const { thread, transport } = open((turn) => void turn.emit(started(), said("a"), said("b")));
  const { events } = await thread.runStreamed("hi", { timeoutMs: 20 });
  await events.next();
  await (await transport.turn(0)).done.catch(() => {});
  await assertRejects(() => events.next(), errors.TimeoutError, "timeoutMs (20 ms)");
});

Deno.test("Thread.run() stops a turn that is silent for idleTimeoutMs", async () => {
  for (
    const events of [[], [started(), said("a")], [
      command("item.started"),
      command("item.completed"),
    ]]
  ) {
    const { thread, transport } = open((turn) => turn.emit(...events));
    const error = await assertRejects(
      () => thread.run("hi", { idleTimeoutMs: 20 }),
      errors.TimeoutError,
      "idleTimeoutMs (20 ms)",
    );
    assertStrictEquals(transport.turns[0]?.stoppedWith, error);
    assertEquals([error.kind, error.lastEvent], ["idle", events.at(-1) ?? null]);
  }
});

Deno.test("Thread.run() does not count silence while a command is open", async () => {
  const { thread, transport } = open();
  const run = thread.run("hi", { idleTimeoutMs: 20 });
  const turn = await transport.turn(0);
  turn.emit(started(), command("item.started"));
  await pause(80);
  turn.emit(command("item.completed"), said("ok"), completed()).exit();
  assertEquals((await run).finalResponse, "ok");
});

Deno.test("Thread.runStreamed() does not count silence while nobody waits for an event", async () => {
  const { thread, transport } = open();
  const { events } = await thread.runStreamed("hi", { idleTimeoutMs: 20 });
  const first = events.next();
  const turn = await transport.turn(0);
  turn.emit(started());
  await first;
  await pause(80);
  assertEquals(turn.stoppedWith, null);
  await assertRejects(() => events.next(), errors.TimeoutError, "idleTimeoutMs");
});

Deno.test("Thread.run() counts neither clock after the verdict", async () => {
  const { thread, transport } = open();
  const run = thread.run("hi", { idleTimeoutMs: 20, timeoutMs: 40 });
  const turn = await transport.turn(0);
  turn.emit(started(), said("ok"), completed());
  await pause(90);
  turn.exit();
  assertEquals((await run).finalResponse, "ok");
  assertEquals(turn.stoppedWith, null);
});

// --- Usage

/** The turns' own usage, over several turns on one thread. */
async function shares(
  origin: ThreadOrigin,
  script: (turn: FakeTurn, index: number) => void,
  turns: number,
): Promise<(number | null | "failed")[]> {
  const { thread } = open(script, origin);
  const found: (number | null | "failed")[] = [];
  for (let turn = 0; turn < turns; turn++) {
    try {
      const { turnUsage } = await thread.run("hi");
      if (turnUsage !== null) assertEquals(turnUsage, tokens(turnUsage.input_tokens));
      found.push(turnUsage === null ? null : turnUsage.input_tokens);
    } catch {
      found.push("failed");
    }
  }
  return found;
}

type Script = (turn: FakeTurn, index: number) => void;
/** Totals of 10, 25, 45, 70, … */
const total = (index: number): number => 5 * (index + 1) + 5 * (index + 1) * (index + 2) / 2;
const good: Script = (turn, index) => turn.complete("ok", total(index));
const unless = (bad: number, other: Script): Script => (turn, index) =>
  (index === bad ? other : good)(turn, index);

const SHARES: [string, ThreadOrigin, Script, (number | null | "failed")[]][] = [
  ["of a new thread", START, good, [10, 15, 20, 25]],
  ["of a resumed thread from the second turn on", { type: "resume", id: ID }, good, [
    null,
    15,
    20,
    25,
  ]],
  [
    "of a fork from the second turn on",
    { type: "fork", id: OTHER_ID },
    good,
    [null, 15, 20, 25],
  ],
  [
    "not of the turn after a failed one",
    START,
    unless(1, (turn) => turn.emit(started(), failed("no")).exit()),
    [10, "failed", null, 25],
  ],
  [
    "not of the turn after one without a verdict",
    START,
    unless(0, (turn) => turn.emit(started()).fail(new errors.CodexError("no"))),
    ["failed", null, 20, 25],
  ],
  [
    "of a first turn that was tried again, if no thread was made",
    START,
    unless(0, (turn) => turn.fail(new errors.CodexError("no"))),
    ["failed", 25, 20, 25],
  ],
  [
    "not without reasoning tokens, nor of the turn after",
    START,
    unless(1, (turn) => turn.emit(started(), completed(25)).exit(false)),
    [10, null, null, 25],
  ],
  [
    "not where the total went down",
    START,
    unless(1, (turn) => turn.complete("ok", 9)),
    [10, null, 36, 25],
  ],
];

for (const [what, origin, script, expected] of SHARES) {
  Deno.test(`Thread.run() tells the usage ${what}`, async () => {
    assertEquals(await shares(origin, script, 4), expected);
  });
}

Deno.test("Thread.run() tells the usage of a turn that follows a streamed one", async () => {
  const { thread } = open(good);
  await collect((await thread.runStreamed("hi")).events);
  assertEquals((await thread.run("hi")).turnUsage, tokens(15));
});

Deno.test("Thread.run() tells the usage although a turn was aborted before it started", async () => {
  const { thread } = open(good);
  await thread.run("hi");
  await assertRejects(() => thread.run("hi", { signal: AbortSignal.abort() }));
  assertEquals((await thread.run("hi")).turnUsage, tokens(15));
});

Deno.test("Thread.run() tells the usage although another turn left the queue meanwhile", async () => {
  const { thread, transport } = open();
  const controller = new AbortController();
  const first = thread.run("a");
  const second = thread.run("b", { signal: controller.signal });
  const turn = await transport.turn(0);
  turn.emit(started());
  controller.abort();
  await assertRejects(() => second, errors.AbortError);
  turn.emit(completed(10)).exit();
  assertEquals((await first).turnUsage, tokens(10));
});

Deno.test("Thread.run() rejects with a CodexError, whatever a custom spawn's streams fail with", async () => {
  for (const thrown of [undefined, null, "broken", Object.create(null)]) {
    const { thread } = open((turn) => turn.emit(started()).fail(thrown));
    const { message } = await assertRejects(() => thread.run("hi"), errors.CodexError);
    assert(message.startsWith("Cannot run the turn: "), message);
  }
});
