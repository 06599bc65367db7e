import { assert, assertEquals, assertRejects } from "@std/assert";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { privateFiles as files } from "../../../src/adapters/files/private_files.ts";
import { skipReason, testOptions } from "../../contract/posix.ts";

const NO_MODES = skipReason("Windows has no modes");

const bytes = (text: string) => new TextEncoder().encode(text);
const text = async (path: string, start?: number) => {
  const data = await files.read(path, start);
  return data === null ? null : new TextDecoder().decode(data);
};

const test = (name: string, run: (at: (path: string) => string) => Promise<void>) =>
  Deno.test(testOptions(name, NO_MODES), async () => {
    const root = await mkdtemp(join(tmpdir(), "codex-private-"));
    try {
      await run((path) => join(root, path));
    } finally {
      await rm(root, { recursive: true });
    }
  });

test("privateFiles tell that a file or its folder is missing", async (at) => {
  for (const path of [at("none"), at("none/none")]) {
    assertEquals(await files.names(path), null);
    assertEquals(await files.size(path), null);
    assertEquals(await files.read(path), null);
    assertEquals(await files.changed(path), null);
    await files.remove(path);
  }
  for (const sync of [false, true]) {
    assertEquals(await files.write(at("none/a"), 0, bytes("a"), sync), false);
    assertEquals(await files.put(at("none/a"), bytes("a"), sync), false);
  }
  assertEquals(await files.names(at("none")), null);
});

test("privateFiles write into a file, and replace one, for this user alone", async (at) => {
  for (const sync of [false, true]) {
    const path = at(`${sync}`);
    assert(await files.write(path, 0, bytes("one two"), sync));
    assert(await files.write(path, 4, bytes("TWO three"), sync));
    assertEquals(await text(path), "one TWO three");
    assertEquals(await text(path, 8), "three");
    assertEquals(await text(path, 99), "");
    assertEquals(await files.size(path), 13);
    assert(await files.put(path, bytes("new"), sync));
    assertEquals(await text(path), "new");
    assertEquals((await stat(path)).mode & 0o777, 0o600);
  }
  assertEquals((await files.names(at("")))?.sort(), ["false", "true"]);
});

test("privateFiles make, copy, rename and remove folders, and take no name that is in use", async (at) => {
  assertEquals(await files.makeFolder(at("a")), true);
  assertEquals(await files.makeFolder(at("a")), false);
  await files.makeFolders(at("a/b/c"));
  await files.makeFolders(at("a/b/c"));
  for (const path of [at("a"), at("a/b"), at("a/b/c")]) {
    assertEquals((await stat(path)).mode & 0o777, 0o700);
  }
  await files.write(at("a/b/file"), 0, bytes("x"), false);
  await files.copy(at("a"), at("copy"));
  assertEquals(await text(at("copy/b/file")), "x");
  await assertRejects(() => files.copy(at("a"), at("copy")));
  assertEquals(await files.rename(at("a"), at("copy")), false);
  assertEquals(await files.rename(at("a"), at("moved")), true);
  await assertRejects(() => files.rename(at("a"), at("again")));
  await files.remove(at("copy"));
  assertEquals(await files.names(at("")), ["moved"]);
});
