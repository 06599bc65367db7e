import { assert, assertEquals, assertRejects } from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { checkThreadFiles } from "../../../src/core/rollout/check.ts";
import { headOf } from "../../../src/core/rollout/lines.ts";
import { rolloutName } from "../../../src/core/rollout/names.ts";
import { threadFiles } from "../../../src/launch/threads/export_thread.ts";
import { writeThread } from "../../../src/launch/threads/import_thread.ts";
import { below, random } from "../../random.ts";
import { contentOf, MemoryStore, randomHome } from "./memory_store.ts";

const RUNS = 500;

Deno.test("threadFiles() and writeThread() move any thread to an empty home as it was", async () => {
  for (let seed = 1; seed <= RUNS; seed++) {
    const { store, threads } = randomHome(random(seed));
    for (const id of threads) {
      const files = await threadFiles(store, id);
      const known = new Set<string>();
      for (const { path, data } of files) {
        const base = headOf(data)?.base?.segment;
        assert(base === undefined || known.has(base), "what a file needs comes before it");
        known.add(rolloutName(path)?.segment ?? "");
        assertEquals(data.at(-1), 10);
      }
      const there = new MemoryStore();
      assertEquals((await writeThread(there, files)).id, id);
      assertEquals(contentOf(there.files, id), contentOf(cut(store), id), `seed ${seed}`);
      assert([...there.files.keys()].every((path) => rolloutName(path)?.path === path));
      // Again, and nothing changes.
      const before = new Map(there.files);
      await writeThread(there, await threadFiles(there, id));
      assertEquals(there.files, before);
    }
  }
});

Deno.test("threadFiles() waits for the first line of a file that Codex has only made", async () => {
  const { store, threads: [id = ""] } = randomHome(random(1));
  const whole = await threadFiles(store, id);
  const read = store.read.bind(store);
  let looks = 0;
  store.read = async (path) => {
    const data = await read(path);
    return ++looks < 3 ? data.subarray(0, 5) : data;
  };
  assertEquals(await threadFiles(store, id), whole);
  assertEquals(looks, whole.length + 2);
});

Deno.test("threadFiles() finds the file of a thread that is moved into the archive meanwhile", async () => {
  const { store, threads: [id = ""] } = randomHome(random(1));
  const whole = await threadFiles(store, id);
  const read = store.read.bind(store);
  let moved = 0;
  store.read = async (path) => {
    const to = `archived_sessions/${path.slice(path.lastIndexOf("/") + 1)}`;
    if (moved++ === 0) await store.move(path, to);
    return await read(path);
  };
  assertEquals(await threadFiles(store, id), whole);
});

Deno.test("threadFiles() finds a file that was in neither folder as these were listed", async () => {
  const { store, threads: [id = ""] } = randomHome(random(1));
  const whole = await threadFiles(store, id);
  const list = store.list.bind(store);
  let looks = 0;
  store.list = async () => looks++ === 0 ? [] : await list();
  assertEquals(await threadFiles(store, id), whole);
});

/** What is whole of the files: the rest has not been written yet. */
function cut({ files }: MemoryStore): ReadonlyMap<string, Uint8Array> {
  return new Map(
    [...files].map(([path, data]) => [path, data.subarray(0, data.lastIndexOf(10) + 1)]),
  );
}

Deno.test("writeThread() leaves all other threads as they were, in a home that has some already", async () => {
  let refused = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const next = random(seed);
    const { store, threads } = randomHome(next);
    const there = new MemoryStore();
    for (const id of threads) {
      const before = new Map(there.files);
      // One that has gone on since, in one place or the other.
      const some = [...there.files.keys()][below(next, Math.max(1, there.files.size))];
      if (some !== undefined && next() < 0.5) {
        const data = there.files.get(some) ?? new Uint8Array();
        there.files.set(some, new Uint8Array([...data, ...new TextEncoder().encode('{"x":1}\n')]));
        before.set(some, there.files.get(some) ?? data);
      }
      const files = await threadFiles(store, id);
      try {
        await writeThread(there, files);
        assertEquals(contentOf(there.files, id), contentOf(cut(store), id), `seed ${seed}`);
      } catch (error) {
        assert(error instanceof InvalidInputError, String(error));
        assertEquals(there.files, before);
        refused++;
      }
      for (const other of threads) {
        const content = contentOf(before, other);
        if (other === id || content === null) continue;
        // A parent that the home had an older copy of may have gone on.
        assert(contentOf(there.files, other)?.startsWith(content), `seed ${seed}`);
      }
    }
  }
  assert(refused > 0);
});

