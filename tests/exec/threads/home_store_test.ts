import { assertEquals, assertRejects } from "@std/assert";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codexFiles } from "../../../src/adapters/files/codex_files.ts";
import { fileKind } from "../../../src/adapters/files/files.ts";
import type { Host } from "../../../src/core/ports/host.ts";
import { ResumeError } from "../../../src/core/vocabulary/errors.ts";
import { HomeStore } from "../../../src/exec/threads/home_store.ts";
import type { Launcher } from "../../../src/launch/launcher.ts";

const ID = "01a201f0-88ca-7681-ada4-692e81620abf";
const LOCK = `thread-writer-locks/${ID}.lock`;
const DATA = new TextEncoder().encode("{}\n");

/** A store in a folder of its own, whose Codex does what it is told to, and the arguments that it got. */
async function withStore(
  use: (store: HomeStore, home: string, ran: string[]) => Promise<void>,
  codex: (args: readonly string[], home: string) => Promise<number> = () => Promise.resolve(0),
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "codex-home-store-"));
  const host = { platform: Deno.build.os, codexFiles, stat: fileKind } as unknown as Host;
  const ran: string[] = [];
  const launcher = {
    command: (_: Host, { args }: { args: readonly string[] }) => Promise.resolve(args),
    spawn: (_: Host, args: readonly string[]) => {
      ran.push(args[0] ?? "");
      return Promise.resolve({
        stdin: new WritableStream(),
        stdout: ReadableStream.from([]),
        stderr: ReadableStream.from([]),
        exited: codex(args, home).then((code) => ({ code, signal: null })),
        kill: () => {},
      });
    },
  };
  try {
    await use(new HomeStore(host, home, launcher as unknown as Launcher), home, ran);
  } finally {
    await rm(home, { recursive: true });
  }
}

Deno.test("HomeStore has the files of both folders of threads, and changes them", () =>
  withStore(async (store, home) => {
    assertEquals(await store.list(), []);
    await store.write("sessions/2026/11/27/a.jsonl", DATA);
    await store.write("archived_sessions/b.jsonl", DATA);
    await store.write("other/c.jsonl", DATA);
    assertEquals(await store.list(), ["sessions/2026/11/27/a.jsonl", "archived_sessions/b.jsonl"]);
    await store.move("archived_sessions/b.jsonl", "sessions/b.jsonl");
    assertEquals(await store.read("sessions/b.jsonl"), DATA);
    await store.remove("sessions/b.jsonl");
    await store.remove("sessions/b.jsonl");
    assertEquals(await store.list(), ["sessions/2026/11/27/a.jsonl"]);
    assertEquals((await readdir(home)).sort(), ["archived_sessions", "other", "sessions"]);
  }));

Deno.test("HomeStore.checkFree() starts Codex only for a thread with a lock, which may be a killed process's", async () => {
  await withStore(async (store, _, ran) => {
    await store.checkFree(ID);
    assertEquals(ran, []);
    await store.write(LOCK, DATA);
    const error = await assertRejects<ResumeError>(() => store.checkFree(ID), ResumeError);
    assertEquals([error.reason, error.requestedId, ran], ["in_use", ID, ["unarchive"]]);
  });
  const frees = async (_: readonly string[], home: string) => (await rm(join(home, LOCK)), 1);
  await withStore(async (store, _, ran) => {
    await store.write(LOCK, DATA);
    await store.checkFree(ID);
    assertEquals(ran, ["unarchive"]);
  }, frees);
});

Deno.test("HomeStore.deleteThread() says whether Codex has deleted it, and that it is in use", async () => {
  await withStore(async (store, _, ran) => {
    await store.write(LOCK, DATA);
    assertEquals(await store.deleteThread(ID), true);
    assertEquals(ran, ["delete"]);
  });
  await withStore(async (store) => {
    assertEquals(await store.deleteThread(ID), false);
    await store.write(LOCK, DATA);
    await assertRejects(() => store.deleteThread(ID), ResumeError);
  }, () => Promise.resolve(1));
});
