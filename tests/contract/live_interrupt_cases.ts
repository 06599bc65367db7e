/**
 * Interrupting and steering live turns, in the middle of what the model says.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { AppServer, LiveThread, LiveTurn } from "../../src/app_server/mod.ts";
import { type Case, type Kit, offline } from "./case.ts";
import { completedOf, deltasOf, eventsOf, openItems, readTo } from "./live_case.ts";
import { dictation } from "./live_dictation.ts";

type Dictation = Awaited<ReturnType<typeof dictation>>;

/** A thread whose model says what the test dictates. */
async function dictated(
  kit: Kit,
  use: (service: Dictation, thread: LiveThread, app: AppServer) => Promise<void>,
): Promise<void> {
  const service = await dictation();
  const app = await kit.live.AppServer.start(await offline(kit, service));
  try {
    await use(service, await app.startThread({ workingDirectory: kit.folder }), app);
  } finally {
    await app.close();
    await service.close();
  }
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
      return dictated(kit, async (service, thread) => {
        const chance = random(42);
        for (let round = 0; round < 20; round++) {
          const turn: LiveTurn = await thread.runStreamed(`round ${round}`);
          const reading = eventsOf(turn);
          const moment = chance();
          // From before the server knows of the turn, over the model's first request, to mid-message.
          if (moment < 0.3) await new Promise((resolve) => setTimeout(resolve, moment * 50));
          else {
            const answer = await service.next();
            for (let word = 0; word < chance() * 6; word++) answer.say(`word ${word} `);
            await new Promise((resolve) => setTimeout(resolve, chance() * 20));
          }
          await turn.interrupt();
          const seen = await reading;
          assertEquals(seen.at(-1), { type: "turn.interrupted" }, `round ${round}`);
          assertEquals(openItems(seen), [], `round ${round}`);
          const said = completedOf(seen).map((item) => item.type === "agent_message" && item.text);
          if (said.length > 0) assertEquals(said, [deltasOf(seen, "item_0")]);
          await turn.interrupt();
        }
        service.always("done");
        assertEquals((await thread.run("last")).finalResponse, "done");
      });
    },
  },
  {
    name: "live: run() rejects when its turn is interrupted from elsewhere",
    run(kit) {
      return dictated(kit, async (service, thread, app) => {
        const running = thread.run("hello");
        (await service.next()).say("Hel");
        const queued = await thread.runStreamed("queued");
        const reading = eventsOf(queued);
        await app.request("turn/interrupt", { threadId: thread.id, turnId: "" });
        const error = await assertRejects(() => running, kit.sdk.IncompleteTurnError);
        assertEquals([error.threadId, error.message], [thread.id, "The turn was interrupted"]);
        service.always("done");
        assertEquals(completedOf(await reading).length, 1);
      });
    },
  },
  {
    name: "live: steer() cuts the message; the last one is the answer, and both are complete",
    run(kit) {
      return dictated(kit, async (service, thread) => {
        const turn = await thread.runStreamed("begin");
        await assertRejects(() => turn.steer("too early"), kit.sdk.CodexError);
        const first = readTo(turn.events, "item.delta");
        const answer = await service.next();
        answer.say("The first ");
        const seen = await first;
        await turn.steer("and now this");
        (await service.next()).say("The ").say("second").finish();
        seen.push(...await eventsOf(turn));
        assertEquals(openItems(seen), []);
        assertEquals(completedOf(seen), [
          { id: "item_0", type: "agent_message", text: "The first " },
          { id: "item_1", type: "agent_message", text: "The second" },
        ]);
        assertEquals(deltasOf(seen, "item_1"), "The second");
        assertEquals(seen.at(-1)?.type, "turn.completed");
        await assertRejects(() => turn.steer("too late"), kit.sdk.CodexError);
        const running = thread.run("again");
        (await service.next()).say("fine").finish();
        assertEquals((await running).finalResponse, "fine");
      });
    },
  },
  {
    name: "live: a message that is cut is written anew under another id",
    run(kit) {
      return dictated(kit, async (service, thread) => {
        const turn = await thread.runStreamed("go");
        const reading = eventsOf(turn);
        (await service.next()).say("Hel").cut();
        (await service.next()).say("Hello").finish();
        const seen = await reading;
        assert(seen.some(({ type }) => type === "error"), "Codex told of it");
        const [item, ...others] = completedOf(seen);
        assertEquals(others, []);
        assert(item?.type === "agent_message" && item.text === "Hello");
        assertEquals(deltasOf(seen, item.id), "Hello");
      });
    },
  },
];