Deno.test("writeThread() replaces a thread with a damaged file, or refuses and changes nothing", async () => {
  let refused = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const next = random(seed);
    const { store, threads } = randomHome(next);
    const id = threads[below(next, threads.length)] ?? "";
    const files = await threadFiles(store, id);
    const there = new MemoryStore();
    for (const [path, data] of store.files) there.files.set(path, data);
    const own = [...store.files.keys()].filter((path) => rolloutName(path)?.thread === id);
    const damaged = own[below(next, own.length)] ?? "";
    there.files.set(damaged, new TextEncoder().encode("nonsense\n"));
    const changed = own[below(next, own.length)] ?? "";
    if (changed !== damaged) {
      const data = there.files.get(changed) ?? new Uint8Array();
      there.files.set(changed, new Uint8Array([...data, ...new TextEncoder().encode("{}\n")]));
    }
    const before = new Map(there.files);
    try {
      await writeThread(there, files);
      assertEquals(contentOf(there.files, id), contentOf(cut(store), id), `seed ${seed}`);
    } catch (error) {
      assert(error instanceof InvalidInputError, String(error));
      assertEquals(there.files, before, `seed ${seed}`);
      refused++;
    }
  }
  assert(refused > 0 && refused < RUNS / 2, String(refused));
});

Deno.test("writeThread() leaves nothing half-written when a call fails", async () => {
  for (let seed = 1; seed <= 200; seed++) {
    const { store, threads } = randomHome(random(seed));
    const id = threads.at(-1) ?? "";
    const files = await threadFiles(store, id);
    for (let failing = 0;; failing++) {
      const there = new MemoryStore();
      let calls = 0;
      there.onChange = () => {
        if (calls++ === failing) throw new Error("no space left");
      };
      const done = await writeThread(there, files).then(() => true, () => false);
      if (done) break;
      assertEquals([...there.files.keys()], []);
    }
  }
});

Deno.test("checkThreadFiles() takes a thread, or says what is wrong: whatever was done to its files", async () => {
  for (let seed = 1; seed <= RUNS * 4; seed++) {
    const next = random(seed);
    const { store, threads } = randomHome(next);
    const id = threads.at(-1) ?? "";
    const files = await threadFiles(store, id);
    const at = below(next, files.length);
    const { path, data } = files[at] ?? { path: "", data: new Uint8Array() };
    const damages = [
      () => files.splice(at, 1),
      () => files.push({ path, data }),
      () => files[at] = { path, data: data.subarray(0, below(next, data.length)) },
      () => files[at] = { path, data: data.map((byte) => next() < 0.01 ? below(next, 256) : byte) },
      () => files[at] = { path: path.replace("sessions", ".."), data },
      () => files[at] = { path: path.replace(/[0-9a-f](?=\.jsonl$)/, "x"), data },
      () => files.reverse(),
    ];
    damages[below(next, damages.length)]?.();
    try {
      const { files: checked } = checkThreadFiles(files);
      for (const { name, head, data } of checked) {
        assertEquals(head.thread, name.thread);
        assertEquals(data.at(-1), 10);
        assert(name.path.startsWith("sessions/") && !name.path.includes(".."));
      }
    } catch (error) {
      assert(error instanceof InvalidInputError, `seed ${seed}: ${error}`);
      assertEquals(error.option, "files");
    }
  }
});

Deno.test("threadFiles() rejects where a file that is needed is missing", async () => {
  const id = "01a201f0-88ca-7681-ada4-692e81620abf";
  const store = new MemoryStore();
  const path = `sessions/2026/11/27/rollout-2026-11-27T10-00-00-${id}.jsonl`;
  await assertRejects(() => threadFiles(store, id), Error, "no such thread");
  store.files.set(`${path}.zst`, new Uint8Array(4));
  await assertRejects(() => threadFiles(store, id), Error, "compressed");
  const base = { thread_id: id.replace("01a2", "01a1"), end_byte_offset: 10 };
  const head = JSON.stringify({ type: "session_meta", payload: { id, history_base: base } });
  store.files.set(path, new TextEncoder().encode(`${head}\n`));
  await assertRejects(() => threadFiles(store, id), Error, "is missing");
  store.files.set(path, new TextEncoder().encode("{}\n"));
  await assertRejects(() => threadFiles(store, id), Error, "does not begin");
  store.files.set(path, new TextEncoder().encode('{"half":'));
  await assertRejects(() => threadFiles(store, id), Error, "compressed");
});
