import { assert, assertEquals } from "@std/assert";
import { privateFiles } from "../../src/adapters/files/private_files.ts";
import type { Files } from "../../src/core/ports/files.ts";
import type { ThreadStore } from "../../src/core/ports/thread_store.ts";
import { FolderStore } from "../../src/durable/folder/folder_store.ts";

/** What is done of the call that a program dies in. Nothing: as after all of the call before. */
type Done = "half" | "all";

type Contents = Readonly<Record<string, string>>;

const KEY = "key";

/** Calls, and what the files are after each. A store of its own for each, as other programs would have. */
const STEPS: readonly [call: (store: ThreadStore, epoch: number) => Promise<unknown>, Contents][] =
  [
    [(store, epoch) => append(store, epoch, "a", 0, "one\n"), { a: "one\n" }],
    [(store) => store.take(KEY), { a: "one\n" }],
    [(store, epoch) => append(store, epoch, "a", 4, "two\n"), { a: "one\ntwo\n" }],
    [(store, epoch) => replace(store, epoch, "a", "1\n"), { a: "1\n" }],
    [(store, epoch) => append(store, epoch, "a", 2, "2\n3\n"), { a: "1\n2\n3\n" }],
    [(store) => store.take(KEY), { a: "1\n2\n3\n" }],
    [(store, epoch) => append(store, epoch, "b", 0, "b\n"), { a: "1\n2\n3\n", b: "b\n" }],
    [(store) => store.take(KEY), { a: "1\n2\n3\n", b: "b\n" }],
    [(store) => store.delete(KEY), {}],
    [(store) => store.take(KEY), {}],
    [(store, epoch) => append(store, epoch, "a", 0, "new\n"), { a: "new\n" }],
  ];

for (const done of ["half", "all"] as const) {
  Deno.test(`folderStore() is whole when a program dies in any call to the disk, ${done} of it done`, async () => {
    let deaths = 0;
    for (let dies = 1;; dies++) {
      const died = await dieIn(dies, done);
      if (!died) break;
      deaths++;
    }
    assert(deaths > 60, `it died ${deaths} times`);
  });
}

/** Whether it died in that call. */
async function dieIn(dies: number, done: Done): Promise<boolean> {
  const root = await Deno.makeTempDir();
  try {
    const store = new FolderStore(root, false, () => Promise.resolve(dying(dies, done)));
    let before: Contents = {};
    let after: Contents = {};
    try {
      let { epoch } = await store.take(KEY);
      for (const [call, contents] of STEPS) {
        after = contents;
        const taken = await call(store, epoch);
        if (taken !== undefined) ({ epoch } = taken as { epoch: number });
        before = contents;
      }
    } catch (error) {
      assertEquals(String(error), "Error: dead");
      await isWhole(root, [before, after], `call ${dies}, ${done} of it done`);
      return true;
    }
    return false;
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function isWhole(root: string, possible: readonly Contents[], when: string): Promise<void> {
  const store = new FolderStore(root, false, () => Promise.resolve(privateFiles));
  for (const round of [1, 2]) {
    const { epoch, files } = await store.take(KEY);
    const found = Object.fromEntries(
      files.map(({ path, data }) => [path, new TextDecoder().decode(data)]),
    );
    // Of lines that were sent in one call some may be there.
    const lines = possible.flatMap((contents) => [contents, withoutLastLine(contents)]);
    const texts = lines.map((contents) => JSON.stringify(contents));
    assert(
      round === 2 || texts.includes(JSON.stringify(found)),
      `${when}: ${JSON.stringify(found)}, not one of ${texts.join(" ")}`,
    );
    assertEquals(await store.list(), [KEY]);
    const length = found.a?.length ?? 0;
    await append(store, epoch, "a", length, "on\n");
    const { files: then } = await store.take(KEY);
    const a = then.find(({ path }) => path === "a")?.data;
    assertEquals(new TextDecoder().decode(a), `${found.a ?? ""}on\n`, when);
  }
}

function withoutLastLine(contents: Contents): Contents {
  const { a = "", ...others } = contents;
  return a.split("\n").length > 2
    ? { a: a.slice(0, a.lastIndexOf("\n", a.length - 2) + 1), ...others }
    : contents;
}

/** Files of a program that dies in one of its calls. */
function dying(dies: number, done: Done): Files {
  let calls = 0;
  const call = async <T>(action: () => Promise<T>, half: () => Promise<unknown>): Promise<T> => {
    if (++calls > dies) throw new Error("dead");
    if (calls < dies) return await action();
    if (done === "half") await half();
    if (done === "all") await action();
    throw new Error("dead");
  };
  const none = () => Promise.resolve();
  return {
    makeFolder: (path) => call(() => privateFiles.makeFolder(path), none),
    makeFolders: (path) => call(() => privateFiles.makeFolders(path), none),
    makeUnique: (prefix) => call(() => privateFiles.makeUnique(prefix), none),
    names: (path) => call(() => privateFiles.names(path), none),
    size: (path) => call(() => privateFiles.size(path), none),
    read: (path, start) => call(() => privateFiles.read(path, start), none),
    write: (path, position, data, sync) =>
      call(
        () => privateFiles.write(path, position, data, sync),
        () => privateFiles.write(path, position, data.subarray(0, data.length >> 1), sync),
      ),
    put: (path, data, sync) =>
      call(
        () => privateFiles.put(path, data, sync),
        () => privateFiles.write(`${path}.new`, 0, data.subarray(0, data.length >> 1), sync),
      ),
    sync: (path) => call(() => privateFiles.sync(path), none),
    copy: privateFiles.copy,
    link: privateFiles.link,
    rename: privateFiles.rename,
    changed: privateFiles.changed,
    remove: (path) =>
      call(() => privateFiles.remove(path), async () => {
        const [first] = await privateFiles.names(path) ?? [];
        if (first !== undefined) await privateFiles.remove(`${path}/${first}`);
      }),
  };
}

function append(
  store: ThreadStore,
  epoch: number,
  file: string,
  position: number,
  lines: string,
): Promise<void> {
  return store.append(KEY, epoch, file, position, new TextEncoder().encode(lines));
}

function replace(store: ThreadStore, epoch: number, file: string, data: string): Promise<void> {
  return store.replace(KEY, epoch, file, new TextEncoder().encode(data));
}
