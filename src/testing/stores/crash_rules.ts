/**
 * Rules for stores: a writer may die between any two calls, or in the middle of one.
 *
 * @module
 */
import type { ThreadStore } from "../../core/ports/thread_store.ts";
import { bytes, must, mustHold, type Rule } from "./check.ts";
import { overtaken, ROUNDS } from "./overtaken.ts";

/** Lines of a file that is replaced, of 1 KB each: too many for one piece in many stores. */
const REPLACED_LINES = 256;

type Files = Record<string, string>;

/** A call, and the files after it. */
interface Step {
  readonly call: (store: ThreadStore, key: string, epoch: number) => Promise<void>;
  readonly after: Files;
}

const append =
  (file: string, position: number, lines: string): Step["call"] => (store, key, epoch) =>
    store.append(key, epoch, file, position, bytes(lines));
const replace = (file: string, data: string): Step["call"] => (store, key, epoch) =>
  store.replace(key, epoch, file, bytes(data));

const STEPS: readonly Step[] = [
  { call: append("a", 0, "1\n"), after: { a: "1\n" } },
  { call: append("a", 2, "2\n3\n"), after: { a: "1\n2\n3\n" } },
  { call: append("b/c", 0, "b\n"), after: { a: "1\n2\n3\n", "b/c": "b\n" } },
  { call: replace("a", "4\n"), after: { a: "4\n", "b/c": "b\n" } },
  { call: append("a", 2, "5\n"), after: { a: "4\n5\n", "b/c": "b\n" } },
  { call: replace("a", ""), after: { a: "", "b/c": "b\n" } },
  { call: append("a", 0, "6\n"), after: { a: "6\n", "b/c": "b\n" } },
];

/** The rules. */
export const CRASHES: readonly Rule[] = [
  {
    name: "a writer that dies after any call has lost nothing",
    test: async ({ make, key }) => {
      for (let calls = 0; calls <= STEPS.length; calls++) {
        const name = key();
        const store = await make();
        const { epoch } = await store.take(name);
        for (const { call } of STEPS.slice(0, calls)) await call(store, name, epoch);
        await mustHold(await make(), name, STEPS[calls - 1]?.after ?? {}, `after call ${calls}`);
      }
    },
  },
  {
    name: "another writer for each call makes no difference",
    test: async ({ make, key }) => {
      const name = key();
      let before: Files = {};
      for (const { call, after } of STEPS) {
        const store = await make();
        await call(store, name, await mustHold(store, name, before, "before a call"));
        before = after;
      }
      await mustHold(await make(), name, before, "after the last call");
    },
  },
  {
    name: "a history of many writers stays whole",
    test: async ({ make, key }) => {
      const name = key();
      let text = "";
      for (let i = 0; i < 40; i++) {
        const store = await make();
        const epoch = await mustHold(store, name, text === "" ? {} : { a: text }, `writer ${i}`);
        const line = `${"x".repeat(i % 7)}${i}\n`;
        await store.append(name, epoch, "a", text.length, bytes(line));
        text += line;
      }
      await mustHold(await make(), name, { a: text }, "after the last writer");
    },
  },
  {
    name: "nobody is given the torn end of a line",
    test: async ({ make, key, tear }) => {
      if (tear === null) return;
      const name = key();
      const store = await make();
      const { epoch } = await store.take(name);
      await store.append(name, epoch, "a", 0, bytes("one\n"));
      await tear(name, "a", bytes("two\nthr"));
      const next = await make();
      const { epoch: mine, files } = await next.take(name);
      const text = new TextDecoder().decode(files[0]?.data);
      if (text !== "one\n" && text !== "one\ntwo\n") {
        throw new Error(`there is ${JSON.stringify(text)}`);
      }
      await next.append(name, mine, "a", text.length, bytes("four\n"));
      await mustHold(await make(), name, { a: `${text}four\n` }, "after it was continued");
    },
  },
  {
    name: "a write that was torn can be repeated by its writer",
    test: async ({ make, key, tear }) => {
      if (tear === null) return;
      const name = key();
      const store = await make();
      const { epoch } = await store.take(name);
      await store.append(name, epoch, "a", 0, bytes("one\n"));
      await tear(name, "a", bytes("tw"));
      await store.append(name, epoch, "a", 4, bytes("two\n"));
      await mustHold(await make(), name, { a: "one\ntwo\n" }, "after the repeat");
    },
  },
  {
    name: "a file that is replaced is the old one or the new one, whoever looks",
    test: async (bench) => {
      const content = (i: number) => `${String(i).padStart(1_023, "0")}\n`.repeat(REPLACED_LINES);
      for (let round = 0; round < ROUNDS; round++) {
        const { kept, text } = await overtaken(bench, round, (store, key, epoch, call) => {
          return store.replace(key, epoch, "a", bytes(content(call)));
        });
        // The last call may have had its effect, too.
        const old = kept === 0 ? "" : content(kept - 1);
        must(
          text === old || text === content(kept),
          `it is neither, with ${text.length} bytes`,
        );
      }
    },
  },
];
