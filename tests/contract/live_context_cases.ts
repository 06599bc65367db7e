/**
 * The asynchronous context of callbacks: that of whoever started the turn.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { AsyncLocalStorage } from "node:async_hooks";
import type { LiveEvent } from "../../src/app_server/mod.ts";
import type { Case } from "./case.ts";

/** Cases. */
export const LIVE_CONTEXT_CASES: readonly Case[] = [
  {
    name: "live: tools and callbacks run in the AsyncLocalStorage of whoever started the turn",
    async run({ live, testing: { asks, callsTool, fakeCodex, item, turn } }) {
      const tenant = new AsyncLocalStorage<string>();
      const seen: unknown[] = [];
      const note = (what: string) => seen.push([what, tenant.getStore()]);
      const spawn = fakeCodex(() =>
        turn(
          callsTool("who"),
          asks(item.commandExecution("ls")),
          item.agentMessage("done"),
        )
      );
      const who = live.tool({
        name: "who",
        description: "Who asks",
        parameters: { type: "object", properties: {} },
        execute: async () => {
          await Promise.resolve();
          note("tool");
        },
      });
      const server = await tenant.run("starter", () =>
        live.AppServer.start({
          spawn,
          onApproval: () => {
            note("client");
            return "accept";
          },
        }));
      const onApproval = () => {
        note("thread");
        return "accept" as const;
      };
      const open = (options: { onApproval?: typeof onApproval }) =>
        tenant.run("opener", () => server.startThread({ tools: [who], ...options }));
      const threads = [await open({ onApproval }), await open({})] as const;
      await Promise.all(
        threads.map((thread, index) => tenant.run(`caller ${index}`, () => thread.run("go"))),
      );
      assertEquals(seen.splice(0).map(String).sort(), [
        "client,caller 1",
        "thread,caller 0",
        "tool,caller 0",
        "tool,caller 1",
      ]);
      // Of a stream: whoever asks for its first event. In a queue too.
      const [thread] = threads;
      const streams = await tenant.run(
        "maker",
        () => Promise.all([thread.runStreamed("go"), thread.runStreamed("go")]),
      );
      const read = async (events: AsyncGenerator<LiveEvent>) => {
        for await (const _ of events);
      };
      await Promise.all(
        streams.map(({ events }, index) => tenant.run(`reader ${index}`, () => read(events))),
      );
      assertEquals(seen.splice(0), [
        ["tool", "reader 0"],
        ["thread", "reader 0"],
        ["tool", "reader 1"],
        ["thread", "reader 1"],
      ]);
      await server.close();
    },
  },
];
