/**
 * Hosts that are not as one expects: fake timers, no web streams, a proxy, long values, permissions.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { execFile } from "node:child_process";
import { mkdir, realpath, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import {
  type Case,
  COMPLETED,
  fakeCodex,
  type Kit,
  offline,
  plainTurn,
  quickCodex,
  said,
  STARTED,
  TURN,
} from "./case.ts";
import { completedOf, eventsOf, onLive } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { inFolder, itemsOf, onServer, PNG, until } from "./real_case.ts";

type Globals = Record<string, unknown>;

/** Runs something while some globals are others, or none. */
async function replacing<T>(replaced: Globals, run: () => Promise<T>): Promise<T> {
  const globals = globalThis as unknown as Globals;
  const before = Object.keys(replaced).map((name) =>
    [name, Object.getOwnPropertyDescriptor(globals, name)] as const
  );
  try {
    for (const [name, value] of Object.entries(replaced)) {
      Object.defineProperty(globals, name, { value, configurable: true, writable: true });
      if (value === undefined) delete globals[name];
    }
    return await run();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor !== undefined) Object.defineProperty(globals, name, descriptor);
    }
  }
}

/** As Jest, vitest and `node:test` do it: nothing goes off unless a test says so. */
const FROZEN: Globals = {
  setTimeout: () => 0,
  clearTimeout: () => {},
  setInterval: () => 0,
  clearInterval: () => {},
  queueMicrotask: () => {},
  performance: { now: () => 0 },
};

/** A fake that begins a turn, and then is silent. */
const silent = ({ folder }: Kit) => fakeCodex(folder, [{ event: STARTED }, { hang: true }]);

/** No process of the fake at that path is left. */
const gone = (path: string) =>
  until(async () => (await processesWith(path)).length === 0 ? true : null);

