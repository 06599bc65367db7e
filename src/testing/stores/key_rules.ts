/**
 * Rules for stores: many keys, odd keys, big files.
 *
 * @module
 */
import type { ThreadStore } from "../../core/ports/thread_store.ts";
import { bytes, must, mustBeTaken, mustHold, type Rule, withEach } from "./check.ts";

/** More than many services list at once. */
const MANY = 1_100;
const MEGABYTE = 1 << 20;
/** Different strings that file systems, databases and URLs may treat as the same, or as invalid. */
const ODD: readonly string[] = [
  "",
  " ",
  ".",
  "..",
  "../up",
  "/root",
  "a/b",
  "a\\b",
  "a",
  "A",
  "a ",
  "a.",
  "%41",
  "%2f",
  "con",
  "nul.txt",
  "é",
  "e\u0301",
  "ﬁ",
  "😀",
  "\ud83d",
  "\u0000",
  "line\nfeed",
  "'; drop table keys; --",
  '*?<>|":',
  "__proto__",
  "x".repeat(5_000),
  `${"x".repeat(4_999)}y`,
];

/** The rules. */
export const KEYS_AND_SIZES: readonly Rule[] = [
  {
    name: "keys do not affect each other",
    test: async ({ make, key }) => {
      const store = await make();
      const [first, second] = [key(), key()];
      const { epoch } = await store.take(first);
      await store.append(first, epoch, "a", 0, bytes("first\n"));
      const { epoch: other } = await store.take(second);
      await store.append(second, other, "a", 0, bytes("second\n"));
      await store.append(first, epoch, "a", 6, bytes("still\n"));
      await store.delete(second);
      await mustHold(store, first, { a: "first\nstill\n" }, "after another key was deleted");
    },
  },
  {
    name: "any string is a key",
    test: async ({ make, key }) => {
      const store = await make();
      const odd = ODD.map((name) => key(name));
      const epochs = new Map<string, number>();
      for (const name of odd) epochs.set(name, (await store.take(name)).epoch);
      for (const [i, name] of odd.entries()) {
        await store.append(name, epochs.get(name) as number, "a", 0, bytes(`${i}\n`));
      }
      for (const [i, name] of odd.entries()) {
        await mustHold(store, name, { a: `${i}\n` }, `key ${JSON.stringify(name.slice(0, 20))}`);
      }
      const listed = await store.list();
      const missing = odd.find((name) => listed.filter((each) => each === name).length !== 1);
      must(
        missing === undefined,
        `list() does not contain ${JSON.stringify(missing?.slice(0, 20))} exactly once`,
      );
      for (const name of odd) await store.delete(name);
    },
  },
  {
    name: "any string of usual length is a file name",
    test: async ({ make, key }) => {
      const store = await make();
      const name = key();
      const { epoch } = await store.take(name);
      const names = ODD.filter((odd) => odd.length < 100);
      for (const [i, file] of names.entries()) {
        await store.append(name, epoch, file, 0, bytes(`${i}\n`));
      }
      const { files } = await store.take(name);
      must(files.length === names.length, `${files.length} of ${names.length} files are there`);
      for (const [i, file] of names.entries()) {
        const data = files.find(({ path }) => path === file)?.data;
        const text = new TextDecoder().decode(data);
        must(text === `${i}\n`, `${JSON.stringify(file)} has ${JSON.stringify(text)}`);
      }
    },
  },
  {
    name: "a deleted key no longer exists, and its holder has lost it",
    test: async ({ make, key }) => {
      const [first, second] = [await make(), await make()];
      const name = key();
      await second.delete(name);
      must(!(await first.list()).includes(name), "list() contains a key that never existed");
      const { epoch } = await first.take(name);
      await first.append(name, epoch, "a", 0, bytes("one\n"));
      await second.delete(name);
      await second.delete(name);
      must(!(await first.list()).includes(name), "list() contains a deleted key");
      const late = () => first.append(name, epoch, "a", 4, bytes("two\n"));
      await mustBeTaken(late(), "append() to a deleted key", name, epoch);
      const next = await mustHold(second, name, {}, "a deleted key that was taken again");
      must(next > epoch, `its epoch is ${next}, after ${epoch}`);
      await mustBeTaken(late(), "append() under the epoch before the deletion", name, epoch);
      must(
        (await first.list()).includes(name),
        "list() does not contain a key that was taken again",
      );
    },
  },
  {
    name: "a line of 8 MB comes back whole, and is replaced whole",
    test: async ({ make, key }) => {
      const store = await make();
      const name = key();
      const { epoch } = await store.take(name);
      const line = new Uint8Array(8 * MEGABYTE).fill(120);
      line[line.length - 1] = 10;
      await store.append(name, epoch, "a", 0, line);
      await store.append(name, epoch, "a", line.length, bytes("end\n"));
      const next = await mustHave(store, name, line.length + 4);
      await store.replace(name, next, "a", bytes("short\n"));
      const last = await mustHold(store, name, { a: "short\n" }, "after a short replace()");
      await store.replace(name, last, "a", line);
      await mustHave(store, name, line.length);
    },
  },
  {
    name: "a big file comes back whole",
    test: async ({ make, key, bigBytes }) => {
      const store = await make();
      const name = key();
      let { epoch } = await store.take(name);
      const line = new Uint8Array(MEGABYTE).fill(120);
      line[line.length - 1] = 10;
      const pieces = Math.ceil(bigBytes / MEGABYTE);
      for (let i = 0; i < pieces; i++) {
        if (i === pieces >> 1) ({ epoch } = await store.take(name));
        await store.append(name, epoch, "a", i * MEGABYTE, line);
      }
      await mustHave(store, name, pieces * MEGABYTE);
      await store.delete(name);
    },
  },
  {
    name: "a file that was written in many calls comes back whole",
    test: async ({ make, key }) => {
      const store = await make();
      const name = key();
      const { epoch } = await store.take(name);
      const lines = Array.from({ length: MANY }, (_, i) => `${i}\n`);
      let position = 0;
      for (const line of lines) {
        await store.append(name, epoch, "a", position, bytes(line));
        position += line.length;
      }
      await mustHold(store, name, { a: lines.join("") }, `after ${MANY} calls`);
    },
  },
  {
    name: "list() contains each of many keys once",
    test: async ({ make, key }) => {
      const store = await make();
      const names = Array.from({ length: MANY }, () => key());
      await withEach(names, (name) => store.take(name));
      const listed = await (await make()).list();
      const counts = new Map<string, number>();
      for (const name of listed) counts.set(name, (counts.get(name) ?? 0) + 1);
      const wrong = names.filter((name) => counts.get(name) !== 1);
      must(wrong.length === 0, `${wrong.length} of ${MANY} are not there exactly once`);
    },
  },
];

async function mustHave(store: ThreadStore, key: string, length: number): Promise<number> {
  const { epoch, files: [file] } = await store.take(key);
  must(file?.data.length === length, `it has ${file?.data.length} of ${length} bytes`);
  must(
    file.data.every((byte, i) => byte === 120 || i % MEGABYTE >= MEGABYTE - 1 || i > length - 5),
    "its bytes differ",
  );
  return epoch;
}
