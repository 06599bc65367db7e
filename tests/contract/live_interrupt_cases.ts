/**
 * Interrupting and steering live turns, in the middle of what the model says.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { RecordedRequest, Reply } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import { completedOf, deltasOf, eventsOf, onLive, openItems, readTo } from "./live_case.ts";
import { impatient } from "./real_case.ts";

/** Longer than any case: what comes behind it never does. */
const NEVER_MS = 600_000;

/** A message that the model begins, and does not end. */
function begun({ testing: { message, reply } }: Kit, said: string): Reply {
  return reply(message(`${said}and so on`, { deltas: [said, "and so on"], deltaMs: NEVER_MS }));
}

/** Numbers from 0 to 1, the same in every run. */
function random(seed: number): () => number {
  return () => {
    seed = (seed * 1_664_525 + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
}

/** Cases. */
export const LIVE_INTERRUPT_CASES: readonly Case[] = [
  {
    name:
      "live: interrupt() at 20 random moments ends the turn, closes its items, and the next turn runs",
    run(kit) {
      const { message, reply } = kit.testing;
      const words = Array.from({ length: 1000 }, (_, index) => `word ${index} `);
      const script = ({ texts }: RecordedRequest) =>
        texts.at(-1) === "last"
          ? reply(message("done"))
          : reply(message(words.join(""), { deltas: words, deltaMs: 3 }));
      return onLive(kit, script, async ({ server, start }) => {
        const thread = await start();
        const chance = random(42);
        for (let round = 0; round < 20; round++) {
          const turn = await thread.runStreamed(`round ${round}`);
          const asked = server.waitForRequests(server.requests.length + 1);
          asked.catch(() => {});
          const reading = eventsOf(turn);
          // From before the server knows of the turn, over the model's first request, to mid-message.
          if (chance() > 0.3) await asked;
          await new Promise((resolve) => setTimeout(resolve, chance() * 30));
          await turn.interrupt();
          const seen = await reading;
          assertEquals(seen.at(-1)?.type, "turn.interrupted", `round ${round}`);
          assertEquals(openItems(seen), [], `round ${round}`);
          const said = completedOf(seen).map((item) => item.type === "agent_message" && item.text);
          if (said.length > 0) assertEquals(said, [deltasOf(seen, "item_0")]);
          await turn.interrupt();
        }
        assertEquals((await thread.run("last")).finalResponse, "done");
      });
    },
  },
  {
    name: "live: a review ends when it is interrupted, aborted, out of time or left",
    run(kit) {
      const { message, reply, stall } = kit.testing;
      const { sdk, live } = kit;
      const target = { type: "custom", instructions: "Look" } as const;
      const script = ({ texts }: RecordedRequest) =>
        texts.at(-1) === "next" ? reply(message("done")) : stall(message("half"));
      return onLive(kit, script, async ({ server, start }) => {
        const thread = await start();
        const asked = () => server.waitForRequests(server.requests.length + 1);
        const next = async () => assertEquals((await thread.run("next")).finalResponse, "done");

        const review = await thread.reviewStreamed(target);
        const reading = eventsOf(review);
        await asked();
        const steered = () => review.steer("more");
        await assertRejects(steered, live.TurnNotActiveError, "a review takes no messages");
        await review.interrupt();
        const seen = await reading;
        assertEquals(seen.at(-1)?.type, "turn.interrupted");
        assertEquals(openItems(seen), []);
        await assertRejects(() => review.result, live.InterruptedError);
        await next();

        const abort = new AbortController();
        const aborted = thread.review(target, { signal: abort.signal });
        await asked();
        abort.abort();
        await assertRejects(() => aborted, sdk.AbortError);
        await next();

        const late = () => thread.review(target, { idleTimeoutMs: 1_000 });
        await assertRejects(late, sdk.TimeoutError);
        await next();

        for await (const { type } of (await thread.reviewStreamed(target)).events) {
          if (type === "turn.started") break;
        }
        await next();
      });
    },
  },
  {
    name: "live: run() rejects when its turn is interrupted from elsewhere",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = [begun(kit, "Hel"), reply(message("done"))];
      return onLive(kit, script, async ({ server, app, start }) => {
        const thread = await start();
        const running = thread.run("hello");
        await server.waitForRequests(1);
        const queued = await thread.runStreamed("queued");
        const reading = eventsOf(queued);
        await app.request("turn/interrupt", { threadId: thread.id, turnId: "" });
        const error = await assertRejects(() => running, kit.live.InterruptedError);
        assertEquals([error.threadId, error.by], [thread.id, "server"]);
        assertEquals(completedOf(await reading).length, 1);
      });
    },
  },
  {
    name: "live: steer() cuts the message; the last one is the answer, and both are complete",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = [
        begun(kit, "The first "),
        reply(message("The second", { deltas: 2 })),
        reply(message("fine")),
      ];
      return onLive(kit, script, async ({ start }) => {
        const thread = await start();
        const turn = await thread.runStreamed("begin");
        const seen = await readTo(turn.events, "item.delta");
        await turn.steer("and now this");
        seen.push(...await eventsOf(turn));
        assertEquals(openItems(seen), []);
        assertEquals(completedOf(seen), [
          { id: "item_0", type: "agent_message", text: "The first " },
          { id: "item_1", type: "agent_message", text: "The second" },
        ]);
        assertEquals(deltasOf(seen, "item_1"), "The second");
        assertEquals(seen.at(-1)?.type, "turn.completed");
        await assertRejects(() => turn.steer("too late"), kit.live.TurnNotActiveError);
        assertEquals((await thread.run("again")).finalResponse, "fine");
      });
    },
  },
  {
    name: "live: a message that is cut is written anew under another id",
    run(kit) {
      const { message, reply } = kit.testing;
      const script = [begun(kit, "Hel"), reply(message("Hello"))];
      return onLive(kit, script, async ({ server, start }) => {
        // Codex gives the silent stream up.
        const provider = { stream_idle_timeout_ms: 500, stream_max_retries: 1 };
        const thread = await start({ config: impatient(server.url, provider) });
        const turn = await thread.runStreamed("go");
        const seen = await eventsOf(turn);
        assertEquals(seen.filter(({ type }) => type === "item.delta").length, 2);
        assert(seen.some(({ type }) => type === "error"), "Codex told of it");
        const [item, ...others] = completedOf(seen);
        assertEquals(others, []);
        assert(item?.type === "agent_message" && item.text === "Hello");
        assertEquals(deltasOf(seen, item.id), "Hello");
      });
    },
  },
];