/** Cases. */
export const HOST_CASES: readonly Case[] = [
  {
    name: "a folder that was removed under the program is told; a thread with another one runs",
    posix: POSIX.folder,
    run(kit) {
      const script = [kit.testing.reply(kit.testing.message("ok"))];
      return onServer(kit, script, async ({ codex, another }) => {
        const before = process.cwd();
        const place = join(kit.folder, "removed");
        await mkdir(place);
        process.chdir(place);
        try {
          await rmdir(place);
          const lost = another().startThread({ skipGitRepoCheck: true });
          const told =
            /^Cannot start Codex: the folder in which this program runs no longer exists/;
          assertMatch((await assertRejects(() => lost.run("a"), kit.sdk.SpawnError)).message, told);
          const server = () => kit.live.AppServer.start({ apiKey: "k" });
          assertMatch((await assertRejects(server, kit.sdk.SpawnError)).message, told);
          const thread = codex.startThread(inFolder(kit, { ephemeral: true }));
          assertEquals((await thread.run("b")).finalResponse, "ok");
        } finally {
          process.chdir(before);
        }
      });
    },
  },
  {
    name: "stops, and the end of a turn, settle under fake timers",
    posix: POSIX.script,
    async run(kit) {
      const { sdk, folder } = kit;
      for (const way of ["abort", "break", "end", "timeout"] as const) {
        const path = await silent(kit);
        const quick = await fakeCodex(folder, plainTurn("hi"));
        const codexPathOverride = way === "end" ? quick : path;
        const abort = new AbortController();
        const thread = new sdk.Codex({ codexPathOverride }).startThread();
        await replacing(FROZEN, async () => {
          const { events } = await thread.runStreamed("go", {
            signal: abort.signal,
            killGraceMs: 300,
            ...(way === "timeout" ? { timeoutMs: 300 } : {}),
          });
          const read = async () => {
            for await (const { type } of events) {
              if (type !== "thread.started") continue;
              if (way === "abort") abort.abort();
              if (way === "break") break;
            }
          };
          if (way === "abort") await assertRejects(read, sdk.AbortError);
          else if (way === "timeout") await assertRejects(read, sdk.TimeoutError);
          else await read();
        });
        assertEquals(await processesWith(codexPathOverride), [], way);
      }
    },
  },
  {
    name: "live: a stop and close() settle under fake timers",
    run(kit) {
      const { stall } = kit.testing;
      return onLive(kit, [stall(), stall()], async ({ server, app, start }) => {
        const thread = await start();
        await replacing(FROZEN, async () => {
          const abort = new AbortController();
          const turn = thread.run("a", { signal: abort.signal });
          await server.waitForRequests(1);
          abort.abort();
          await assertRejects(() => turn, kit.sdk.AbortError);
          await app.close();
        });
      });
    },
  },
  {
    name: "turns of the fake end under fake timers, over exec and live, with and without a reader",
    async run(kit) {
      const { fakeCodex, item, turn } = kit.testing;
      const spawn = () => fakeCodex(() => turn(item.agentMessage("hi")));
      await replacing(FROZEN, async () => {
        const app = await kit.live.AppServer.start({ spawn: spawn() });
        const codex = new kit.sdk.Codex({ spawn: spawn() });
        for (const thread of [codex.startThread(), await app.startThread()]) {
          assertEquals((await thread.run("go")).finalResponse, "hi");
          const { result } = await thread.runStreamed("go");
          assertEquals((await result).finalResponse, "hi");
        }
        await app.close();
      });
    },
  },
  {
    name: "run() rejects or resolves, and leaves no process, on a host without some web APIs",
    posix: POSIX.script,
    async run(kit) {
      const { sdk, live, runtime } = kit;
      for (const name of ["ReadableStream", "WritableStream", "TextEncoder", "TextDecoder"]) {
        const path = await silent(kit);
        const options = { codexPathOverride: path };
        // The streams of Deno and Bun are there whatever the globals.
        const lacks = name === "WritableStream" ? runtime !== "deno" : runtime === "node" ||
          name.startsWith("Text");
        // Where all is there the silence is waited for; else it must not come to that.
        const timeoutMs = lacks ? 30_000 : 500;
        const outcome = await replacing(
          { [name]: undefined },
          () =>
            new sdk.Codex(options).startThread().run("go", { timeoutMs, killGraceMs: 100 })
              .then(() => "resolved", (error: unknown) => error),
        );
        assert(outcome instanceof sdk.CodexError, `${name}: ${outcome}`);
        if (lacks) {
          assertStringIncludes(outcome.message, name);
          assert(!(outcome instanceof sdk.TimeoutError), name);
        }
        await gone(path);
        const server = await silent(kit);
        const started = await replacing(
          { [name]: undefined },
          () =>
            live.AppServer.start({ codexPathOverride: server, requestTimeoutMs: 500 })
              .then(() => "started", (error: unknown) => error),
        );
        assert(started instanceof Error, `${name}: ${started}`);
        await gone(server);
      }
    },
  },
  {
    name: "a value that is too long for a command line is refused by its option",
    posix: POSIX.script,
    async run(kit) {
      const { sdk, live, folder } = kit;
      const codexPathOverride = await fakeCodex(folder, plainTurn("hi"));
      const long = "x".repeat(200_000);
      const run = (config: Record<string, string>) =>
        new sdk.Codex({ codexPathOverride, config }).startThread().run("go");
      if (process.platform === "linux") {
        const config = { developer_instructions: long };
        for (
          const start of [
            () => run(config),
            () => live.AppServer.start({ codexPathOverride, config }),
          ]
        ) {
          const error = await assertRejects(start as () => Promise<unknown>, sdk.InvalidInputError);
          assertEquals(error.option, "config.developer_instructions");
          assertStringIncludes(error.message, "a profile");
          assert(error.message.length < 400);
        }
        const env = { ...process.env, LONG: long } as Record<string, string>;
        const codex = new sdk.Codex({ codexPathOverride, env });
        const error = await assertRejects(
          () => codex.startThread().run("go"),
          sdk.InvalidInputError,
        );
        assertEquals(error.option, "env.LONG");
      }
      // Each is short enough, and all together are not.
      const many = Object.fromEntries(
        Array.from({ length: 90 }, (_, at) => [`key_${at}`, "x".repeat(100_000)]),
      );
      const error = await assertRejects(() => run(many), sdk.SpawnError);
      assertEquals(error.code, "E2BIG");
      assertStringIncludes(error.message, "too long for this system");
    },
  },
  {
    name: "a service on this machine is reached whatever proxy is set, over both transports",
    async run(kit) {
      const { message, reply } = kit.testing;
      // Nobody listens there.
      const proxies = { HTTP_PROXY: "http://127.0.0.1:9", NO_PROXY: "example.com" };
      const script = () => reply(message("ok"));
      await onServer(kit, script, async ({ server, another }) => {
        const { env } = await environment(kit, proxies);
        const thread = (config = {}) =>
          another({ env, ...config }).startThread(inFolder(kit, { ephemeral: true }));
        assertEquals((await thread().run("a", { timeoutMs: 20_000 })).finalResponse, "ok");
        const provider = {
          config: {
            model_provider: "mine",
            model_providers: {
              mine: { name: "Mine", base_url: server.url, wire_api: "responses" },
            },
          },
          baseUrl: "",
        };
        assertEquals((await thread(provider).run("b", { timeoutMs: 20_000 })).finalResponse, "ok");
      });
      await onLive(kit, script, async ({ another }) => {
        const app = await another(await environment(kit, proxies));
        const thread = await app.startThread({ workingDirectory: kit.folder, ephemeral: true });
        assertEquals((await thread.run("c", { timeoutMs: 20_000 })).finalResponse, "ok");
      });
    },
  },
  {
    name: "live: an MCP server that cannot start is told as an error item",
    run(kit) {
      const { message, reply } = kit.testing;
      return onLive(kit, () => reply(message("ok")), async ({ start }) => {
        const config = { mcp_servers: { tracker: { command: "/no/such/server" } } };
        const thread = await start({ config, ephemeral: true });
        const events = await eventsOf(await thread.runStreamed("go"));
        const [error] = itemsOf(completedOf(events), "error");
        assertStringIncludes(error?.message ?? "", "`tracker`");
      });
    },
  },
  {
    name: "live: an image path may have a comma, which exec refuses",
    run(kit) {
      const { message, reply } = kit.testing;
      return onLive(kit, () => reply(message("ok")), async ({ server, start }) => {
        const path = join(kit.folder, "one, two.png");
        await writeFile(path, PNG, "base64");
        const input = [
          { type: "text", text: "look" } as const,
          { type: "local_image", path } as const,
        ];
        await (await start({ ephemeral: true })).run([...input]);
        assertEquals(server.requests[0]?.images, [`data:image/png;base64,${PNG}`]);
        const codex = new kit.sdk.Codex({ codexPathOverride: "/no/such/codex" });
        const run = () => codex.startThread().run([...input]);
        assertEquals((await assertRejects(run, kit.sdk.InvalidInputError)).option, "input");
      });
    },
  },
  {
    name: "a folder that Node's permission model hides is no missing one",
    posix: POSIX.script,
    async run(kit) {
      // Of the other runtimes Deno has permissions, which have tests of their own.
      if (kit.runtime !== "node") return;
      const root = await realpath(process.cwd());
      const hidden = join(await realpath(kit.folder), "hidden");
      await mkdir(hidden);
      // No program for Node: that hands its permissions on to the Nodes below it, from 26 on.
      const path = await quickCodex(await realpath(kit.folder), [
        STARTED,
        TURN,
        said("hi"),
        COMPLETED,
      ]);
      const program = `
        import { Codex } from "@codex-js/sdk";
        const codex = new Codex({ codexPathOverride: ${JSON.stringify(path)} });
        const thread = codex.startThread({ workingDirectory: ${JSON.stringify(hidden)} });
        console.log((await thread.run("go")).finalResponse);
      `;
      const main = join(root, `hidden-${process.pid}.mjs`);
      await writeFile(main, program);
      const flag = Number(process.versions.node.split(".")[0]) < 23
        ? "--experimental-permission"
        : "--permission";
      const read = [join(root, "node_modules"), main, join(root, "package.json")]
        .map((path) => `--allow-fs-read=${path}`);
      const answer = await new Promise<string>((resolve) => {
        execFile(process.execPath, [flag, ...read, "--allow-child-process", main], {
          env: { ...process.env, NODE_OPTIONS: "" },
        }, (_, stdout, stderr) => resolve(stdout.trim() || stderr));
      });
      assertEquals(answer, "hi");
    },
  },
];

/** An environment of its own, with some variables more. */
async function environment(
  kit: Kit,
  more: Record<string, string>,
): Promise<{ env: Record<string, string> }> {
  const { env } = await offline(kit, { url: "" });
  return { env: { ...env, ...more } };
}
