import { assertEquals, assertRejects } from "@std/assert";
import { CodexError, InvalidInputError } from "../../mod.ts";
import {
  type DurableTurnOptions,
  runDurableTurn,
  type ThreadStore,
} from "../../src/durable/mod.ts";
import { fakeCodex, hangs, turn } from "../../src/testing/mod.ts";
import { MemoryStore, Storage } from "./memory_store.ts";

const asked = { key: "key", messageId: "m-1", input: "Do it" };

/** A store whose `take()` returns what a store of somebody's own might. */
const storeOf = (taken: unknown) =>
  ({
    take: () => Promise.resolve(taken),
    append: () => Promise.resolve(),
    replace: () => Promise.resolve(),
  }) as unknown as ThreadStore;

Deno.test("runDurableTurn() tells of a store that returns no files", async () => {
  const file = { path: "a", data: new Uint8Array() };
  const takes: readonly unknown[] = [
    undefined,
    {},
    { files: null },
    { files: [file, null] },
    { files: [{ ...file, data: "text" }] },
    { files: [{ ...file, path: 7 }] },
  ];
  for (const taken of takes) {
    const store = storeOf(taken);
    const { message } = await assertRejects(() => runDurableTurn({ ...asked, store }), CodexError);
    assertEquals(
      message,
      'Cannot run a durable turn: take("key") of the store returns no files, ' +
        "each with a path and bytes as its data",
    );
  }
});

Deno.test("runDurableTurn() tells of a record that is not as it was stored, and what to do", async () => {
  const first = '{"message":"m-0","thread":null,"from":0}\n';
  for (const line of ["{", "null", "7", "[]", '{"message":7}']) {
    const data = new TextEncoder().encode(`${first}${line}\n`);
    const store = storeOf({ epoch: 1, files: [{ path: "durable.jsonl", data }] });
    const error = await assertRejects(() => runDurableTurn({ ...asked, store }), CodexError);
    assertEquals(
      error.message,
      "Cannot run a durable turn: line 2 of durable.jsonl is not as it was stored; " +
        "restore the key in the store, or delete it",
    );
  }
});

Deno.test("runDurableTurn() refuses a store, and questions, without all of their methods, and other arguments of the wrong type", async () => {
  const store = storeOf({ epoch: 1, files: [] });
  const ask = () => Promise.resolve();
  const bad: readonly [option: string, options: object][] = [
    ["store", { store: { ...store, take: undefined } }],
    ["store", { store: { ...store, append: undefined } }],
    ["store", { store: { ...store, replace: undefined } }],
    ["questions", { questions: {} }],
    ["questions", { questions: null }],
    ["questions", { questions: { ask } }],
    ["key", { key: undefined }],
    ["messageId", { messageId: " " }],
    // Spread, a number would pass for no options.
    ["options", { turnOptions: 5 }],
  ];
  for (const [option, options] of bad) {
    const error = await assertRejects(
      () => runDurableTurn({ ...asked, store, ...options } as DurableTurnOptions),
      InvalidInputError,
    );
    assertEquals(error.option, option);
  }
});

Deno.test("runDurableTurn() rejects with an error, whatever its store throws", async () => {
  for (const [thrown, told] of [[undefined, "undefined"], [null, "null"], ["down", "down"]]) {
    const store = { ...storeOf({}), take: () => Promise.reject(thrown) };
    const { message } = await assertRejects(() => runDurableTurn({ ...asked, store }), CodexError);
    assertEquals(message, `Cannot run a durable turn: the store failed: ${told}`);
  }
});

Deno.test("runDurableTurn() rejects with what onTurn throws or rejects with", async () => {
  const mine = new Error("mine");
  const throws = () => {
    throw mine;
  };
  for (const onTurn of [throws, () => Promise.reject(mine)]) {
    const codex = { spawn: fakeCodex([turn(hangs())]) };
    const store = new MemoryStore(new Storage());
    const running = runDurableTurn({ ...asked, store, codex, onTurn });
    assertEquals(await running.catch((error) => error), mine);
  }
});
