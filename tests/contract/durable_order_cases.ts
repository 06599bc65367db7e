/**
 * Durable turns of one thread whose messages take turns: each gets its own answer.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DurableTurnOptions, ThreadStore } from "../../src/durable/mod.ts";
import type { Case } from "./case.ts";
import { onFleet, ran } from "./durable_turn_cases.ts";
import { POSIX } from "./posix.ts";

const TRANSPORTS = ["live", "exec"] as const;
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** A call for a message, and what it comes to: an answer, or null for a failure. */
type Asked = readonly [messageId: string, answer: string | null];

export const DURABLE_ORDER_CASES: readonly Case[] = [
  ...TRANSPORTS.map((transport): Case => ({
    name:
      `runDurableTurn() gives each message its own answer when several have failed, ${transport}`,
    run(kit) {
      const { httpError, message, reply } = kit.testing;
      const all: readonly Asked[] = [
        ["m-1", null],
        ["m-2", null],
        ["m-1", "one"],
        ["m-2", "two"],
        ["m-3", null],
        ["m-4", "four"],
        ["m-3", "three"],
      ];
      const script = all.map(([, answer]) =>
        answer === null ? httpError(400) : reply(message(answer))
      );
      return onFleet(kit, script, async ({ server, base }) => {
        const threadOptions = { ...base.threadOptions, skipGitRepoCheck: true };
        const run = (messageId: string) =>
          kit.durable.runDurableTurn({ ...base, threadOptions, transport, messageId, input: "Go" });
        for (const [messageId, answer] of all) {
          if (answer === null) {
            await assertRejects(() => run(messageId), kit.sdk.TurnFailedError);
            continue;
          }
          const { finalResponse, turnUsage } = await run(messageId);
          // Over exec, too, where Codex tells the tokens of the whole thread.
          assertEquals([finalResponse, turnUsage?.input_tokens], [answer, 42]);
        }
        for (const [messageId, answer] of all) {
          if (answer !== null) assertEquals((await run(messageId)).finalResponse, answer);
        }
        assertEquals(server.requests.length, all.length);
      });
    },
  })),
  ...TRANSPORTS.map((transport): Case => ({
    name: `runDurableTurn() asks a message after another one that it could not begin, ${transport}`,
    run(kit) {
      const { message, reply } = kit.testing;
      const script = ["zero", "two", "one"].map((text) => reply(message(text)));
      return onFleet(kit, script, async ({ base }) => {
        const threadOptions = { ...base.threadOptions, skipGitRepoCheck: true };
        const path = join(kit.folder, "a.png");
        const run = async (messageId: string, input: DurableTurnOptions["input"]) => {
          const call = { ...base, threadOptions, transport, messageId, input };
          return (await kit.durable.runDurableTurn(call)).finalResponse;
        };
        const one = () =>
          run("m-1", [{ type: "text", text: "Look" }, { type: "local_image", path }]);
        assertEquals(await run("m-0", "Hello"), "zero");
        await assertRejects(one, kit.sdk.InvalidInputError);
        assertEquals(await run("m-2", "Go"), "two");
        await writeFile(path, Uint8Array.from(atob(PNG), (char) => char.charCodeAt(0)));
        assertEquals(await one(), "one");
      });
    },
  })),
  {
    name: "runDurableTurn() refuses over exec again what has not begun, until it is right",
    run(kit) {
      const { message, reply } = kit.testing;
      return onFleet(kit, [reply(message("one"))], async ({ server, base }) => {
        const run = (skipGitRepoCheck: boolean) => {
          const threadOptions = { ...base.threadOptions, skipGitRepoCheck };
          const call = { ...base, threadOptions, messageId: "m-1", input: "Go" };
          return kit.durable.runDurableTurn({ ...call, transport: "exec" });
        };
        for (const _ of ["first", "again"]) {
          const error = await assertRejects(() => run(false), kit.sdk.InvalidInputError);
          assertEquals(error.option, "skipGitRepoCheck");
        }
        assertEquals(server.requests.length, 0);
        assertEquals((await run(true)).finalResponse, "one");
      });
    },
  },
  {
    name: "runDurableTurn() finds what has continued a message after another one",
    posix: POSIX.shell,
    run(kit) {
      const { httpError, message, reply, shell } = kit.testing;
      const script = [
        reply(shell("echo one >> log")),
        httpError(400),
        reply(message("two")),
        reply(shell("echo more >> log")),
        reply(message("one")),
      ];
      return onFleet(kit, script, async ({ server, base }) => {
        const first = { ...base, messageId: "m-1", input: "Do it" };
        await assertRejects(() => kit.durable.runDurableTurn(first), kit.sdk.TurnFailedError);
        await kit.durable.runDurableTurn({ ...base, messageId: "m-2", input: "Go" });
        // The host is lost when everything is kept but the result.
        const append: ThreadStore["append"] = async (...args) => {
          if (new TextDecoder().decode(args[4]).includes('"result"')) {
            throw new kit.durable.TakenError("thread", 0);
          }
          await base.store.append(...args);
        };
        const { store } = base;
        const lost: ThreadStore = {
          take: (key) => store.take(key),
          append,
          replace: (...args) => store.replace(...args),
          list: () => store.list(),
          delete: (key) => store.delete(key),
        };
        await assertRejects(
          () => kit.durable.runDurableTurn({ ...first, store: lost }),
          kit.durable.TakenError,
        );
        const turn = await kit.durable.runDurableTurn(first);
        assertEquals([turn.finalResponse, await ran(kit)], ["one", ["one", "more"]]);
        const types = turn.items.map(({ type }) => type);
        assertEquals(types, ["command_execution", "command_execution", "agent_message"]);
        assertEquals(server.requests.length, 5);
      });
    },
  },
];
