/**
 * Turns that are found again by the id of their message.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import process from "node:process";
import type { Case } from "./case.ts";
import { onLive } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { inFolder, onServer } from "./real_case.ts";

/** Cases. */
export const LIVE_MESSAGE_CASES: readonly Case[] = [
  {
    name: "live: findTurn() finds a turn by its messageId, completed, failed, running and absent",
    run(kit) {
      const { httpError, message, reply, stall } = kit.testing;
      const script = [reply(message("one")), reply(message("two")), httpError(400), stall()];
      return onLive(kit, script, async ({ server, start }) => {
        const thread = await start();
        assertEquals(await thread.findTurn("m-1"), null);
        const one = await thread.run("first", { messageId: "m-1" });
        const two = await thread.run("second", { messageId: "m-2" });
        await assertRejects(() => thread.run("third", { messageId: "m-3" }), kit.sdk.CodexError);
        const running = await thread.runStreamed("fourth", { messageId: "m-4" });
        running.result.catch(() => {});
        await server.waitForRequests(4);
        const found = await thread.findTurn("m-1");
        assertEquals([found?.status, found?.finalResponse], ["completed", "one"]);
        assertEquals([found?.usage, found?.turnUsage], [one.usage, one.turnUsage]);
        assertEquals(found?.items.map(({ type }) => type), ["user_message", "agent_message"]);
        const second = await thread.findTurn("m-2");
        assertEquals([second?.usage, second?.turnUsage], [two.usage, two.turnUsage]);
        const third = await thread.findTurn("m-3");
        assertEquals([third?.status, third?.error?.httpStatus], ["failed", 400]);
        assertEquals([third?.usage, third?.turnUsage], [null, null]);
        const fourth = await thread.findTurn("m-4");
        assertEquals([fourth?.status, fourth?.id], ["running", thread.activeTurn?.id]);
        assertEquals(await thread.findTurn("first"), null);
        await running.interrupt();
        assertEquals((await thread.findTurn("m-4"))?.status, "interrupted");
      });
    },
  },
  {
    name: "live: findTurn() finds turns of a server that was killed, from another one",
    posix: POSIX.processes,
    run(kit) {
      const { message, reply, stall } = kit.testing;
      const script = [reply(message("one")), stall(), reply(message("again"))];
      return onLive(kit, script, async ({ server, another, start }) => {
        const thread = await start();
        const done = await thread.run("first", { messageId: "job/1" });
        const cut = thread.run("second", { messageId: "job/2" });
        await server.waitForRequests(2);
        const [codex] = await processesWith(server.url);
        assert(codex !== undefined);
        process.kill(codex.pid, "SIGKILL");
        await assertRejects(() => cut, kit.live.ConnectionClosedError);
        const app = await another();
        const resumed = await app.resumeThread(thread.id, { workingDirectory: kit.folder });
        const first = await resumed.findTurn("job/1");
        assertEquals([first?.status, first?.finalResponse], ["completed", done.finalResponse]);
        assertEquals([first?.usage, first?.turnUsage], [done.usage, done.turnUsage]);
        const second = await resumed.findTurn("job/2");
        assertEquals([second?.status, second?.finalResponse], ["interrupted", ""]);
        assertEquals(second?.items.map(({ type }) => type), ["user_message"]);
        assertEquals(await resumed.findTurn("job/3"), null);
        // Asked again, the later one counts.
        await resumed.run("second", { messageId: "job/2" });
        const again = await resumed.findTurn("job/2");
        assertEquals([again?.status, again?.finalResponse], ["completed", "again"]);
      });
    },
  },
  {
    name: "live: a messageId that is blank, cut, or no text, is refused; so is one over exec",
    run(kit) {
      return onLive(kit, [], async ({ start }) => {
        const thread = await start();
        const { InvalidInputError } = kit.sdk;
        for (const messageId of ["", " \n", "half: \ud83d", 7 as unknown as string]) {
          for (
            const act of [
              () => thread.run("x", { messageId }),
              () => thread.runStreamed("x", { messageId }),
              () => thread.findTurn(messageId),
            ]
          ) {
            const error = await assertRejects<InstanceType<typeof InvalidInputError>>(
              act,
              InvalidInputError,
            );
            assertEquals(error.option, "messageId");
          }
        }
        await onServer(kit, [], async ({ codex }) => {
          const options = { messageId: "m" } as Record<string, string>;
          const exec = codex.startThread(inFolder(kit));
          const error = await assertRejects<InstanceType<typeof InvalidInputError>>(
            () => exec.run("x", options),
            InvalidInputError,
          );
          assertEquals(error.option, "messageId");
          assertStringIncludes(error.message, "live");
        });
      });
    },
  },
];
