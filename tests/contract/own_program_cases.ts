/**
 * Which program is started where the model may write to Codex itself.
 *
 * @module
 */
import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CodexOptions } from "../../mod.ts";
import {
  type Case,
  COMPLETED,
  fakeCodex,
  type Kit,
  plainTurn,
  quickCodex,
  said,
  STARTED,
  TURN,
  withVariable,
} from "./case.ts";
import { onLive } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { type EitherOptions, inFolder, onServer, until } from "./real_case.ts";

/** The program that a turn has started, and its answer. */
async function started(
  kit: Kit,
  thread: EitherOptions,
  options: CodexOptions = {},
): Promise<string> {
  const { message, reply, shell } = kit.testing;
  return await onServer(kit, [reply(shell("sleep 0.5")), reply(message("ok"))], async (offline) => {
    const running = offline.codex.startThread(inFolder(kit, thread)).run("go");
    const path = await until(async () =>
      (await processesWith(offline.server.url)).find(({ args }) => args[1] === "exec")?.args[0] ??
        null
    );
    const { items } = await running;
    const [command] = items.filter((item) => item.type === "command_execution");
    assertEquals(command?.exit_code, 0, command?.aggregated_output);
    return path;
  }, options);
}

export const OWN_PROGRAM_CASES: readonly Case[] = [
  {
    name: "a Codex that the model may write to is started from a private copy, and works",
    posix: POSIX.sandbox,
    async run(kit) {
      // Cases before this one may have had the copy chosen, for the whole program.
      const original = await started(kit, {}, { allowWritableCodex: true });
      const vendor = dirname(dirname(original));
      const writing: EitherOptions = {
        sandboxMode: "workspace-write",
        additionalDirectories: [vendor],
      };
      const copy = await started(kit, writing);
      assertNotEquals(copy, original);
      assert(!copy.startsWith(vendor), copy);
      assertEquals(await started(kit, { sandboxMode: "read-only" }), copy, "and so it stays");
      assertEquals(await started(kit, writing, { allowWritableCodex: true }), original);
    },
  },
  {
    name:
      "live: a server that was started beside the program is a private copy, which threads cannot write to",
    posix: POSIX.sandbox,
    async run(kit) {
      const original = await started(kit, {}, { allowWritableCodex: true });
      const { message, reply, shell } = kit.testing;
      const script = [reply(shell("echo hello")), reply(message("ok"))];
      await onLive(kit, script, async ({ server, start }) => {
        const path = (await processesWith(server.url))[0]?.args[0];
        assertNotEquals(path, original);
        const additionalDirectories = [dirname(dirname(original))];
        const thread = await start({ sandboxMode: "workspace-write", additionalDirectories });
        assertEquals((await thread.run("go")).finalResponse, "ok");
        const { InvalidInputError } = kit.sdk;
        const inside = { workingDirectory: dirname(path as string) };
        await assertRejects(
          () => start({ ...inside, sandboxMode: "workspace-write" }),
          InvalidInputError,
        );
        await start({ ...inside, sandboxMode: "read-only" });
      });
    },
  },
  {
    name:
      "a script that was changed where the model may write is not started again, whatever the turn may do",
    posix: POSIX.script,
    async run(kit) {
      const { Codex, InvalidInputError } = kit.sdk;
      const path = await fakeCodex(kit.folder, plainTurn("mine"));
      const options = { codexPathOverride: path };
      const writing = { ...inFolder(kit), sandboxMode: "workspace-write" } as const;
      for (let turn = 0; turn < 2; turn++) {
        const { finalResponse } = await new Codex(options).startThread(writing).run("go");
        assertEquals(finalResponse, "mine");
      }
      const other = await quickCodex(kit.folder, [STARTED, TURN, said("another's"), COMPLETED]);
      await writeFile(path, await readFile(other));
      await chmod(path, 0o755);
      for (const sandboxMode of ["workspace-write", "read-only"] as const) {
        const thread = new Codex(options).startThread({ ...writing, sandboxMode });
        const error = await assertRejects(() => thread.run("go"), InvalidInputError);
        assertEquals(error.option, "allowWritableCodex");
      }
      const allowed = new Codex({ ...options, allowWritableCodex: true });
      assertEquals((await allowed.startThread(writing).run("go")).finalResponse, "another's");
    },
  },
  {
    name: "a CODEX_API_KEY that Codex inherits is hidden from the model's commands too",
    posix: POSIX.script,
    async run(kit) {
      const { fakeCodexBinary, item, turn } = kit.testing;
      const binary = await fakeCodexBinary([turn(item.agentMessage("hi"))]);
      try {
        const thread = new kit.sdk.Codex({ codexPathOverride: binary.path }).startThread();
        await withVariable("CODEX_API_KEY", "sk-inherited-key", () => thread.run("hello"));
        const args = (await binary.calls())[0]?.args ?? [];
        assert(args.includes('shell_environment_policy.set.CODEX_API_KEY=""'), args.join(" "));
        assert(!args.join(" ").includes("sk-inherited-key"));
      } finally {
        await binary.close();
      }
    },
  },
  {
    name: "a relative CODEX_PATH is refused before anything is started",
    async run(kit) {
      const { Codex, InvalidInputError } = kit.sdk;
      const run = () => new Codex().startThread().run("hello");
      const error = await assertRejects(
        () => withVariable("CODEX_PATH", join(".", "codex"), run),
        InvalidInputError,
      );
      assertEquals(error.option, "CODEX_PATH");
    },
  },
];
