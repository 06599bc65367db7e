import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { removeStale } from "../../../src/adapters/files/stale_folders.ts";
import { fileIdentity, isNative } from "../../../src/adapters/files/program_files.ts";
import { copyProgram } from "../../../src/adapters/files/program_store.ts";
import { isOurs, type Owner, storeFolders } from "../../../src/adapters/files/store_folder.ts";

const OWNER: Owner = {
  platform: Deno.build.os === "windows" ? "win32" : Deno.build.os,
  uid: Deno.uid(),
  home: "/home/u",
  env: () => undefined,
};
const DAY_MS = 24 * 60 * 60 * 1_000;

interface Place {
  readonly root: string;
  readonly store: string;
  copies(): string[];
}

const test = (name: string, run: (place: Place) => Promise<void>) =>
  Deno.test({ name, ignore: Deno.build.os === "windows" }, async () => {
    const folder = await Deno.makeTempDir();
    const root = join(folder, "vendor");
    const store = join(folder, "store");
    try {
      await Deno.mkdir(join(root, "bin"), { recursive: true });
      await Deno.mkdir(join(root, "codex-resources", "voice"), { recursive: true });
      await Deno.writeTextFile(join(root, "bin", "codex"), "\x7fELF one", { mode: 0o755 });
      await Deno.writeTextFile(join(root, "codex-package.json"), "{}");
      await Deno.writeTextFile(join(root, "codex-resources", "voice", "big"), "big");
      const copies = () =>
        [...Deno.readDirSync(store)].map(({ name }) => name).filter((name) => !name.includes("-"));
      await run({ root, store, copies });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });

test("copyProgram() copies a package, for its owner alone", async ({ root, store }) => {
  const copy = await copyProgram(root, store, OWNER);
  assertEquals(await Deno.readTextFile(join(copy, "bin", "codex")), "\x7fELF one");
  assertEquals(((await Deno.stat(join(copy, "bin", "codex"))).mode ?? 0) & 0o777, 0o700);
  assertEquals(((await Deno.stat(join(copy, "codex-package.json"))).mode ?? 0) & 0o777, 0o600);
  assertEquals(((await Deno.stat(store)).mode ?? 0) & 0o777, 0o700);
  await assertRejects(() => Deno.stat(join(copy, "codex-resources", "voice")));
});

test("copyProgram() copies once, also for another place with the same content", async (place) => {
  const { root, store, copies } = place;
  const copy = await copyProgram(root, store, OWNER);
  const { ino } = await Deno.stat(join(copy, "bin", "codex"));
  assertEquals(await copyProgram(root, store, OWNER), copy);
  const other = `${root}-2`;
  await Deno.mkdir(join(other, "bin"), { recursive: true });
  for (const name of ["bin/codex", "codex-package.json"]) {
    await Deno.copyFile(join(root, name), join(other, name));
  }
  assertEquals(await copyProgram(other, store, OWNER), copy);
  assertEquals((await Deno.stat(join(copy, "bin", "codex"))).ino, ino);
  assertEquals(copies().length, 1);
});

test("copyProgram() leaves a copy alone when the original is changed", async ({ root, store }) => {
  const copy = await copyProgram(root, store, OWNER);
  const path = join(root, "bin", "codex");
  await Deno.writeTextFile(path, "\x7fELF two, longer");
  assertNotEquals(await copyProgram(root, store, OWNER), copy);
  assertEquals(await Deno.readTextFile(join(copy, "bin", "codex")), "\x7fELF one");
});

test("copyProgram() rejects where something else has the place of a copy", async ({ root, store }) => {
  const copy = await copyProgram(root, store, OWNER);
  await Deno.remove(copy, { recursive: true });
  await Deno.writeTextFile(copy, "");
  await assertRejects(() => copyProgram(root, store, OWNER));
});

test("copyProgram() copies one file", async ({ root, store }) => {
  const copy = await copyProgram(join(root, "bin", "codex"), store, OWNER);
  assert(copy.endsWith("/codex"));
  assertEquals(await Deno.readTextFile(copy), "\x7fELF one");
});

test("copyProgram() refuses a store that others can write to, or have made", async ({ root, store }) => {
  await Deno.mkdir(store);
  await Deno.chmod(store, 0o777);
  await assertRejects(() => copyProgram(root, store, OWNER), Error, "open to others");
  await Deno.chmod(store, 0o700);
  const another = { ...OWNER, uid: 4_242 };
  await assertRejects(() => copyProgram(root, store, another), Error, "belongs to somebody else");
});

test("copyProgram() removes copies that nobody has used for a month, but for the newest three", async (place) => {
  const { root, store, copies } = place;
  const path = join(root, "bin", "codex");
  for (let version = 0; version < 6; version++) {
    await Deno.writeTextFile(path, `\x7fELF version ${version}`);
    const copy = await copyProgram(root, store, OWNER);
    const used = new Date(Date.now() - (40 - version) * DAY_MS);
    await Deno.utime(copy, used, used);
  }
  await copyProgram(root, store, OWNER);
  assertEquals(copies().length, 3);
});

test("fileIdentity() and isNative() tell programs apart", async ({ root }) => {
  const path = join(root, "bin", "codex");
  const before = await fileIdentity(path);
  assertEquals(await fileIdentity(path), before);
  assert(await isNative(path));
  await Deno.remove(path);
  assertEquals([await fileIdentity(path), await isNative(path)], [null, false]);
  await Deno.writeTextFile(path, "#!/bin/sh\n");
  assertEquals(await isNative(path), false);
  assertNotEquals(await fileIdentity(path), before);
  await Deno.truncate(path, 17 << 20);
  assertEquals(await fileIdentity(path), null, "no script is that long");
  assertEquals(await fileIdentity(root), null, "a folder is none");
});

test("isOurs() is false for a folder that anybody can write to, or that is another user's", async (place) => {
  const { root } = place;
  const module = join(root, "bin", "codex");
  const ours = (uid: number | null, platform = "linux") => isOurs(root, module, { platform, uid });
  assert(await ours(Deno.uid()));
  // Whom the program itself belongs to is trusted already: a project's folder in a container.
  assert(await ours(4_242));
  await Deno.chmod(root, 0o777);
  assertEquals(await ours(Deno.uid()), false);
  // There every folder has that mode.
  assert(await ours(null, "win32"));
});

Deno.test("storeFolders() are the user's own for caches, then one that no sandbox opens", () => {
  const uid = 7;
  const rows: [Partial<Owner>, string[]][] = [
    [{ platform: "linux" }, ["/home/u/.cache/codex-js", "/var/tmp/codex-js-7"]],
    [
      { platform: "linux", env: () => "/cache" },
      ["/cache/codex-js", "/home/u/.cache/codex-js", "/var/tmp/codex-js-7"],
    ],
    [{ platform: "linux", home: null }, ["/var/tmp/codex-js-7"]],
    [{ platform: "darwin" }, ["/home/u/Library/Caches/codex-js", "/var/tmp/codex-js-7"]],
    [{ platform: "linux", home: null, uid: null }, []],
  ];
  for (const [changes, folders] of rows) {
    assertEquals(storeFolders({ ...OWNER, uid, ...changes }), folders);
  }
});

test("removeStale() removes what is old and of its own kind", async ({ store }) => {
  await Deno.mkdir(store);
  const make = async (name: string, days: number, file = "schema.json") => {
    const folder = join(store, name);
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(folder, file), "{}");
    const then = new Date(Date.now() - days * DAY_MS);
    await Deno.utime(folder, then, then);
    return folder;
  };
  const fresh = await make("codex-js-fresh1", 0);
  await make("codex-js-oldold", 2);
  await make("codex-js-newnew", 0);
  await make("codex-js-others", 2, "other.txt");
  await make("codex-js-fake-oldold", 2);
  await removeStale(fresh);
  const left = [...Deno.readDirSync(store)].map(({ name }) => name).sort();
  const kept = ["codex-js-fake-oldold", "codex-js-fresh1", "codex-js-newnew", "codex-js-others"];
  assertEquals(left, kept);
});
