/**
 * What the option `debug` tells.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { DebugEvent } from "../../mod.ts";
import { type Case, fakeCodex, plainTurn, STARTED } from "./case.ts";
import { onLive } from "./live_case.ts";
import { POSIX } from "./posix.ts";

const KEY = "sk-very-secret-key";

/** Cases of `debug`. */
export const DEBUG_CASES: readonly Case[] = [
  {
    name: "debug tells of a process over exec: its start, lines both ways, standard error, end",
    posix: POSIX.script,
    async run({ sdk, folder }) {
      const events: DebugEvent[] = [];
      const steps = plainTurn("ok");
      steps.splice(2, 0, { err: `the key is ${KEY}\n` });
      const codex = new sdk.Codex({
        codexPathOverride: await fakeCodex(folder, steps),
        apiKey: KEY,
        debug: (event) => {
          events.push(event);
          const error = new Error("no say in the turn");
          if (event.type === "out") return Promise.reject(error);
          throw error;
        },
      });
      const { finalResponse } = await codex.startThread().run("Hello\nthere");
      assertEquals(finalResponse, "ok");
      const types = events.map(({ type }) => type);
      assertEquals(types[0], "spawn");
      assertEquals(types.filter((type) => type === "out").length, 4);
      assertEquals(events.flatMap((event) => event.type === "in" ? [event.line] : []), [
        "Hello",
        "there",
      ]);
      assert(types.includes("stderr") && types.includes("exit"), types.join());
      const [start] = events;
      assert(start?.type === "spawn" && start.variables.includes("CODEX_API_KEY"));
      assert(!JSON.stringify(events).includes(KEY), "secrets are replaced");
      assertEquals(new Set(events.map(({ process }) => process)), new Set([1]));
    },
  },
  {
    name: "debug tells of the signals of a stop",
    posix: POSIX.script,
    async run({ sdk, folder }) {
      const signals: string[] = [];
      const controller = new AbortController();
      const codex = new sdk.Codex({
        codexPathOverride: await fakeCodex(folder, [
          { stdin: true },
          { event: STARTED },
          { hang: true },
        ]),
        debug: (event) => {
          if (event.type === "signal") signals.push(event.signal);
          if (event.type === "out") controller.abort();
        },
      });
      const { signal } = controller;
      await assertRejects(() => codex.startThread().run("Go", { signal }), sdk.AbortError);
      assert(signals.length > 0);
    },
  },
  {
    name: "debug tells of a live session's lines",
    async run(kit) {
      const events: DebugEvent[] = [];
      const { message, reply } = kit.testing;
      await onLive(kit, [reply(message("ok"))], async ({ start }) => {
        await (await start()).run("Hello");
      }, { debug: (event) => events.push(event) });
      const lines = (type: string) =>
        events.flatMap((event) => event.type === type && "line" in event ? [event.line] : []);
      assert(lines("in").some((line) => line.includes('"turn/start"')));
      assert(lines("out").some((line) => line.includes('"turn/completed"')));
      assert(!JSON.stringify(events).includes("sk-offline-key"), "secrets are replaced");
      assertEquals(events.at(-1)?.type, "exit");
    },
  },
];
