import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { nameOf, textOf } from "../../src/durable/folder/names.ts";
import { epochFolder } from "../../src/durable/folder/epochs.ts";
import { folderOf } from "../../src/durable/folder/names.ts";
import { keptParts, linesName } from "../../src/durable/folder/parts.ts";
import { CodexError, InvalidInputError } from "../../mod.ts";
import { folderStore, TakenError } from "../../src/durable/mod.ts";
import { testThreadStore } from "../../src/testing/mod.ts";
import { fileURLToPath } from "node:url";

Deno.test("folderStore() keeps the rules of stores", async () => {
  // What is synced is written by the same calls: tests/contract/store_cases.ts has them.
  const make = (path: string) => () => folderStore(path, { sync: false });
  await withFolder((path) => testThreadStore(make(path), { tear: tearIn(path) }));
});

Deno.test("folderStore() makes what nobody else may read", async () => {
  await withFolder(async (path) => {
    const store = folderStore(`${path}/below/store`);
    const { epoch } = await store.take("key");
    await store.append("key", epoch, "a", 0, bytes("secret\n"));
    await store.replace("key", epoch, "b", bytes("secret\n"));
    await store.take("key");
    const open = (await below(`${path}/below`)).filter(({ mode }) => (mode & 0o077) !== 0);
    assertEquals(open, []);
  });
});

Deno.test("folderStore() refuses a path and keys that are no strings, as of a variable that is not set", async () => {
  for (const path of [undefined, "", new URL("file:///srv/store")]) {
    const error = assertThrows(() => folderStore(path as string), InvalidInputError);
    assertStringIncludes(error.message, "Cannot make a store: path must be a string");
  }
  await withFolder(async (path) => {
    const store = folderStore(path);
    const key = undefined as unknown as string;
    const says = "Cannot use a store: key must be a string, not undefined";
    await assertRejects(() => store.take(key), InvalidInputError, says);
    await assertRejects(() => store.delete(key), InvalidInputError, says);
    assertEquals(await store.list(), []);
  });
});

Deno.test("folderStore() keeps few folders, however many writers there were", async () => {
  await withFolder(async (path) => {
    const store = folderStore(path, { sync: false });
    let length = 0;
    for (let i = 0; i < 100; i++) {
      const { epoch } = await store.take("key");
      const line = bytes(`${"x".repeat(100)}\n`);
      await store.append("key", epoch, "a", length, line);
      length += line.length;
    }
    const epochs = [...Deno.readDirSync(`${path}/k-key`)].length;
    assert(epochs < 12, `${epochs} folders`);
    const files = (await below(path)).filter(({ size }) => size > 0);
    const size = files.reduce((sum, file) => sum + file.size, 0);
    assert(size < 4 * length, `${size} bytes for ${length}`);
  });
});

Deno.test("folderStore() has one writer per key among processes", async () => {
  await withFolder(async (path) => {
    const writer = fileURLToPath(new URL("./store_writer.ts", import.meta.url));
    const run = () =>
      new Deno.Command(Deno.execPath(), { args: ["run", "-A", writer, path, "key"] }).output();
    const outputs = await Promise.all([run(), run(), run()]);
    const kept = outputs.map(({ stdout }) => new TextDecoder().decode(stdout)).join("")
      .split("\n").filter((line) => line !== "");
    const { files: [file] } = await folderStore(path).take("key");
    const stored = new TextDecoder().decode(file?.data).split("\n").slice(0, -1);
    assertEquals(kept.filter((line) => !stored.includes(line)), [], "what was kept is there");
    assertEquals(new Set(stored).size, stored.length, "once");
    assert(kept.length > 0 && outputs.every(({ success }) => success), "all have tried");
  });
});

Deno.test("folderStore() tells a writer whose key was taken, whatever has become of its files", async () => {
  await withFolder(async (path) => {
    const store = folderStore(path);
    const { epoch } = await store.take("key");
    await store.append("key", epoch, "a", 0, bytes("one\n"));
    const { epoch: next } = await folderStore(path).take("key");
    await folderStore(path).replace("key", next, "a", bytes("other\n"));
    await folderStore(path).take("key");
    assertEquals(await Deno.stat(`${path}/k-key/${epoch}`).catch(() => null), null);
    const error = await assertRejects(
      () => store.append("key", epoch, "a", 4, bytes("two\n")),
      TakenError,
      'Cannot continue "key" in epoch 1: another writer has taken it over',
    );
    assertEquals([error.key, error.epoch, error.retryable], ["key", epoch, true]);
  });
});

