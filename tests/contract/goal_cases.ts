/**
 * Goals of a thread, for which Codex starts turns by itself.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { RecordedRequest, Reply } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import { allCompletedOf, eventsOf, onLive } from "./live_case.ts";
import { CLASSIC } from "./real_case.ts";

/** Calls the tool "count", and ends the goal once somebody has said "between". */
function counting(kit: Kit): (request: RecordedRequest) => Reply {
  const { message, reply, toolCall } = kit.testing;
  const steps = [
    reply(message("hello")),
    reply(toolCall("count", { by: 1 })),
    reply(message("counted")),
  ];
  const last = [reply(toolCall("update_goal", { status: "complete" })), reply(message("done"))];
  return ({ texts }) => {
    if (texts.at(-1) === "between") return reply(message("yes"));
    const next = texts.includes("between") ? last.shift() : steps.shift();
    return next ?? reply(message("going on"));
  };
}

/** Cases. */
export const GOAL_CASES: readonly Case[] = [
  {
    name: "live: turns of a goal have the thread's tools; they are followed, and waited for",
    run(kit) {
      let called = () => {};
      let goOn = () => {};
      const calling = new Promise<void>((resolve) => called = resolve);
      const held = new Promise<void>((resolve) => goOn = resolve);
      const count = kit.live.tool({
        name: "count",
        description: "Counts",
        parameters: { type: "object" },
        execute: async () => {
          called();
          await held;
          return "counted";
        },
      });
      return onLive(kit, counting(kit), async ({ app, start }) => {
        const thread = await start({ model: CLASSIC, tools: [count] });
        assertEquals((await thread.run("Hi")).finalResponse, "hello");
        const told = app.notifications({ methods: ["thread/goal/updated"] });
        await app.request("thread/goal/set", { threadId: thread.id, objective: "Count to ten" });
        await calling;

        const error = await assertRejects(() => thread.run("Hi"), kit.sdk.ResumeError);
        assertEquals(error.reason, "in_use");
        assert(error.message.includes("Codex for a goal"), error.message);
        const attached = await thread.attach();
        assert(attached !== null);
        const between = thread.run("between", { whenBusy: "wait" });
        goOn();
        const types = allCompletedOf(await eventsOf(attached)).map(({ type }) => type);
        assertEquals(types.slice(-2), ["dynamic_tool_call", "agent_message"]);
        assertEquals((await between).finalResponse, "yes");
        for await (const { params } of told) {
          if ("goal" in params && params.goal.status === "complete") break;
        }
      });
    },
  },
];
