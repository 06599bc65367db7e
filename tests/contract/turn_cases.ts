/**
 * Turns against the fake Codex.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type Case,
  COMPLETED,
  fakeCodex,
  plainTurn,
  quickCodex,
  said,
  STARTED,
  THREAD_ID,
  TURN,
} from "./case.ts";
import { POSIX } from "./posix.ts";
import { isAlive } from "./processes.ts";

export const TURN_CASES: readonly Case[] = [
  {
    name: "run() gives the items, the answer and the usage of a turn",
    posix: POSIX.script,
    async run({ sdk, folder }) {
      const codex = new sdk.Codex({ codexPathOverride: await fakeCodex(folder, plainTurn("hi")) });
      const thread = codex.startThread();
      assertEquals(thread.id, null);
      const turn = await thread.run("hello");
      assertEquals(turn, {
        items: [{ id: "item_0", type: "agent_message", text: "hi" }],
        finalResponse: "hi",
        usage: COMPLETED.usage,
        turnUsage: COMPLETED.usage,
      });
      assertEquals(thread.id, THREAD_ID);
    },
  },
  {
    name: "runStreamed() gives each event as it comes",
    posix: POSIX.script,
    async run({ sdk, folder }) {
      const events = [STARTED, TURN, said("hi"), COMPLETED];
      const codex = new sdk.Codex({ codexPathOverride: await quickCodex(folder, events) });
      const seen = [];
      const turn = await codex.startThread().runStreamed("hello");
      for await (const event of turn.events) seen.push(event);
      assertEquals<unknown>(seen, events);
    },
  },
  {
    name: "runStreamed() gives the result of run(), whether the events are read or not",
    posix: POSIX.script,
    async run({ sdk, folder }) {
      const answer = said('{"a":1}');
      const codexPathOverride = await quickCodex(folder, [STARTED, TURN, answer, COMPLETED]);
      const codex = new sdk.Codex({ codexPathOverride });
      const expected = await codex.startThread().run("hello");
      const read = await codex.startThread().runStreamed("hello");
      for await (const _ of read.events);
      assertEquals(await read.result, expected);
      const { result } = await codex.startThread().runStreamed("hello");
      assertEquals(await result, expected);
      const properties = { a: { type: "number" } };
      const outputSchema = { type: "object", properties, required: ["a"] };
      const typed = await codex.startThread().runStreamed("hello", { outputSchema });
      assertEquals((await typed.result).output, { a: 1 });
    },
  },
  {
    name: "a turn that Codex has ended is not stopped any more while its events are read",
    async run({ sdk }) {
      const lines = (...events: unknown[]) =>
        new TextEncoder().encode(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
      const many = Array.from({ length: 1_000 }, () => said("as much as is read ahead"));
      const chunks = [lines(STARTED, ...many), lines(COMPLETED)];
      let exit = (_status: { code: number; signal: null }) => {};
      const exited = new Promise<{ code: number; signal: null }>((resolve) => exit = resolve);
      let read = () => {};
      const allRead = new Promise<void>((resolve) => read = resolve);
      const stdout = new ReadableStream<Uint8Array>({
        pull(controller) {
          const chunk = chunks.shift();
          if (chunk !== undefined) return controller.enqueue(chunk);
          controller.close();
          read();
        },
      }, { highWaterMark: 0 });
      const codex = new sdk.Codex({
        spawn: () => ({
          stdin: new WritableStream(),
          stdout,
          stderr: new ReadableStream({ start: (controller) => controller.close() }),
          exited,
          kill: () => {},
        }),
      });
      const abort = new AbortController();
      const { signal } = abort;
      const { events } = await codex.startThread().runStreamed("hello", { signal });
      await events.next();
      assertEquals(chunks.length, 1, "the rest is not read before there is room");
      exit({ code: 0, signal: null });
      await allRead;
      abort.abort();
      const types = [];
      for await (const event of events) types.push(event.type);
      assertEquals([types.length, types.at(-1)], [many.length + 1, "turn.completed"]);
    },
  },
  {
    name: "return() during a pending next() stops a silent child at once",
    posix: POSIX.script,
    async run({ sdk, folder }) {
      const codex = new sdk.Codex({
        codexPathOverride: await fakeCodex(folder, [
          { event: STARTED },
          { grandchild: { holdPipe: true, setsid: true } },
          { hang: true },
        ]),
      });
      const { events } = await codex.startThread().runStreamed("hello");
      await events.next();
      const { value } = await events.next();
      const { pid } = value as unknown as { pid: number };
      assert(await isAlive(pid), "the grandchild lives");
      const pending = events.next();
      const start = performance.now();
      assertEquals(await events.return(undefined), { done: true, value: undefined });
      assert(performance.now() - start < 1_500, "it took less than the grace period");
      assertEquals(await pending, { done: true, value: undefined });
      assert(!await isAlive(pid), "the grandchild is gone");
    },
  },
  {
    name: "run() rejects with AbortError when its signal fires",
    posix: POSIX.script,
    async run({ sdk, folder }) {
      const codex = new sdk.Codex({
        codexPathOverride: await fakeCodex(folder, [{ event: STARTED }, { event: said("part") }, {
          hang: true,
        }]),
      });
      const thread = codex.startThread();
      const abort = new AbortController();
      const { events } = await thread.runStreamed("hello", { signal: abort.signal });
      await events.next();
      await events.next();
      abort.abort("enough");
      const error = await assertRejects(() => events.next(), sdk.AbortError);
      assertEquals(error.cause, "enough");
      assertEquals(error.name, "AbortError");
      assertEquals(error.threadId, THREAD_ID);
      assertEquals(error.items.length, 1);
    },
  },
];
