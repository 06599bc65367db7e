/**
 * Options of the model's stand-in for a client.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Case } from "./case.ts";
import { askedOf } from "./proxy.ts";
import { inFolder } from "./real_case.ts";

/** Cases of `ResponsesServer.options()`. */
export const HERMETIC_CASES: readonly Case[] = [
  {
    name: "ResponsesServer.options() keeps a turn out of the user's home, and goes with the server",
    async run(kit) {
      const { message, reply, ResponsesServer } = kit.testing;
      const server = await ResponsesServer.start([
        reply(message("Hello")),
        reply(message("Again")),
      ]);
      const options = server.options();
      const home = options.env.CODEX_HOME ?? "";
      try {
        const codex = new kit.sdk.Codex(options);
        const turn = await codex.startThread(inFolder(kit)).run("Hello?");
        assertEquals(turn.finalResponse, "Hello");
        assert((await readdir(home)).includes("sessions"));
        assertEquals(server.options().env.CODEX_HOME, home);
        assertEquals(server.unexpected, []);
      } finally {
        await server.close();
      }
      await assertRejects(() => stat(home));
    },
  },
  {
    name: "ResponsesServer.options() has Codex ask nobody but the server",
    async run(kit) {
      const { message, reply, ResponsesServer } = kit.testing;
      const server = await ResponsesServer.start(() => reply(message("Hello")));
      try {
        const home = join(kit.folder, "mine");
        await mkdir(home);
        const config = { features: { plugins: false }, analytics: { enabled: false } };
        // A home of its own, and one that it was given, where the documents' configuration does the same.
        const clients = [server.options(), { ...server.options({ home }), config }];
        const asked = await askedOf(async (proxies) => {
          for (const options of clients) {
            const client = { ...options, env: { ...options.env, ...proxies } };
            await new kit.sdk.Codex(client).startThread(inFolder(kit)).run("Hello?");
            const app = await kit.live.AppServer.start(client);
            try {
              const thread = await app.startThread(inFolder(kit));
              for (let turns = 0; turns < 3; turns++) await thread.run("Hello?");
            } finally {
              await app.close();
            }
          }
        });
        assertEquals(asked, []);
      } finally {
        await server.close();
      }
    },
  },
  {
    name: "ResponsesServer.options() leaves a home that it was given",
    async run(kit) {
      const { ResponsesServer } = kit.testing;
      const server = await ResponsesServer.start([]);
      const home = join(kit.folder, "mine");
      await mkdir(home);
      const { baseUrl, env } = server.options({ home });
      await server.close();
      assertEquals([baseUrl, env.CODEX_HOME], [server.url, home]);
      assert((await stat(home)).isDirectory());
    },
  },
];
