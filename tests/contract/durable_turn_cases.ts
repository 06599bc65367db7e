/**
 * Turns that survive their host.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import type { StandardSchema } from "../../mod.ts";
import type { DurableTurnOptions } from "../../src/durable/mod.ts";
import type { LiveEvent } from "../../src/app_server/mod.ts";
import type { ResponsesScript, ResponsesServer } from "../../src/testing/mod.ts";
import { type Case, type Kit, offline, withVariable } from "./case.ts";
import { endLeft, nothingLeft, startWorker, untilStored } from "./durable_worker.ts";
import { POSIX } from "./posix.ts";
import { askedOf } from "./proxy.ts";
import { until } from "./real_case.ts";

/** A store and a model's service, and what a call gives to both. */
export interface Fleet {
  /** The model's service. */
  readonly server: ResponsesServer;
  /** Options of a call, but for the message. */
  readonly base: Pick<
    DurableTurnOptions,
    "store" | "key" | "codex" | "threadOptions" | "homes"
  >;
}

/** Runs `use` with a store in the case's folder, and the real Codex on a server of its own. */
export async function onFleet<T>(
  kit: Kit,
  script: ResponsesScript,
  use: (fleet: Fleet) => Promise<T>,
  left: readonly string[] = [],
): Promise<T> {
  const server = await kit.testing.ResponsesServer.start(script);
  try {
    const base: Fleet["base"] = {
      store: kit.durable.folderStore(join(kit.folder, "store")),
      key: "thread",
      codex: await offline(kit, server, "unused"),
      threadOptions: { workingDirectory: kit.folder, sandboxMode: "danger-full-access" },
      homes: join(kit.folder, "homes"),
    };
    const result = await use({ server, base });
    assertEquals(server.unexpected, []);
    const homes = await readdir(join(kit.folder, "homes")).catch(() => []);
    const expected = ["template-", ...left];
    const lost = homes.filter((name) => !expected.some((start) => name.startsWith(start)));
    assertEquals(lost, [], "homes are given back");
    return result;
  } finally {
    await server.close();
  }
}

/** The commands that have run, as they wrote themselves down. */
export async function ran(kit: Kit): Promise<string[]> {
  const text = await readFile(join(kit.folder, "log"), "utf8").catch(() => "");
  return text.split("\n").filter((line) => line !== "");
}

/** The messages of the user in the last request to the model. */
function asked(server: ResponsesServer): string[] {
  return [...server.requests.at(-1)?.texts ?? []];
}

/** A command, and what it prints, which does not stand in the command. */
export const TOLD_COMMAND = "echo one >> log; echo out $((6 * 7))";
const TOLD_OUTPUT = "out 42";

/**
 * Stops a turn at its second request, when its first command has ended and is stored, of which its host has
 * not heard: its `onEvent` never ends.
 *
 * @param stored What else the store must have by then.
 */
export async function stopUntold(
  kit: Kit,
  server: ResponsesServer,
  call: DurableTurnOptions,
  ...stored: readonly string[]
): Promise<void> {
  const controller = new AbortController();
  const onEvent = () => new Promise<void>(() => {});
  const stopped = assertRejects(
    () => kit.durable.runDurableTurn({ ...call, onEvent, signal: controller.signal }),
    kit.sdk.AbortError,
  );
  await server.waitForRequests(2);
  for (const text of [TOLD_OUTPUT, ...stored]) await untilStored(kit, text);
  controller.abort();
  await stopped;
}

