/**
 * Threads as files that are put where something is already, and files that are no thread.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { ThreadFile } from "../../mod.ts";
import type { LiveThread } from "../../src/app_server/mod.ts";
import { type Case, offline, THREAD_ID } from "./case.ts";
import { POSIX } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { inFolder } from "./real_case.ts";
import { onHomes, saidIn, shown, told } from "./thread_file_case.ts";

const OTHER_ID = "01a201f0-0000-7681-ada4-692e81620abf";
const NAME = `sessions/2026/11/27/rollout-2026-11-27T10-00-00-${THREAD_ID}.jsonl`;
const line = (id: string, more: object = {}) =>
  `${JSON.stringify({ type: "session_meta", payload: { id, ...more } })}\n`;
const file = (path: string, text: string): ThreadFile => ({
  path,
  data: new TextEncoder().encode(text),
});

/** The files below a folder, with what is in them. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  return Object.fromEntries(
    await Promise.all(files.map(async ({ name, parentPath }) => {
      const path = join(parentPath, name);
      return [path, await readFile(path, "utf8")] as const;
    })),
  );
}

/** Cases. */
export const THREAD_IMPORT_CASES: readonly Case[] = [
  {
    name:
      "importThread() replaces what has gone on otherwise, loaded or in the archive, by live and exec",
    run(kit) {
      return onHomes(kit, async ({ server, here, there, exec }) => {
        const inCase = { workingDirectory: kit.folder };
        const thread = await here.startThread(inCase);
        await thread.run("one");
        await there.importThread(await here.exportThread(thread.id));
        for (const state of ["loaded", "archived", "over exec"]) {
          const other = await there.resumeThread(thread.id, inCase);
          await other.run(`${state}, there`);
          if (state === "archived") await there.archiveThread(thread.id);
          if (state === "over exec") await other.close();
          await thread.run(state);
          const files = await here.exportThread(thread.id);
          const { importThread } = state === "over exec"
            ? { importThread: () => exec("there").importThread(files) }
            : { importThread: () => there.importThread(files) };
          assertEquals(await importThread(), { id: thread.id });
          assertEquals((await there.request("thread/loaded/list", {})).data, []);
        }
        const texts = ["one", "loaded", "archived", "over exec"];
        const again = await there.resumeThread(thread.id, inCase);
        assertEquals(await saidIn(there, thread.id), texts.map(told));
        await again.run("more");
        assertEquals(shown(server).slice(-5), [...texts, "more"]);
        const left = Object.keys(await contents(join(kit.folder, "there", "sessions")));
        assertEquals(left.length, 1);
      });
    },
  },
  {
    name:
      "importThread() does not replace a thread that others were forked from, but lets it go on",
    run(kit) {
      return onHomes(kit, async ({ here, there, exec }) => {
        const inCase = { workingDirectory: kit.folder };
        const thread = await here.startThread(inCase);
        await thread.run("one");
        await there.importThread(await here.exportThread(thread.id));
        const fork = await there.forkThread(thread.id, inCase);
        await fork.run("fork");
        await thread.run("two");
        await there.importThread(await here.exportThread(thread.id));
        assertEquals(await saidIn(there, thread.id), ["one", "two"].map(told));
        await (await there.resumeThread(thread.id, inCase)).run("three, there");
        await thread.run("three");
        const files = await here.exportThread(thread.id);
        const before = await contents(join(kit.folder, "there", "sessions"));
        for (const by of [there, exec("there")]) {
          const error = await assertRejects<InstanceType<typeof kit.sdk.InvalidInputError>>(
            () => by.importThread(files),
            kit.sdk.InvalidInputError,
          );
          assertEquals(error.option, "files");
          assertStringIncludes(error.message, "it has forks");
          // For exec: the file of a thread that is loaded tells nothing of forks.
          await there.close();
        }
        assertEquals(await contents(join(kit.folder, "there", "sessions")), before);
      });
    },
  },
  {
    name:
      "a thread whose file does not begin with its metadata is refused as damaged, and importThread() restores it",
    run(kit) {
      return onHomes(kit, async ({ here, exec }) => {
        const inCase = { workingDirectory: kit.folder };
        const damages = [
          (text: string) => text.replace(/^.*\n/, ""),
          (text: string) => text.replace(/"id":"[^"]*"/, `"id":"${OTHER_ID}"`),
          // As a killed Codex may leave it.
          () => "",
        ];
        for (const [nth, damage] of damages.entries()) {
          const thread = await here.startThread(inCase);
          await thread.run("one");
          const files = await here.exportThread(thread.id);
          await thread.close();
          const { id } = thread;
          const by = exec("here");
          const own = files.find(({ path }) => path.endsWith(`-${id}.jsonl`));
          const path = join(kit.folder, "here", own?.path ?? "");
          const refused: readonly (() => Promise<unknown>)[] = [
            () => by.exportThread(id),
            () => by.resumeThread(id, { ...inCase, skipGitRepoCheck: true }).run("x"),
            // Each is repeated for a second, in case the file is just being replaced.
            () => here.resumeThread(id),
            () => here.deleteThread(id),
          ];
          for (const importing of [here, by]) {
            await writeFile(path, damage(await readFile(path, "utf8")));
            const count = importing === by ? 0 : [refused.length, 2, 0][nth];
            for (const attempt of refused.slice(0, count)) {
              const error = await assertRejects(attempt, kit.sdk.ResumeError);
              assertEquals([error.reason, error.requestedId], ["damaged", id], String(attempt));
            }
            assertEquals(await importing.importThread(files), { id });
            assertEquals(await saidIn(here, id), [told("one")]);
          }
          const again = await here.resumeThread(id, inCase);
          assertEquals((await again.run("two")).finalResponse, "to two");
          await again.close();
        }
      });
    },
  },
  {
    name:
      "a thread whose file has lost its end cannot be forked, as damaged, until it is imported again",
    run(kit) {
      return onHomes(kit, async ({ here, exec }) => {
        const inCase = { workingDirectory: kit.folder };
        const thread = await here.startThread(inCase);
        await thread.run("one");
        const files = await here.exportThread(thread.id);
        await thread.close();
        const { id } = thread;
        const path = join(kit.folder, "here", files[0]?.path ?? "");
        await writeFile(path, (await readFile(path, "utf8")).slice(0, -30));
        const byExec = () => exec("here").forkThread(id, { ...inCase, skipGitRepoCheck: true });
        for (const fork of [() => here.forkThread(id, inCase), () => byExec().run("two")]) {
          const error = await assertRejects(fork, kit.sdk.ResumeError, "has lost a part");
          assertEquals([error.reason, error.requestedId], ["damaged", id]);
        }
        await here.importThread(files);
        assertEquals((await byExec().run("two")).finalResponse, "to two");
      });
    },
  },
  {
    name: "importThread() of one thread many times at once imports it, by one live client",
    run(kit) {
      return onHomes(kit, async ({ here, there }) => {
        const thread = await here.startThread({ workingDirectory: kit.folder });
        await thread.run("one");
        const files = await here.exportThread(thread.id);
        const imports = Array.from({ length: 4 }, () => there.importThread(files));
        for (const imported of await Promise.all(imports)) {
          assertEquals(imported, { id: thread.id });
        }
        assertEquals(await saidIn(there, thread.id), [told("one")]);
        const left = Object.keys(await contents(join(kit.folder, "there", "sessions")));
        assertEquals(left.length, 1);
      });
    },
  },
  {
    name: "importThread() takes no thread for loaded that a killed Codex had, by exec",
    posix: POSIX.processes,
    run(kit) {
      return onHomes(kit, async ({ server, here, there, exec }) => {
        const inCase = { workingDirectory: kit.folder };
        const parent = await here.startThread(inCase);
        await parent.run("one");
        await there.importThread(await here.exportThread(parent.id));
        await there.resumeThread(parent.id, inCase);
        await parent.run("two");
        const fork = await here.forkThread(parent.id, inCase);
        await fork.run("three");
        const files = await here.exportThread(fork.id);
        const held = await assertRejects(
          () => exec("there").importThread(files),
          kit.sdk.ResumeError,
        );
        assertEquals([held.reason, held.requestedId], ["in_use", parent.id]);
        for (const { pid } of await processesWith(server.url)) process.kill(pid, "SIGKILL");
        await Promise.all([here.closed, there.closed]);
        const locks = await readdir(join(kit.folder, "there", "thread-writer-locks"));
        assert(locks.includes(`${parent.id}.lock`), "it is left");
        assertEquals(await exec("there").importThread(files), { id: fork.id });
        await exec("there").resumeThread(fork.id, inFolder(kit)).run("four");
        assertEquals(shown(server).slice(-4), ["one", "two", "three", "four"]);
      });
    },
  },
  {
    name:
      "importThread() refuses a fork whose parent has gone on otherwise there, and writes nothing",
    run(kit) {
      return onHomes(kit, async ({ here, there, exec }) => {
        const inCase = { workingDirectory: kit.folder };
        const parent = await here.startThread(inCase);
        await parent.run("one");
        await there.importThread(await here.exportThread(parent.id));
        await parent.run("two");
        const fork = await here.forkThread(parent.id, inCase);
        await fork.run("three");
        const files = await here.exportThread(fork.id);
        const other = await there.resumeThread(parent.id, inCase);
        await other.run("two, there");
        await other.close();
        const before = await contents(join(kit.folder, "there", "sessions"));
        for (const by of [there, exec("there")]) {
          const error = await assertRejects<InstanceType<typeof kit.sdk.InvalidInputError>>(
            () => by.importThread(files),
            kit.sdk.InvalidInputError,
          );
          assertStringIncludes(error.message, parent.id);
        }
        assertEquals(await contents(join(kit.folder, "there", "sessions")), before);
        await there.deleteThread(parent.id);
        await there.importThread(files);
        assertEquals(await saidIn(there, fork.id), ["one", "two", "three"].map(told));
      });
    },
  },
  {
    name: "importThread() refuses what is no thread before anything is written, by live and exec",
    run(kit) {
      return onHomes(kit, async ({ there, exec }) => {
        const good = file(NAME, line(THREAD_ID));
        const base = (segment: string, bytes: number) =>
          line(THREAD_ID, { history_base: { thread_id: segment, end_byte_offset: bytes } });
        const other = file(NAME.replace(THREAD_ID, OTHER_ID), line(OTHER_ID));
        const wrong: readonly (readonly [string, unknown])[] = [
          ["array", null],
          ["none of the files", []],
          ["the path of each file", [{ data: good.data }]],
          ["the data of", [{ path: NAME, data: "text" }]],
          ["not a path", [file("sessions/2026/11/27/notes.jsonl", line(THREAD_ID))]],
          ["not a path", [file("config.toml", line(THREAD_ID))]],
          ["not a path", [file(`sessions/2026/11/27/../../../../${NAME}`, line(THREAD_ID))]],
          ["not a path", [file(`/${NAME}`, line(THREAD_ID))]],
          ["not a path", [file(`C:\\${NAME}`, line(THREAD_ID))]],
          ["not a path", [file(NAME.replaceAll("/", "\\"), line(THREAD_ID))]],
          ["not a path", [file(`../${NAME}`, line(THREAD_ID))]],
          ["whole lines", [file(NAME, "")]],
          ["whole lines", [file(NAME, line(THREAD_ID).trim())]],
          ["whole lines", [file(NAME, `${line(THREAD_ID)}\n`)]],
          ["whole lines", [file(NAME, `${line(THREAD_ID)}#!/bin/sh\n`)]],
          ["first line", [file(NAME, line(OTHER_ID))]],
          ["first line", [file(NAME, '{"type":"event_msg","payload":{}}\n')]],
          ["twice", [good, good]],
          ["more than one thread", [good, other]],
          ["not among the files", [file(NAME, base(OTHER_ID, 10))]],
          ["than there is", [file(NAME, base(OTHER_ID, 9_999)), other]],
          ["than there is", [file(NAME, base(OTHER_ID, 10)), other]],
          ["each other", [file(NAME, base(THREAD_ID, 0))]],
          ["title", [good, file(`sessions/${OTHER_ID}.title`, "x")]],
          ["title", [good, file(`sessions/${THREAD_ID}.title`, " ")]],
        ];
        for (const by of [there, exec("there")]) {
          for (const [words, files] of wrong) {
            const error = await assertRejects<InstanceType<typeof kit.sdk.InvalidInputError>>(
              () => by.importThread(files as ThreadFile[]),
              kit.sdk.InvalidInputError,
            );
            assertEquals(error.option, "files");
            assertStringIncludes(error.message, words);
          }
        }
        assertEquals(await contents(join(kit.folder, "there", "sessions")), {});
      });
    },
  },
  {
    name:
      "exportThread() and importThread() reject with what is wrong: no thread, no folder, no Codex for it",
    run(kit) {
      return onHomes(kit, async ({ here, there, exec }) => {
        for (const by of [here, exec("here")]) {
          for (const [id, reason] of [[THREAD_ID, "not_found"], ["../x", "invalid_id"]] as const) {
            const error = await assertRejects(() => by.exportThread(id), kit.sdk.ResumeError);
            assertEquals(error.reason, reason);
            assertStringIncludes(error.message, "Cannot export");
          }
        }
        const elsewhere = new kit.sdk.Codex({
          spawn: () => {
            throw new Error("unused");
          },
        });
        const error = await assertRejects<InstanceType<typeof kit.sdk.InvalidInputError>>(
          () => elsewhere.exportThread(THREAD_ID),
          kit.sdk.InvalidInputError,
        );
        assertEquals(error.option, "spawn");
        // One that Codex cannot load is not left behind.
        const broken = [file(NAME, line(THREAD_ID))];
        await assertRejects(() => there.importThread(broken), kit.sdk.CodexError);
        assertEquals(await contents(join(kit.folder, "there", "sessions")), {});
        // Nothing is kept of a thread that has had no turn, or is ephemeral.
        const unused = await here.startThread({ workingDirectory: kit.folder, ephemeral: true });
        await unused.run("x");
        const none = await assertRejects(() => here.exportThread(unused.id), kit.sdk.ResumeError);
        assertEquals(none.reason, "not_found");
      });
    },
  },
  {
    name: "resumeThread() during an import of the thread gives one that stays open",
    run(kit) {
      return onHomes(kit, async ({ here, there }) => {
        const inCase = { workingDirectory: kit.folder };
        const thread = await here.startThread(inCase);
        await thread.run("one");
        const files = await here.exportThread(thread.id);
        for (let round = 1; round <= 3; round++) {
          let isOver = false;
          const importing = there.importThread(files).finally(() => isOver = true);
          const opened = async (): Promise<LiveThread> => {
            for (;;) {
              try {
                return await there.resumeThread(thread.id, inCase);
              } catch (error) {
                // Its file is not there yet.
                if (isOver) throw error;
              }
            }
          };
          const [other] = await Promise.all([opened(), importing]);
          await other.run(`two ${round}`);
          await other.close();
          await there.deleteThread(thread.id);
        }
      });
    },
  },
  {
    name: "importThread() of two servers with one CODEX_HOME at once loses nothing",
    run(kit) {
      return onHomes(kit, async ({ server, here, there }) => {
        const inCase = { workingDirectory: kit.folder };
        const thread = await here.startThread(inCase);
        await thread.run("one");
        const files = await here.exportThread(thread.id);
        const beside = await kit.live.AppServer.start(await offline(kit, server, "there"));
        try {
          for (let round = 1; round <= 6; round++) {
            const both = [there, beside].map((app) => app.importThread(files));
            for (const one of await Promise.allSettled(both)) {
              if (one.status === "fulfilled") continue;
              assert(one.reason instanceof kit.sdk.ResumeError, String(one.reason));
              assertEquals(one.reason.reason, "in_use");
            }
            const other = await there.resumeThread(thread.id, inCase);
            await other.run(`two ${round}`);
            await other.close();
            await there.deleteThread(thread.id);
          }
        } finally {
          await beside.close();
        }
      });
    },
  },
];
