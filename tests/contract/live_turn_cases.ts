/**
 * Turns of a live thread: what they tell, their options, their queue, and how they are stopped.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ThreadItem } from "../../mod.ts";
import type { LiveEvent, LiveThread } from "../../src/app_server/mod.ts";
import type { Case, Kit } from "./case.ts";
import { completedOf, deltasOf, eventsOf, onLive, openItems } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { CLASSIC, itemsOf, PNG } from "./real_case.ts";

/** Answers "hang…" by silence, all else by an echo. */
const echo = (kit: Kit) => ({ texts }: { readonly texts: readonly string[] }) => {
  const { message, reply, stall } = kit.testing;
  const text = texts.at(-1) ?? "";
  return text.startsWith("hang") ? stall() : reply(message(`to ${text}`, { deltas: 3 }));
};

/** The ways to stop a turn, and the error it ends with. */
const STOPS: readonly {
  readonly name: string;
  readonly error: "AbortError" | "TimeoutError" | null;
  readonly unsent?: true;
  stop(thread: LiveThread, asked: Promise<unknown>): Promise<unknown>;
}[] = [
  {
    name: "signal",
    error: "AbortError",
    stop(thread, asked) {
      const abort = new AbortController();
      asked.then(() => abort.abort(new Error("enough")));
      return thread.run("hang by signal", { signal: abort.signal });
    },
  },
  {
    name: "timeoutMs",
    error: "TimeoutError",
    stop: (thread) => thread.run("hang by timeout", { timeoutMs: 700 }),
  },
  {
    name: "idleTimeoutMs",
    error: "TimeoutError",
    stop: (thread) => thread.run("hang by silence", { idleTimeoutMs: 700 }),
  },
  {
    name: "leaving the loop",
    error: null,
    async stop(thread) {
      const { events } = await thread.runStreamed("hang by break");
      for await (const event of events) if (event.type === "turn.started") break;
    },
  },
  {
    name: "leaving the loop at once",
    error: null,
    // Nothing has been sent by then.
    unsent: true,
    async stop(thread) {
      const { events } = await thread.runStreamed("hang by early break");
      for await (const _ of events) break;
    },
  },
];

