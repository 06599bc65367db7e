/**
 * Clients that are closed while something is under way, and words that are no whole characters.
 * Nothing may be left unhandled: on Node and Bun that ends the program, and so the case.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ToolResult } from "../../src/app_server/mod.ts";
import { type Case, gate, type Kit } from "./case.ts";
import { onLive } from "./live_case.ts";
import { inFolder, onServer } from "./real_case.ts";

/** Lets the event loop go round. */
const round = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Half of an emoji, as a text that is cut to a length ends. */
const HALF = "😀".slice(0, 1);

const lookup = (kit: Kit, execute: () => ToolResult | Promise<ToolResult>) =>
  kit.live.tool({
    name: "lookup",
    description: `Looks up ${HALF}`,
    parameters: { type: "object", properties: { [HALF]: { type: "string" } } },
    execute,
  });

/** Cases. */
export const LIVE_CLOSE_CASES: readonly Case[] = [
  {
    name: "live: calls at every moment of close() reject with ConnectionClosedError",
    run(kit) {
      return onLive(kit, [], async ({ app, start }) => {
        const thread = await start();
        let closed = false;
        const closing = app.close().then(() => closed = true);
        const calls: Promise<unknown>[] = [];
        while (!closed) {
          const call = app.listModels();
          const run = thread.run("go");
          for (const promise of [call, run]) {
            promise.catch(() => {});
            calls.push(promise);
          }
          await round();
        }
        await closing;
        calls.push(app.listModels(), thread.run("go"));
        for (const call of calls) {
          // One that was sent before the server has stopped to listen may still be answered.
          await call.then(() => {}, (error) => {
            assert(error instanceof kit.live.ConnectionClosedError, String(error));
          });
        }
        for (const call of calls.slice(-2)) {
          await assertRejects(() => call, kit.live.ConnectionClosedError);
        }
      });
    },
  },
  {
    name: "live: a tool and an approval that answer during close() and after it harm nobody",
    run(kit) {
      const { reply, shell, toolCall } = kit.testing;
      const script = [
        reply(
          toolCall("lookup", {}),
          toolCall("lookup", {}),
          shell("touch x", { yieldMs: 30_000 }),
        ),
      ];
      return onLive(kit, script, async ({ app, start }) => {
        const [asked, during, after] = [gate(), gate(), gate()];
        let waiting = 0;
        const wait = async (answer: Promise<void>) => {
          if (++waiting === 3) asked.open();
          await answer;
        };
        let calls = 0;
        const thread = await start({
          approvalPolicy: "untrusted",
          tools: [lookup(kit, () => wait(calls++ === 0 ? during.opened : after.opened))],
          async onApproval() {
            await wait(during.opened);
            return "accept" as const;
          },
        });
        const running = thread.run("go");
        running.catch(() => {});
        await asked.opened;
        const closing = app.close();
        during.open();
        await closing;
        after.open();
        await round();
        await assertRejects(() => running, kit.live.ConnectionClosedError);
      });
    },
  },
  {
    name: "live: half a character in prompts, instructions, tools and their results is U+FFFD",
    run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const script = [
        reply(toolCall("lookup", {})),
        reply(toolCall("lookup", {})),
        reply(message("done")),
      ];
      return onLive(kit, script, async ({ server, start }) => {
        let calls = 0;
        const execute = () => {
          if (calls++ > 0) throw new Error(`failed ${HALF}`);
          return `found ${HALF} \\ud83d`;
        };
        const thread = await start({
          developerInstructions: `Mind ${HALF}`,
          tools: [lookup(kit, execute)],
        });
        const { finalResponse } = await thread.run(`go ${HALF}`, { timeoutMs: 30_000 });
        assertEquals(finalResponse, "done");
        const [first, second, third] = server.requests;
        const body = JSON.stringify(first?.body);
        for (const text of ["go \ufffd", "Mind \ufffd", "Looks up \ufffd"]) {
          assert(body.includes(text), text);
        }
        assert(second?.outputs.at(-1)?.text.includes("found \ufffd \\ud83d"));
        assert(third?.outputs.at(-1)?.text.includes("failed \ufffd"));
      });
    },
  },
  {
    name: "exec: half a character in a prompt or an output schema is U+FFFD",
    run(kit) {
      const { message, reply } = kit.testing;
      return onServer(kit, [reply(message('{"a":"b"}'))], async ({ server, codex }) => {
        const outputSchema = {
          type: "object",
          properties: { a: { type: "string", description: `Say ${HALF} \\ud83d` } },
          required: ["a"],
          additionalProperties: false,
        };
        await codex.startThread(inFolder(kit)).run(`go ${HALF}`, { outputSchema });
        const body = JSON.stringify(server.requests[0]?.body);
        assert(body.includes("Say \ufffd \\\\ud83d"));
        assert(body.includes("go \ufffd"));
      });
    },
  },
];
