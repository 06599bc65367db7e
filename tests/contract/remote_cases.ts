/**
 * Clients of a server that is not theirs: `connect()`, sharing, and taking over a turn.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { WebSocket } from "ws";
import { type Case, offline } from "./case.ts";
import { completedOf, eventsOf, readTo } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { asked, ASKS, exists, onRemote, script, socketFor } from "./remote_case.ts";

/** Cases. */
export const REMOTE_CASES: readonly Case[] = [
  {
    name: "remote: connect() runs turns on a server that outlives the connection",
    run: (kit) =>
      onRemote(kit, script(kit), async ({ connect, codex }) => {
        const states: string[] = [];
        const app = await connect({ onConnectionChange: (state) => void states.push(state) });
        assertEquals(app.state, "connected");
        const thread = await app.startThread({ workingDirectory: kit.folder });
        assertEquals((await thread.run("one")).finalResponse, "echo one");
        await app.close();
        assertEquals([app.state, states], ["closed", ["closed"]]);
        assertEquals((await app.closed).reason, "closed");
        await assertRejects(() => app.listModels(), kit.live.ConnectionClosedError, "was closed");
        assertEquals(codex.exitCode, null);
        const again = await connect();
        const resumed = await again.resumeThread(thread.id);
        assertEquals((await resumed.run("two")).finalResponse, "echo two");
        // A turn is over for the server when it is for its client.
        assertEquals(resumed.activeTurn, null);
        assertEquals(await resumed.attach(), null);
      }),
  },
  {
    name: "remote: a client is killed in a turn, and another one goes on with it",
    run: (kit) =>
      onRemote(kit, script(kit), async ({ connect }) => {
        const one = asked();
        const app = await connect({ reconnect: false });
        const thread = await app.startThread({
          workingDirectory: kit.folder,
          ...ASKS,
          onApproval: one.onApproval,
        });
        const turn = await thread.runStreamed("run touch ran");
        turn.result.catch(() => {});
        const before = await readTo(turn.events, "item.started", "command_execution");
        await one.first;
        await app.close();
        await assertRejects(() => turn.result, kit.live.ConnectionClosedError);
        const two = asked();
        two.accept();
        const other = await connect();
        const theirs = await other.resumeThread(thread.id);
        const taken = await theirs.attach({ onApproval: two.onApproval });
        assert(taken !== null);
        const events = await eventsOf(taken);
        // What it has finished comes first.
        assertEquals(events[0]?.type, "item.completed");
        assertEquals(completedOf(events).map(({ type }) => type), [
          "agent_message",
          "command_execution",
          "agent_message",
        ]);
        assertEquals(completedOf(before).length, 1);
        assertEquals((await taken.result).finalResponse, "echo run touch ran");
        assertEquals((await theirs.run("next")).finalResponse, "echo next");
      }),
  },
  {
    name: "remote: a wrong token is refused at once, and told nowhere",
    run: async (kit) => {
      const token = "correct-horse-battery-staple";
      const file = join(kit.folder, "token");
      await writeFile(file, token, { mode: 0o600 });
      const args = ["--ws-auth", "capability-token", "--ws-token-file", file];
      await onRemote(kit, script(kit), async ({ connect }) => {
        for (const wrong of [{ token: "wrong-horse-0123456789" }, {}]) {
          const error = await assertRejects(() => connect(wrong), kit.live.RefusedError, "token");
          assert(!error.message.includes("wrong-horse"));
        }
        const app = await connect({ token });
        assertEquals((await app.listModels()).length > 0, true);
      }, args);
    },
  },
  {
    name: "remote: connect() refuses what cannot be, before anything is sent",
    run: async (kit) => {
      const { AppServer } = kit.live;
      const socket = socketFor(kit);
      const wrong: readonly [Record<string, unknown>, string, string][] = [
        [{}, "url", "the url is missing"],
        [{ url: "http://127.0.0.1:1" }, "url", ", not with ws://, wss:// or unix:"],
        [{ url: "nowhere" }, "url", "the url is not valid"],
        [{ url: "unix:relative" }, "url", "no absolute path"],
        [{ url: "ws://u:p@127.0.0.1:1" }, "url", "pass the token as `token`"],
        [{ url: "ws://example.com:1", token: "t" }, "token", "cross the network unencrypted"],
        [
          { url: "ws://example.com:1", headers: { Authorization: "Bearer t" } },
          "headers",
          "unencrypted",
        ],
        [{ url: "ws://example.com:1", apiKey: "sk-secret-1" }, "apiKey", "unencrypted"],
        [{ url: "http://u:s3cret@127.0.0.1" }, "url", ", not with"],
        [{ url: "wss://example.com", headers: { Origin: "https://a" } }, "headers", "Origin"],
        [{ url: "ws://127.0.0.1:1", token: "a b" }, "token", "a header cannot contain"],
        [{ url: "ws://127.0.0.1:1", sandboxMode: "read-only" }, "sandboxMode", "startThread()"],
        [{ url: "ws://127.0.0.1:1", reconnect: { tries: 1 } }, "tries", "attempts"],
      ];
      for (const [options, option, says] of wrong) {
        const error = await assertRejects(
          () => AppServer.connect({ ...socket, ...options } as never),
          kit.sdk.InvalidInputError,
          says,
        );
        assertEquals(error.option, option, error.message);
        assert(!/s3cret|sk-secret/.test(error.message));
      }
      const nobody = { url: "ws://127.0.0.1:9", ...socket };
      await assertRejects(
        () => AppServer.connect(nobody),
        kit.sdk.CodexError,
        "Cannot connect to ws://127.0.0.1:9/",
      );
    },
  },
  {
    name: "remote: without a WebSocket that can do it, connect() says how to get one",
    run: async (kit) => {
      const { AppServer } = kit.live;
      const url = kit.runtime === "node" && globalThis.WebSocket === undefined
        ? "ws://127.0.0.1:9"
        : "unix:/nowhere";
      if (kit.runtime === "bun") return;
      const error = await assertRejects(
        () => AppServer.connect({ url }),
        kit.sdk.InvalidInputError,
        "npm install ws",
      );
      assertEquals(error.option, "webSocket");
    },
  },
  {
    name: "remote: connect() goes through a unix socket",
    posix: POSIX.sockets,
    run: (kit) => {
      // A path of a socket has 107 bytes at most.
      const path = `/tmp/codex-sdk-${crypto.randomUUID().slice(0, 8)}.sock`;
      return onRemote(
        kit,
        script(kit),
        async ({ connect }) => {
          await until(() => exists(path));
          const app = await connect(kit.runtime === "bun" ? {} : { webSocket: WebSocket });
          const thread = await app.startThread({ workingDirectory: kit.folder });
          assertEquals((await thread.run("one")).finalResponse, "echo one");
        },
        [],
        `unix://${path}`,
      );
    },
  },
  {
    name:
      "remote: a message that is too large is refused before it is sent, and the connection stands",
    run: (kit) =>
      onRemote(kit, script(kit), async ({ connect }) => {
        const app = await connect();
        const thread = await app.startThread({ workingDirectory: kit.folder });
        const error = await assertRejects(
          () =>
            app.request(
              "turn/steer",
              { threadId: thread.id, text: "é".repeat(9 * 1024 * 1024) } as never,
            ),
          kit.live.MessageSizeError,
          "Cannot turn/steer: the message has 1887",
        );
        assertEquals(error.limit, 16 * 1024 * 1024);
        assertEquals((await thread.run("one")).finalResponse, "echo one");
      }),
  },
  {
    name: "remote: over() talks over streams of the caller's own",
    run: async (kit) => {
      const server = await kit.testing.ResponsesServer.start(script(kit));
      const { env, apiKey, baseUrl } = await offline(kit, server);
      const config = ["--config", `openai_base_url=${JSON.stringify(baseUrl)}`];
      const codex = spawn(await kit.sdk.codexPath({ env }), ["app-server", ...config], {
        env: { ...env, NO_PROXY: "127.0.0.1" },
        stdio: ["pipe", "pipe", "ignore"],
      });
      const exit = once(codex, "exit");
      try {
        const app = await kit.live.AppServer.over({
          readable: Readable.toWeb(codex.stdout) as ReadableStream<Uint8Array>,
          writable: Writable.toWeb(codex.stdin) as WritableStream<Uint8Array>,
        }, { apiKey });
        const thread = await app.startThread({ workingDirectory: kit.folder });
        assertEquals((await thread.run("one")).finalResponse, "echo one");
        await app.close();
        assertEquals((await app.closed).reason, "closed");
        await exit;
      } finally {
        codex.kill("SIGKILL");
        await server.close();
      }
    },
  },
];

/** Looks until something holds. */
async function until(look: () => Promise<boolean>): Promise<void> {
  while (!await look()) await new Promise((resolve) => setTimeout(resolve, 10));
}
