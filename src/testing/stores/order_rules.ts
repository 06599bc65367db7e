/**
 * Rules for stores: what is written is there, in order, and once.
 *
 * @module
 */
import { bytes, must, mustBeInvalid, mustHold, type Rule, shown } from "./check.ts";

/** The rules. */
export const ORDER: readonly Rule[] = [
  {
    name: "a new key has no files",
    test: async ({ make, key }) => {
      const store = await make();
      const { files } = await store.take(key());
      must(files.length === 0, `it has ${shown(files)}`);
    },
  },
  {
    name: "lines come back in order, byte for byte",
    test: async ({ make, key }) => {
      const store = await make();
      const name = key();
      const { epoch } = await store.take(name);
      const lines = ['{"a":1}\n', "\r\n", "\n", "\u2028 \u0000 é 😀\n", "two\nlines\n"];
      let position = 0;
      for (const line of lines) {
        await store.append(name, epoch, "sessions/a.jsonl", position, bytes(line));
        position += bytes(line).length;
      }
      // Bytes that are no text.
      const odd = new Uint8Array([0xff, 0xfe, 0x00, 0x80, 0x0a]);
      await store.append(name, epoch, "odd", 0, odd);
      const { files } = await (await make()).take(name);
      const find = (path: string) => files.find((file) => file.path === path)?.data;
      const text = new TextDecoder().decode(find("sessions/a.jsonl"));
      must(text === lines.join(""), `it has ${JSON.stringify(text)}`);
      must(String(find("odd")) === String(odd), `bytes became ${String(find("odd"))}`);
      must(files.length === 2, `there are ${files.length} files`);
    },
  },
  {
    name: "lines beyond the end of a file are refused",
    test: async ({ make, key }) => {
      const store = await make();
      const name = key();
      const { epoch } = await store.take(name);
      await mustBeInvalid(
        store.append(name, epoch, "a", 1, bytes("x\n")),
        "a new file at position 1",
      );
      await store.append(name, epoch, "a", 0, bytes("one\n"));
      await mustBeInvalid(
        store.append(name, epoch, "a", 5, bytes("two\n")),
        "position 5 of 4 bytes",
      );
      await mustHold(store, name, { a: "one\n" }, "after a refused call");
    },
  },
  {
    name: "the same lines at the same position are stored once",
    test: async ({ make, key }) => {
      const store = await make();
      const name = key();
      const { epoch } = await store.take(name);
      await store.append(name, epoch, "a", 0, bytes("one\n"));
      await store.append(name, epoch, "a", 0, bytes("one\n"));
      await store.append(name, epoch, "a", 4, bytes("two\n"));
      await store.append(name, epoch, "a", 0, bytes("one\n"));
      await store.append(name, epoch, "a", 0, bytes("one\ntwo\nthree\n"));
      const next = await mustHold(store, name, { a: "one\ntwo\nthree\n" }, "after repeats");
      // Also by the next holder, which repeats what the previous one was not told had succeeded.
      await store.append(name, next, "a", 4, bytes("two\nthree\nfour\n"));
      await mustHold(store, name, { a: "one\ntwo\nthree\nfour\n" }, "after the next one's repeat");
    },
  },
  {
    name: "different lines at an occupied position are refused",
    test: async ({ make, key }) => {
      const store = await make();
      const name = key();
      const { epoch } = await store.take(name);
      await store.append(name, epoch, "a", 0, bytes("one\ntwo\n"));
      await mustBeInvalid(
        store.append(name, epoch, "a", 4, bytes("six\n")),
        "different lines of that length",
      );
      await mustBeInvalid(store.append(name, epoch, "a", 4, bytes("six\nseven\n")), "longer ones");
      await mustHold(store, name, { a: "one\ntwo\n" }, "after a refused call");
    },
  },
  {
    name: "data that is not whole lines is refused",
    test: async ({ make, key }) => {
      const store = await make();
      const name = key();
      const { epoch } = await store.take(name);
      await store.append(name, epoch, "a", 0, bytes("one\n"));
      await mustBeInvalid(
        store.append(name, epoch, "a", 4, bytes("two\nthr")),
        "a line without an end",
      );
      await mustHold(store, name, { a: "one\n" }, "after a refused call");
    },
  },
  {
    name: "replace() leaves nothing of what was there, and appends continue from its end",
    test: async ({ make, key }) => {
      const store = await make();
      const name = key();
      const { epoch } = await store.take(name);
      await store.append(name, epoch, "a", 0, bytes("one\ntwo\n"));
      await store.replace(name, epoch, "a", bytes("1\n"));
      await store.append(name, epoch, "a", 2, bytes("2\n"));
      await store.replace(name, epoch, "b", bytes("no line feed"));
      await store.replace(name, epoch, "empty", bytes(""));
      const next = await mustHold(
        store,
        name,
        { a: "1\n2\n", b: "no line feed", empty: "" },
        "after replace()",
      );
      await store.replace(name, next, "a", bytes("a longer one than before\n"));
      await store.replace(name, next, "a", bytes("short\n"));
      await mustHold(
        store,
        name,
        { a: "short\n", b: "no line feed", empty: "" },
        "after the next one's replace()",
      );
    },
  },
];
