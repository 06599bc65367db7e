/**
 * The store of durable turns that comes with them.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import type { Case } from "./case.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** What the runtime does with files, synced to the disk. */
export const STORE_CASES: readonly Case[] = [
  {
    name: "folderStore() keeps what it said it kept, for one writer at a time",
    async run({ durable, folder }) {
      const path = join(folder, "store");
      const [first, second] = [durable.folderStore(path), durable.folderStore(path)];
      const { epoch, files: none } = await first.take("a/b");
      assertEquals(none, []);
      await first.append("a/b", epoch, "sessions/x", 0, bytes("one\n"));
      await first.append("a/b", epoch, "sessions/x", 4, bytes("two\n"));
      await first.append("a/b", epoch, "sessions/x", 0, bytes("one\ntwo\nthree\n"));
      await first.replace("a/b", epoch, "state", bytes("long, long ago"));
      await first.replace("a/b", epoch, "state", bytes("now"));
      const { epoch: next, files } = await second.take("a/b");
      const found = files.map(({ path, data }) => [path, new TextDecoder().decode(data)]);
      assertEquals(Object.fromEntries(found), { "sessions/x": "one\ntwo\nthree\n", state: "now" });
      const late = () => first.append("a/b", epoch, "sessions/x", 14, bytes("four\n"));
      await assertRejects(late, durable.TakenError);
      await second.append("a/b", next, "sessions/x", 14, bytes("four\n"));
      assertEquals(await first.list(), ["a/b"]);
      await first.delete("a/b");
      assertEquals(await second.list(), []);
      await assertRejects(
        () => second.replace("a/b", next, "state", bytes("")),
        durable.TakenError,
      );
    },
  },
];

/** The same code on every runtime, with the calls that those cases make. */
export const STORE_RULE_CASES: readonly Case[] = [
  {
    name: "folderStore() keeps the rules of stores",
    async run({ durable, testing, folder }) {
      const make = () => durable.folderStore(join(folder, "store"), { sync: false });
      await testing.testThreadStore(make, { bigBytes: 16 << 20 });
    },
  },
];