/** Cases. */
export const LIVE_TURN_CASES: readonly Case[] = [
  {
    name: "live: runStreamed() gives the events of exec, and deltas that add up to each text",
    posix: POSIX.shell,
    run(kit) {
      const { message, reasoning, reply, shell } = kit.testing;
      const text = "Hello \u2028 there, my 👋 friend";
      const script = [
        reply(reasoning(["first part", "second part"]), shell("echo out")),
        reply(message(text, { deltas: 6 })),
        reply(message("again")),
      ];
      return onLive(kit, script, async ({ start }) => {
        const thread = await start();
        const seen = await eventsOf(await thread.runStreamed("go"));
        const told = (type: LiveEvent["type"]) => seen.filter((event) => event.type === type);
        assertEquals(seen[0], { type: "thread.started", thread_id: thread.id });
        const [, begun] = seen;
        assert(begun?.type === "turn.started" && begun.turn_id !== "");
        const end = seen.at(-1);
        assert(end?.type === "turn.completed" && end.turn_id === begun.turn_id);
        assertEquals(openItems(seen), []);
        const items = completedOf(seen);
        assertEquals(items.map((item) => item.type), [
          "reasoning",
          "command_execution",
          "agent_message",
        ]);
        for (const item of [...itemsOf(items, "reasoning"), ...itemsOf(items, "agent_message")]) {
          assertEquals(deltasOf(seen, item.id), item.text);
        }
        assert(told("item.delta").length >= 6);
        const usage = told("turn.usage").at(-1);
        assert(usage?.type === "turn.usage" && usage.total.input_tokens === 84);
        assertEquals(usage.last.input_tokens, 42);
        const second = await thread.run("again");
        assertEquals(second.usage?.input_tokens, 126);
        assertEquals(second.turnUsage?.input_tokens, 42);
        assertEquals(second.finalResponse, "again");
      });
    },
  },
  {
    name:
      "live: run() takes an output schema, images, a model and an effort per turn, and none to keep",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = [reply(message('{"a":1}')), reply(message("text")), reply(message("more"))];
      return onLive(kit, script, async ({ server, app, start }) => {
        const path = join(kit.folder, "pixel.png");
        await writeFile(path, PNG, "base64");
        const thread = await start({ ephemeral: true });
        const outputSchema = {
          type: "object",
          properties: { a: { type: "number" } },
          required: ["a"],
          additionalProperties: false,
        };
        const options = { outputSchema, model: CLASSIC, modelReasoningEffort: "low" as const };
        const input = [{ type: "local_image" as const, path }, {
          type: "text" as const,
          text: "look",
        }];
        const first = await thread.run(input, options);
        assertEquals(first.output, { a: 1 });
        assertEquals((await thread.run("again")).finalResponse, "text");
        const [one, two] = server.requests;
        const format =
          (one?.body.text as { format?: { schema?: unknown; strict?: unknown } }).format;
        assertEquals([format?.schema, format?.strict], [outputSchema, true]);
        assertEquals(one?.images, [`data:image/png;base64,${PNG}`]);
        for (const request of [one, two]) {
          assertEquals(request?.model, CLASSIC);
          assertEquals((request?.body.reasoning as { effort?: unknown }).effort, "low");
        }
        assertEquals((two?.body.text as { format?: unknown } | undefined)?.format, undefined);
        const kept = [];
        for await (const { id } of app.listThreads()) kept.push(id);
        assertEquals(kept, []);
        const home = await readdir(join(kit.folder, "home"), { recursive: true });
        assertEquals(home.filter((name) => name.endsWith(".jsonl")), []);
        await assertRejects(
          () =>
            thread.run([{ type: "text", text: "x" }, { type: "local_image", path: "none.png" }]),
          kit.sdk.InvalidInputError,
        );
        await assertRejects(() => thread.run(" "), kit.sdk.InvalidInputError);
        assertEquals((await thread.run("more")).finalResponse, "more");
      });
    },
  },
  {
    name: "live: run() calls on one thread queue, and one that is aborted in the queue leaves it",
    run(kit) {
      return onLive(kit, echo(kit), async ({ server, app, start }) => {
        const thread = await start();
        const abort = new AbortController();
        const all = ["a", "b", "c"].map((text) => thread.run(text));
        const never = thread.run("never", { signal: abort.signal });
        abort.abort();
        await assertRejects(() => never, kit.sdk.AbortError);
        const turns = await Promise.all(all);
        assertEquals(turns.map((turn) => turn.finalResponse), ["to a", "to b", "to c"]);
        assertEquals(turns.map((turn) => turn.turnUsage?.input_tokens), [42, 42, 42]);
        assertEquals(server.requests.map(({ texts }) => texts.at(-1)), ["a", "b", "c"]);
        const again = await app.resumeThread(thread.id, { workingDirectory: kit.folder });
        assert(again !== thread, "an object of its own, on the same queue");
        const [d, e] = await Promise.all([thread.run("d"), again.run("e")]);
        assertEquals([d.finalResponse, e.finalResponse], ["to d", "to e"]);
      });
    },
  },
  {
    name: "live: a turn that is stopped is interrupted on the server, and the thread goes on",
    run(kit) {
      return onLive(kit, echo(kit), async ({ server, app, start }) => {
        await Promise.all(STOPS.map(async ({ name, error, unsent, stop }) => {
          const thread = await start();
          await thread.run("before");
          const asked = (async () => {
            for (let count = 1;; count++) {
              const { texts } = await server.waitForRequests(count);
              if (texts.at(-1)?.startsWith("hang by signal")) return;
            }
          })();
          asked.catch(() => {});
          const failure = await stop(thread, asked).then(() => null, (failure) => failure);
          assertEquals(failure?.name ?? null, error, name);
          if (failure !== null) assertEquals(failure.threadId, thread.id);
          assertEquals((await thread.run("after")).finalResponse, "to after", name);
          const { turns } = await app.readThread(thread.id, { includeTurns: true });
          const stopped = unsent ? [] : ["interrupted" as const];
          assertEquals(
            turns.map(({ status }) => status),
            ["completed", ...stopped, "completed"],
            name,
          );
        }));
      });
    },
  },
  {
    name: "live: 16 threads at once in one server see their own events only",
    run(kit) {
      return onLive(kit, echo(kit), async ({ start }) => {
        const ids = Array.from({ length: 16 }, (_, index) => `t${index}`);
        const threads = await Promise.all(ids.map(() => start()));
        const turns = await Promise.all(threads.map(async (thread, index) => {
          return await eventsOf(await thread.runStreamed(ids[index] ?? ""));
        }));
        for (const [index, seen] of turns.entries()) {
          const wanted: ThreadItem[] = [
            { id: "item_0", type: "agent_message", text: `to ${ids[index]}` },
          ];
          assertEquals(completedOf(seen), wanted);
          assertEquals(deltasOf(seen, "item_0"), `to ${ids[index]}`);
          assertEquals(seen.filter(({ type }) => type === "turn.completed").length, 1);
          assertEquals(seen[0], { type: "thread.started", thread_id: threads[index]?.id ?? "" });
        }
      });
    },
  },
];