export const DURABLE_TURN_CASES: readonly Case[] = [
  {
    name: "runDurableTurn() gives the same turn on every call, and runs it once",
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = [
        reply(shell("echo one >> log")),
        reply(message("done")),
        reply(message("again")),
      ];
      return onFleet(kit, script, async ({ server, base }) => {
        const events: LiveEvent[] = [];
        const onEvent = (event: LiveEvent) => void events.push(event);
        const call = { ...base, messageId: "m-1", input: "Do it", onEvent };
        const first = await kit.durable.runDurableTurn(call);
        assertEquals(first.finalResponse, "done");
        assertEquals(first.items.map(({ type }) => type), ["command_execution", "agent_message"]);
        assert(first.usage !== null && first.turnUsage !== null);
        assertEquals(events.at(-1)?.type, "turn.completed");
        const count = events.length;
        assertEquals(await kit.durable.runDurableTurn(call), first);
        assertEquals([server.requests.length, events.length], [2, count]);
        assertEquals(await ran(kit), ["one"]);
        // The next message goes to the same thread.
        const next = await kit.durable.runDurableTurn({ ...base, messageId: "m-2", input: "More" });
        assertEquals(next.finalResponse, "again");
        assertEquals(asked(server).slice(-2), ["Do it", "More"]);
        assertEquals(await kit.durable.runDurableTurn(call), first);
      });
    },
  },
  {
    name: "runDurableTurn() goes on when its host was killed in the second of two commands",
    posix: POSIX.processes,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      // Hangs the first time; the second time it is done at once.
      const second = "if [ -e begun ]; then echo two >> log; else touch begun; sleep 60; fi";
      const script = [
        reply(shell("echo one >> log")),
        reply(shell(second)),
        reply(shell(second)),
        reply(message("done")),
      ];
      return onFleet(kit, script, async ({ server, base }) => {
        const { store, ...job } = { ...base, messageId: "m-1", input: "Do it" };
        const worker = await startWorker(kit, job);
        await until(() => stat(join(kit.folder, "begun")).then(() => true, () => null));
        await untilStored(kit, "sleep 60");
        // What a request has used is written after what it has answered.
        await untilStored(kit, "token_usage_record", 2);
        worker.child.kill("SIGKILL");
        await worker.ended;
        await nothingLeft(server);
        const next = await startWorker(kit, job);
        await next.ended;
        const end = next.said.at(-1);
        assert(end?.type === "result", JSON.stringify(end));
        assertEquals(await ran(kit), ["one", "two"]);
        assertEquals(end.turn.finalResponse, "done");
        const commands = end.turn.items.filter(({ type }) => type === "command_execution");
        assertEquals(commands.length, 2);
        assertEquals(new Set(end.turn.items.map(({ id }) => id)).size, end.turn.items.length);
        // The message is there once, and the model knows what has happened.
        const request = server.requests.at(-1);
        assertEquals(request?.texts.filter((text) => text === "Do it").length, 1);
        assert(request?.instructions.includes("was cut off before it had ended"));
        assertEquals(request?.outputs.map(({ text }) => text === "aborted"), [false, true, false]);
        // Four requests. Codex's own total forgets the one that was not heard of to its end.
        assertEquals(end.turn.turnUsage?.input_tokens, 168);
        const again = await kit.durable.runDurableTurn({ ...job, store });
        assertEquals(again, end.turn);
        assertEquals(server.requests.length, 4);
      }, ["home-"]);
    },
  },
  {
    name: "runDurableTurn() goes on with a turn that has failed",
    run(kit) {
      const { httpError, message, reply, shell } = kit.testing;
      const script = [reply(shell("echo one >> log")), httpError(400), reply(message("done"))];
      return onFleet(kit, script, async ({ server, base }) => {
        const call = { ...base, messageId: "m-1", input: "Do it" };
        const error = await assertRejects(
          () => kit.durable.runDurableTurn(call),
          kit.sdk.TurnFailedError,
        ) as { httpStatus?: unknown };
        assertEquals(error.httpStatus, 400);
        const turn = await kit.durable.runDurableTurn(call);
        assertEquals([turn.finalResponse, await ran(kit)], ["done", ["one"]]);
        assertEquals(server.requests.at(-1)?.texts.filter((text) => text === "Do it").length, 1);
      });
    },
  },
  {
    name: "runDurableTurn() runs over exec, and goes on from there with what exec had done",
    posix: POSIX.processes,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const second = "if [ -e begun ]; then echo two >> log; else touch begun; sleep 60; fi";
      const script = [
        reply(message("hello")),
        reply(shell("echo one >> log")),
        reply(shell(second)),
        reply(shell(second)),
        reply(message("done")),
      ];
      return onFleet(kit, script, async ({ server, base }) => {
        const { store, ...rest } = base;
        const threadOptions = { ...base.threadOptions, skipGitRepoCheck: true };
        const job = { ...rest, threadOptions, transport: "exec" as const };
        const hello = { ...job, store, messageId: "m-0", input: "Hello" };
        const first = await kit.durable.runDurableTurn(hello);
        assertEquals(first.finalResponse, "hello");
        const message = { ...job, messageId: "m-1", input: "Do it" };
        const worker = await startWorker(kit, message);
        await until(() => stat(join(kit.folder, "begun")).then(() => true, () => null));
        await untilStored(kit, "sleep 60");
        worker.child.kill("SIGKILL");
        await worker.ended;
        const turn = await kit.durable.runDurableTurn({ ...message, store });
        assertEquals([turn.finalResponse, await ran(kit)], ["done", ["one", "two"]]);
        assertEquals(
          turn.items.map(({ type }) => type),
          ["command_execution", "command_execution", "agent_message"],
        );
        const { texts = [] } = server.requests.at(-1) ?? {};
        assertEquals(texts.filter((text) => /^(Hello|Do it)$/.test(text)), ["Hello", "Do it"]);
        assertEquals(await kit.durable.runDurableTurn(hello), first);
        // A `codex exec` does not notice that its program was killed.
        await endLeft(server);
      }, ["home-"]);
    },
  },
  ...(["live", "exec"] as const).map((transport): Case => ({
    name: `runDurableTurn() keeps what was done over ${transport} however long onEvent takes`,
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell, stall } = kit.testing;
      const script = [reply(shell(TOLD_COMMAND)), stall(), reply(message("done"))];
      return onFleet(kit, script, async ({ server, base }) => {
        const threadOptions = { ...base.threadOptions, skipGitRepoCheck: true };
        const call = { ...base, threadOptions, transport, messageId: "m-1", input: "Do it" };
        await stopUntold(kit, server, call);
        const turn = await kit.durable.runDurableTurn(call);
        assertEquals([turn.finalResponse, await ran(kit)], ["done", ["one"]]);
      });
    },
  })),
  {
    name: "runDurableTurn() has Codex fetch nothing into a home that goes with the turn",
    run(kit) {
      const { message, reply } = kit.testing;
      return onFleet(kit, () => reply(message("done")), async ({ base }) => {
        const asked = await askedOf(async (proxies) => {
          const env = { ...base.codex?.env, ...proxies };
          const threadOptions = { ...base.threadOptions, skipGitRepoCheck: true };
          const job = { ...base, codex: { ...base.codex, env }, threadOptions, input: "Do it" };
          await kit.durable.runDurableTurn({ ...job, messageId: "m-1" });
          // That has made the template; now it is as of an older version.
          for (const name of await readdir(join(kit.folder, "homes"))) {
            await rm(join(kit.folder, "homes", name, "config.toml"), { force: true });
          }
          await kit.durable.runDurableTurn({ ...job, messageId: "m-2" });
          await kit.durable.runDurableTurn({ ...job, transport: "exec", messageId: "m-3" });
        });
        assertEquals(asked.filter((request) => request.includes("github")), []);
      });
    },
  },
  {
    name: "runDurableTurn() gives typed answers, the same after it was cut off",
    run(kit) {
      const { message, reply } = kit.testing;
      const outputSchema = {
        type: "object",
        properties: { count: { type: "number" } },
        required: ["count"],
      } as const;
      return onFleet(kit, [reply(message('{"count":7}'))], async ({ server, base }) => {
        const call = { ...base, messageId: "m-1", input: "Count", turnOptions: { outputSchema } };
        const turn = await kit.durable.runDurableTurn(call);
        assertEquals(turn.output, { count: 7 });
        assertEquals(await kit.durable.runDurableTurn(call), turn);
        assertEquals(server.requests.length, 1);
      });
    },
  },
  {
    name: "runDurableTurn() shows no secret that an answer holds in the error of its schema",
    run(kit) {
      const { message, reply } = kit.testing;
      const secrets = ["sk-offline-key", "token-of-a-server"] as const;
      const [apiKey, token] = secrets;
      const mcpServers = {
        notes: { url: "http://127.0.0.1:9/", headers: { authorization: token } },
      };
      const schema: StandardSchema = {
        "~standard": {
          version: 1,
          vendor: "test",
          validate: (value) => ({ issues: [{ message: `found ${JSON.stringify(value)}` }] }),
          jsonSchema: {
            input: () => ({ type: "object", properties: {} }),
            output: () => ({ type: "object", properties: {} }),
          },
        },
      };
      const answer = JSON.stringify({ secrets });
      return onFleet(kit, [reply(message(answer))], async ({ base }) => {
        const call = {
          ...base,
          threadOptions: { ...base.threadOptions, mcpServers },
          messageId: "m-1",
          input: "Look",
          turnOptions: { outputSchema: schema },
        };
        const run = () => kit.durable.runDurableTurn(call);
        // The other calls have the stored result; the last one has the key from the environment.
        const inherits = () => kit.durable.runDurableTurn({ ...call, codex: {} });
        const inherited = () => withVariable("CODEX_API_KEY", apiKey, inherits);
        for (const asked of [run, run, inherited]) {
          const error = await assertRejects(asked, kit.sdk.OutputError);
          assertEquals(error.text, answer);
          const shown = inspect(error, { depth: 10 }) + JSON.stringify(error) + error.stack;
          for (const secret of secrets) assertEquals(shown.includes(secret), false, secret);
        }
      });
    },
  },
  {
    name: "runDurableTurn() refuses what cannot be before it takes the key",
    run(kit) {
      return onFleet(kit, [], async ({ base }) => {
        const good = { ...base, messageId: "m-1", input: "Do it" };
        const questions = { ask: () => Promise.resolve(), answer: () => Promise.resolve("accept") };
        const parameters = { type: "object", properties: {} } as const;
        const tool = kit.live.tool({ name: "a", description: "b", parameters, execute: () => "c" });
        const bad: readonly [option: string, options: object][] = [
          ["messageId", { messageId: " " }],
          ["key", { key: 7 }],
          ["store", { store: null }],
          ["transport", { transport: "telepathy" }],
          ["questions", { questions, transport: "exec" }],
          ["questions", { questions, threadOptions: { onApproval: () => "accept" } }],
          ["questions", { questions, turnOptions: { onApproval: () => "accept" } }],
          ["questions", { questions, codex: { onApproval: () => "accept" } }],
          ["ephemeral", { threadOptions: { ephemeral: true } }],
          ["tools", { transport: "exec", threadOptions: { tools: [tool] } }],
          ["profile", { threadOptions: { profile: "x" } }],
          ["model", { transport: "exec", turnOptions: { model: "x" } }],
          // A turn that was cut off would have to go on with it over the app-server.
          ["ignoreRules", { transport: "exec", threadOptions: { ignoreRules: true } }],
          ["approvalPolicy", {
            transport: "exec",
            threadOptions: { approvalPolicy: "on-failure" },
          }],
          ["server", { server: {} }],
          ["sandboxMode", { sandboxMode: "read-only" }],
          ["homes", { homes: 7 }],
          ["modle", { threadOptions: { modle: "x" } }],
          ["apiKay", { codex: { apiKay: "x" } }],
          ["maxTokens", { turnOptions: { maxTokens: "x" } }],
          ["input", { input: " " }],
        ];
        for (const [option, options] of bad) {
          const error = await assertRejects(
            () => kit.durable.runDurableTurn({ ...good, ...options } as typeof good),
            kit.sdk.InvalidInputError,
          ) as { option?: unknown };
          assertEquals(error.option, option);
        }
        assertEquals(await base.store.list(), []);
      });
    },
  },
];
