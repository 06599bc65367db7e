/**
 * Durable turns that are stopped, or taken over.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Case } from "./case.ts";
import { onFleet, ran } from "./durable_turn_cases.ts";
import { nothingLeft, untilStored } from "./durable_worker.ts";
import { until } from "./real_case.ts";

export const DURABLE_STOP_CASES: readonly Case[] = [
  {
    name: "runDurableTurn() takes over from another call, which ends with TakenError",
    run(kit) {
      const { message, reply, shell, stall } = kit.testing;
      const script = [reply(shell("echo one >> log")), stall(), reply(message("done"))];
      return onFleet(kit, script, async ({ server, base }) => {
        const call = { ...base, messageId: "m-1", input: "Do it" };
        const first = kit.durable.runDurableTurn(call);
        const lost = assertRejects(() => first, kit.durable.TakenError);
        await server.waitForRequests(2);
        const second = await kit.durable.runDurableTurn(call);
        assertEquals(second.finalResponse, "done");
        const { key } = await lost as { key?: unknown };
        assertEquals(key, "thread");
        assertEquals(await ran(kit), ["one"]);
        await nothingLeft(server);
      });
    },
  },
  {
    name: "runDurableTurn() is stopped by its signal, and goes on with the next call",
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = [
        reply(shell("echo one >> log")),
        reply(shell("if [ ! -e begun ]; then touch begun; sleep 60; fi")),
        reply(message("done")),
      ];
      return onFleet(kit, script, async ({ server, base }) => {
        const call = { ...base, messageId: "m-1", input: "Do it" };
        const controller = new AbortController();
        const { signal } = controller;
        const stopped = kit.durable.runDurableTurn({ ...call, signal });
        const rejected = assertRejects(() => stopped, kit.sdk.AbortError);
        await until(() => stat(join(kit.folder, "begun")).then(() => true, () => null));
        await untilStored(kit, "sleep 60");
        controller.abort("enough");
        assertEquals((await rejected as Error).cause, "enough");
        await nothingLeft(server);
        const turn = await kit.durable.runDurableTurn(call);
        assertEquals([turn.finalResponse, await ran(kit)], ["done", ["one"]]);
        // Not what Codex says of a command that is ended with it.
        const outputs = server.requests.at(-1)?.outputs.map(({ text }) => text === "aborted");
        assertEquals(outputs, [false, true]);
        await assertRejects(
          () => kit.durable.runDurableTurn({ ...call, signal }),
          kit.sdk.AbortError,
        );
      });
    },
  },
];
