import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import * as errors from "../../../src/core/vocabulary/errors.ts";
import { TurnFold } from "../../../src/core/turn/fold.ts";
import { StreamedResults } from "../../../src/core/turn/streamed_result.ts";
import { createThread, type Thread } from "../../../src/core/turn/thread.ts";
import {
  command,
  completed,
  failed,
  FakeTransport,
  type FakeTurn,
  said,
  started,
  tokens,
} from "./fake_transport.ts";

type Played = { readonly thread: Thread; readonly transport: FakeTransport };

/** A thread whose turns are played. */
function playing(script: (turn: FakeTurn) => void): Played {
  const transport = new FakeTransport(script);
  return { thread: createThread(transport, { type: "start" }, {}), transport };
}

const fine = (turn: FakeTurn): void =>
  turn.emit(started(), command("item.completed"), said("ok"), completed(7)).exit();

/** Runs `act`, and gives the rejections that nobody has handled. */
async function unhandled(act: () => Promise<unknown>): Promise<unknown[]> {
  const seen: unknown[] = [];
  const listener = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    seen.push(event.reason);
  };
  addEventListener("unhandledrejection", listener);
  try {
    await act();
    await new Promise((resolve) => setTimeout(resolve, 0));
  } finally {
    removeEventListener("unhandledrejection", listener);
  }
  return seen;
}

Deno.test("Thread.runStreamed() gives the result of run(), read or not", async () => {
  const { thread } = playing(fine);
  const expected = await playing(fine).thread.run("hi");
  const turn = await thread.runStreamed("hi");
  const types: string[] = [];
  for await (const { type } of turn.events) types.push(type);
  assertEquals(types, ["thread.started", "item.completed", "item.completed", "turn.completed"]);
  assertEquals(await turn.result, expected);
  assertEquals([expected.items.length, expected.turnUsage], [2, tokens(7)]);

  const unread = await playing(fine).thread.runStreamed("hi");
  assertEquals(await unread.result, expected);
  assertStrictEquals(unread.result, unread.result);
  assertEquals(await unread.events.next(), { done: true, value: undefined });
});

Deno.test("The result of a streamed turn leaves the events to a loop that begins at once", async () => {
  const { thread } = playing(fine);
  const { events, result } = await thread.runStreamed("hi");
  let over = false;
  const waiting = result.then(() => over = true);
  let count = 0;
  for await (const _ of events) count++;
  await waiting;
  assertEquals([count, over], [4, true]);
});

Deno.test("A streamed turn does not start for a result that is only held", async () => {
  const { thread, transport } = playing(fine);
  const { result } = await thread.runStreamed("hi");
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(transport.turns.length, 0);
  assert(result instanceof Promise);
  await result;
  assertEquals(transport.turns.length, 1);
});

Deno.test("The result of a streamed turn rejects as run() does, and never unhandled", async () => {
  const fails = (turn: FakeTurn): void => turn.emit(started(), failed("no")).exit();
  const seen = await unhandled(async () => {
    const { events, result } = await playing(fails).thread.runStreamed("hi");
    await assertRejects(async () => {
      for await (const _ of events);
    }, errors.TurnFailedError);
    void result;
  });
  assertEquals(seen, []);
  const { result } = await playing(fails).thread.runStreamed("hi");
  await assertRejects(() => result, errors.TurnFailedError, "no");
  await assertRejects(() => result, errors.TurnFailedError, "no");
});

Deno.test("The result of a streamed turn rejects when the events are left, asked for or not", async () => {
  const stuck = (turn: FakeTurn): unknown => turn.emit(started());
  const left = await playing(stuck).thread.runStreamed("hi");
  for await (const _ of left.events) break;
  await assertRejects(() => left.result, errors.AbortError);
  const { thread, transport } = playing(stuck);
  const never = await thread.runStreamed("hi");
  await never.events.return(undefined);
  await assertRejects(() => never.result, errors.AbortError);
  assertEquals(transport.turns.length, 0);
});

Deno.test("The result of a streamed turn has the output, or rejects with what does not fit", async () => {
  const schema = {
    type: "object",
    properties: { a: { type: "number" } },
    required: ["a"],
    additionalProperties: false,
  };
  const says = (text: string) => (turn: FakeTurn) =>
    turn.emit(started(), said(text), completed()).exit();
  const good = await playing(says('{"a":1}')).thread.runStreamed("hi", { outputSchema: schema });
  assertEquals((await good.result).output, { a: 1 });
  const bad = await playing(says("none")).thread.runStreamed("hi", { outputSchema: schema });
  for await (const _ of bad.events);
  const error = await assertRejects(() => bad.result, errors.CodexError);
  assertEquals([error.name, error.items.length], ["OutputError", 1]);
});

Deno.test("StreamedResults lets go of items when nobody can ask for the result any more", async () => {
  setFlagsFromString("--expose-gc");
  const gc: () => void = runInNewContext("gc");
  const results = new StreamedResults();
  const bounded = new Set<string>();
  const run = (name: string) => {
    const fold = new TurnFold();
    fold.bound = () => void bounded.add(name);
    const events = { isIdle: true, next: () => Promise.resolve({ done: true }) };
    return { events, fold, settled: Promise.resolve(null) };
  };
  const make = (name: string) => results.with({ name }, run(name), () => Promise.resolve(name));
  make("dropped");
  const held = make("held");
  const { result } = make("result alone");
  for (let round = 0; round < 20 && bounded.size === 0; round++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  assertEquals([...bounded], ["dropped"]);
  assertEquals([await held.result, await result], ["held", "result alone"]);
});