Deno.test("folderStore() tells what is damaged, and takes it neither for new nor for old", async () => {
  await withFolder(async (path) => {
    const store = folderStore(path, { sync: false });
    await store.take("key");
    const { epoch } = await store.take("key");
    await store.append("key", epoch, "a", 0, bytes("one\n"));
    const manifest = `${path}/k-key/${epoch}/manifest.json`;
    // As after a power failure: the name was kept, and what was in the file was not.
    for (const left of ["", "null", "{}", '{"key":']) {
      await Deno.writeTextFile(manifest, left);
      const told =
        `Cannot read the store: ${manifest} is damaged; restore the key's folder, or delete the key or that folder`;
      await assertRejects(() => store.take("key"), CodexError, told);
    }
  });
});

Deno.test("folderStore() lists a damaged key with the others, and deletes it", async () => {
  await withFolder(async (path) => {
    const store = folderStore(path, { sync: false });
    const long = "x".repeat(300);
    for (const key of ["a", "damaged", long]) await store.take(key);
    const damage = async (key: string) =>
      await Deno.writeTextFile(`${path}/${await folderOf(key)}/1/manifest.json`, "");
    await damage("damaged");
    assertEquals((await store.list()).sort(), ["a", "damaged", long]);
    await store.delete("damaged");
    assertEquals((await store.list()).sort(), ["a", long]);
    assertEquals(await store.take("damaged"), { epoch: 3, files: [] });
    // Which key this was, only its manifest has told.
    await damage(long);
    await assertRejects(() => store.list(), CodexError, "is damaged");
    await store.delete(long);
    assertEquals((await store.list()).sort(), ["a", "damaged"]);
  });
});

Deno.test("nameOf() names every string differently, in one case", () => {
  const texts = ["", "A", "a", "%41", "é", "e\u0301", "\ud83d", "😀", "..", "a/b", "a\\b", "con"];
  const names = texts.map((text) => nameOf(text) as string);
  assertEquals(new Set(names).size, texts.length);
  assertEquals(names.map(textOf), texts);
  assert(names.every((name) => /^[a-z0-9_%-]*$/.test(name)), String(names));
  assertEquals(nameOf("x".repeat(201)), null);
});

Deno.test("folderOf() tells long keys apart, with lone halves of pairs in them", async () => {
  const long = "x".repeat(300);
  const keys = [long, `${long}\ud83d`, `${long}\ud83e`, `${long}\ufffd`];
  const folders = await Promise.all(keys.map(folderOf));
  assertEquals(new Set(folders).size, keys.length);
  assert(folders.every((name) => /^h-[0-9a-f]{64}$/.test(name)), String(folders));
});

Deno.test("keptParts() joins what is short against what comes before", () => {
  assertEquals(keptParts([]), 0);
  assertEquals(keptParts([5]), 0);
  assertEquals(keptParts([100, 10]), 1);
  assertEquals(keptParts([100, 10, 10]), 1);
  assertEquals(keptParts([100, 40, 10, 10]), 2);
  assertEquals(keptParts([99, 30, 10, 10]), 0);
  assertEquals(keptParts([0, 0]), 1);
});

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Adds bytes to the lines of the newest epoch. */
function tearIn(path: string) {
  return async (key: string, file: string, torn: Uint8Array) => {
    const folder = `${path}/${await folderOf(key)}`;
    const epochs = [...Deno.readDirSync(folder)].map(({ name }) => Number(name));
    const lines = linesName(0, nameOf(file) as string);
    const name = `${epochFolder(folder, Math.max(...epochs))}/${lines}`;
    await Deno.writeFile(name, torn, { append: true });
  };
}

interface Found {
  readonly name: string;
  readonly mode: number;
  readonly size: number;
}

async function below(path: string): Promise<Found[]> {
  const found: Found[] = [];
  for await (const entry of Deno.readDir(path)) {
    const name = `${path}/${entry.name}`;
    const { mode, size } = await Deno.stat(name);
    found.push({ name, mode: mode ?? 0, size: entry.isFile ? size : 0 });
    if (entry.isDirectory) found.push(...await below(name));
  }
  return found;
}

async function withFolder(test: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempDir();
  try {
    await test(path);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}
