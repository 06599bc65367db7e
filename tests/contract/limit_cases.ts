/**
 * Limits of a turn, against the real Codex.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Case, Kit } from "./case.ts";
import { onLive } from "./live_case.ts";
import { inFolder, onServer } from "./real_case.ts";

/** 110 tokens that count, since 900 came from the cache. */
const usage = { inputTokens: 1000, cachedInputTokens: 900, outputTokens: 10 };

/** A model that never comes to an end by itself. */
const endless = ({ testing: { reply, shell } }: Kit) => () => reply(shell("true"), { usage });

/** Cases of limits. */
export const LIMIT_CASES: readonly Case[] = [
  {
    name: "exec maxTokens stops a turn, by Codex's own budget",
    async run(kit) {
      await onServer(kit, endless(kit), async ({ codex, server }) => {
        const thread = codex.startThread(inFolder(kit));
        const run = () => thread.run("Go", { maxTokens: 210 });
        const error = await assertRejects(run, kit.sdk.LimitError);
        assertEquals([error.kind, error.limit, error.used >= 210], ["tokens", 210, true]);
        assertEquals(server.requests.length, 2);
        assert(error.items.some(({ type }) => type === "command_execution"));
        // The next turn of the thread has the whole limit again.
        await assertRejects(run, kit.sdk.LimitError);
        assertEquals(server.requests.length, 4);
      });
    },
  },
  {
    name: "exec maxRequests is refused by name",
    async run(kit) {
      await onServer(kit, [], async ({ codex }) => {
        const thread = codex.startThread(inFolder(kit));
        const run = () => thread.run("Go", { maxRequests: 2 });
        const error = await assertRejects(run, kit.sdk.InvalidInputError);
        assertEquals(error.option, "maxRequests");
        assertStringIncludes(error.message, "maxTokens");
      });
    },
  },
  {
    name: "live maxTokens stops a turn after the request that went beyond it",
    async run(kit) {
      await onLive(kit, endless(kit), async ({ start }) => {
        const thread = await start();
        const run = () => thread.run("Go", { maxTokens: 210 });
        const error = await assertRejects(run, kit.sdk.LimitError);
        assertEquals([error.kind, error.used, error.limit], ["tokens", 220, 210]);
        assertEquals(error.usage?.output_tokens, 20);
        assert(error.items.some(({ type }) => type === "command_execution"));
      });
    },
  },
  {
    name: "maxTokens allows exactly as many, on both transports",
    async run(kit) {
      const { message, reply, shell } = kit.testing;
      // Two requests each: 220 tokens.
      const script = (_: unknown, index: number) =>
        reply(index % 2 === 0 ? shell("true") : message("Done"), { usage });
      await onServer(kit, script, async ({ codex }) => {
        const thread = codex.startThread(inFolder(kit));
        assertEquals((await thread.run("Go", { maxTokens: 220 })).finalResponse, "Done");
        const error = await assertRejects(
          () => thread.run("Go", { maxTokens: 219 }),
          kit.sdk.LimitError,
        );
        assertStringIncludes(error.message, "more than 219 tokens");
      });
      await onLive(kit, script, async ({ start }) => {
        const thread = await start();
        assertEquals((await thread.run("Go", { maxTokens: 220 })).finalResponse, "Done");
        const error = await assertRejects(
          () => thread.run("Go", { maxTokens: 219 }),
          kit.sdk.LimitError,
        );
        assertStringIncludes(error.message, "220 tokens");
      });
    },
  },
  {
    name: "live maxRequests stops a turn that wants one more, and lets one finish that does not",
    async run(kit) {
      const { message, reply, shell, stall } = kit.testing;
      // A fourth may be on its way when the turn is stopped.
      const script = (request: { readonly texts: readonly string[] }, index: number) =>
        request.texts.at(-1) === "Answer at once"
          ? reply(message("Here"))
          : index < 3
          ? reply(shell(`echo ${index}`), { usage })
          : stall();
      await onLive(kit, script, async ({ start, server }) => {
        const thread = await start();
        const error = await assertRejects(
          () => thread.run("Go on and on", { maxRequests: 2 }),
          kit.sdk.LimitError,
        );
        assertEquals([error.kind, error.used, error.limit], ["requests", 2, 2]);
        assert(server.requests.length <= 4, `${server.requests.length} requests`);
        const { finalResponse } = await thread.run("Answer at once", { maxRequests: 1 });
        assertEquals(finalResponse, "Here");
      });
    },
  },
  {
    name: "fakeCodex() reaches limits on both transports, by uses()",
    async run({ sdk, live: { AppServer }, testing: { fakeCodex, item, turn, uses } }) {
      const request = uses({ input_tokens: 1000, cached_input_tokens: 900, output_tokens: 10 });
      const steps = [request, item.commandExecution("ls"), request, item.agentMessage("Done")];
      const script = () => turn(...steps);
      const codex = new sdk.Codex({ spawn: fakeCodex(script) });
      const exec = codex.startThread();
      const app = await AppServer.start({ spawn: fakeCodex(script) });
      try {
        for (const thread of [exec, await app.startThread()]) {
          const stopped = () => thread.run("Go", { maxTokens: 210 });
          const error = await assertRejects(stopped, sdk.LimitError);
          assertEquals([error.kind, error.limit], ["tokens", 210]);
          assertEquals(error.items.map(({ type }) => type), ["command_execution"]);
          const { usage, turnUsage } = await thread.run("Go", { maxTokens: 220 });
          assertEquals([usage?.input_tokens, usage?.output_tokens], [4000, 40]);
          // What a turn over exec used that failed is told by nobody.
          if (thread !== exec) assertEquals(turnUsage?.output_tokens, 20);
        }
        const live = await app.startThread();
        const more = () => live.run("Go", { maxRequests: 1 });
        const error = await assertRejects(more, sdk.LimitError);
        assertEquals([error.kind, error.used], ["requests", 1]);
      } finally {
        await app.close();
      }
    },
  },
  {
    name: "limits are refused that make no sense",
    async run({ sdk, testing: { fakeCodex } }) {
      const thread = new sdk.Codex({ spawn: fakeCodex([]) }).startThread();
      for (const maxTokens of [0, -1, 1.5, NaN, "9" as unknown as number]) {
        const run = () => thread.run("Go", { maxTokens });
        assertEquals((await assertRejects(run, sdk.InvalidInputError)).option, "maxTokens");
      }
    },
  },
];
