/**
 * How a server ends: killed, not started at all, closed.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { chmod, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import process from "node:process";
import type { Case } from "./case.ts";
import { onLive, readTo } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { isAlive, processesWith } from "./processes.ts";
import { until } from "./real_case.ts";

/** A process of the case's own, by the name that a command gives it. */
const named = (marker: string) =>
  until(async () => (await processesWith(marker)).find(({ args }) => args[0] === marker) ?? null);

/** Cases. */
export const LIVE_END_CASES: readonly Case[] = [
  {
    name: "live: a server that is killed rejects its turns and requests with how it ended",
    posix: POSIX.processes,
    run(kit) {
      const { stall } = kit.testing;
      return onLive(kit, [stall(), stall(), stall()], async ({ server, app, start }) => {
        const [one, two, queue] = [await start(), await start(), await start()];
        const turns = [one.run("a"), two.run("b"), queue.run("c"), queue.run("d")];
        await server.waitForRequests(3);
        const [codex] = await processesWith(server.url);
        assert(codex !== undefined);
        process.kill(codex.pid, "SIGKILL");
        const pending = app.request("thread/loaded/list");
        const threads = [one, two, queue, queue];
        const { ConnectionClosedError } = kit.live;
        for (const [index, turn] of turns.entries()) {
          const error = await assertRejects(() => turn, ConnectionClosedError);
          assertEquals([error.exitCode, error.signal], [null, "SIGKILL"]);
          assertEquals(error.threadId, threads[index]?.id);
          assertStringIncludes(error.message, "The app-server ended by signal SIGKILL");
        }
        await assertRejects(() => pending, ConnectionClosedError);
        await assertRejects(() => app.request("thread/loaded/list"), ConnectionClosedError);
        await assertRejects(() => one.run("e"), ConnectionClosedError);
        assert(!await isAlive(codex.pid));
      });
    },
  },
  {
    name: "live: start() rejects with the exit code and the last words of what it started",
    posix: POSIX.script,
    async run(kit) {
      const { ConnectionClosedError, AppServer } = kit.live;
      const path = join(kit.folder, "codex");
      await writeFile(path, "#!/bin/sh\necho 'no luck today' >&2\nexit 3\n");
      await chmod(path, 0o755);
      const error = await assertRejects(
        () => AppServer.start({ codexPathOverride: path }),
        ConnectionClosedError,
      );
      assertEquals([error.exitCode, error.signal, error.stderr], [3, null, "no luck today\n"]);
      assertStringIncludes(error.message, "with exit code 3: no luck today");
    },
  },
  {
    name: "live: start() rejects with what Codex says of a configuration that it cannot read",
    async run(kit) {
      const { ConnectionClosedError, AppServer } = kit.live;
      const config = { model_providers: { broken: "no table" } };
      const env = { ...process.env as Record<string, string>, CODEX_HOME: kit.folder };
      const bad = await assertRejects(
        () => AppServer.start({ config, env }),
        ConnectionClosedError,
      );
      assertEquals(bad.exitCode, 1);
      assertStringIncludes(bad.stderr, "model_providers");
    },
  },
  {
    name: "live: close() rejects what is under way and leaves no process",
    posix: POSIX.shell,
    run(kit) {
      const { reply, shell } = kit.testing;
      const marker = `${basename(kit.folder)}-live`;
      const command = `(exec -a ${marker} sleep 300) & sleep 300`;
      const script = [reply(shell(command, { yieldMs: 30_000 }))];
      return onLive(kit, script, async ({ server, app, start }) => {
        const thread = await start({ sandboxMode: "danger-full-access" });
        const { events } = await thread.runStreamed("go");
        await readTo(events, "item.started", "command_execution");
        const sleeping = await named(marker);
        const [codex] = await processesWith(server.url);
        await app.close();
        const failure = await (async () => {
          for await (const _ of events);
          return null;
        })().catch((error) => error);
        assert(failure instanceof kit.live.ConnectionClosedError, String(failure));
        assertEquals(failure.message, "The app-server was closed");
        assertEquals(failure.items.map(({ type }) => type), ["command_execution"]);
        assert(!await isAlive(codex?.pid ?? 0), "the server is gone");
        assert(!await isAlive(sleeping.pid), "the command is gone");
        assertEquals(await processesWith(server.url), []);
        await app.close();
      });
    },
  },
];
