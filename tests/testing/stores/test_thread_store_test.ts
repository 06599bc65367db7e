import { assert, assertRejects, assertStringIncludes } from "@std/assert";
import {
  RULES,
  testRules,
  testThreadStore,
} from "../../../src/testing/stores/test_thread_store.ts";
import { type Flaw, FLAWS, MemoryStore, Storage } from "../../durable/memory_store.ts";

const BIG = 10 << 20;

Deno.test("testThreadStore() takes a store that keeps the rules", async () => {
  const storage = new Storage();
  await testThreadStore(() => new MemoryStore(storage), {
    tear: (key, file, bytes) => storage.tear(key, file, bytes),
    bigBytes: BIG,
  });
});

Deno.test("testThreadStore() takes a store that never waits, as one on SQLite", async () => {
  const storage = new Storage(() => Promise.resolve());
  await testThreadStore(() => new MemoryStore(storage), { bigBytes: BIG });
});

for (const [flaw, rule] of Object.entries(FLAWS)) {
  Deno.test(`testThreadStore() rejects a store that ${flaw}`, async () => {
    const storage = new Storage();
    const { message } = await assertRejects(
      () =>
        testThreadStore(() => new MemoryStore(storage, flaw as Flaw), {
          tear: (key, file, bytes) => storage.tear(key, file, bytes),
          bigBytes: BIG,
        }),
      Error,
      "The store breaks the rule",
    );
    assertStringIncludes(message, rule);
    // A late write of the flawed store is not the next test's.
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
}

Deno.test("testThreadStore() refuses what makes no store, and options it does not have", async () => {
  const test = testThreadStore as unknown as (...given: unknown[]) => Promise<void>;
  await assertRejects(() => test(new MemoryStore(new Storage())), TypeError, "not a MemoryStore");
  // Without it, torn writes would not be tested, and nobody would know.
  const says = 'there is no "taer" in the options; use tear or bigBytes';
  await assertRejects(() => test(() => null, { taer: () => {} }), TypeError, says);
});

const DATA = new TextEncoder().encode("one\n");

function taken(epoch: unknown, files: unknown): unknown {
  return { epoch, files };
}

/** What a store returns, and what is said of it. */
const WRONG: readonly (readonly ["take" | "list", unknown, string])[] = [
  ["take", undefined, "take() returned undefined, not an epoch and files"],
  ["take", taken("1", []), 'take() returned the string "1" as the epoch, not an integer above 0'],
  ["take", taken(1n, []), "take() returned a bigint as the epoch, not an integer above 0"],
  ["take", taken(0, []), "take() returned 0 as the epoch, not an integer above 0"],
  ["take", taken(1, undefined), "take() returned undefined as the files, not an array"],
  ["take", taken(1, { a: DATA }), "take() returned an object as the files, not an array"],
  ["take", taken(1, [null]), "take() returned undefined as a file's path, not a string"],
  [
    "take",
    taken(1, [{ path: "a", data: "b25lCg==" }]),
    'take() returned a string as the data of "a", not bytes',
  ],
  ["list", undefined, "list() returned undefined, not an array"],
  ["list", new Set(["a"]), "list() returned a Set, not an array"],
  ["list", [{ key: "a" }], "list() returned an object as a key, not a string"],
];

for (const [method, returned, words] of WRONG) {
  Deno.test(`testThreadStore() says that ${words}`, async () => {
    const storage = new Storage();
    const make = () => {
      const store = new MemoryStore(storage);
      return Object.assign(store, { [method]: () => Promise.resolve(returned) });
    };
    const error = await assertRejects(() => testThreadStore(make, { bigBytes: BIG }), Error);
    assertStringIncludes(error.message, words);
  });
}

Deno.test("testThreadStore() says what a store has rejected with before it was to be overtaken", async () => {
  const rule = RULES.find(({ name }) => name.includes("overtaken while it writes"));
  const storage = new Storage();
  let stores = 0;
  const make = () => {
    const store = new MemoryStore(storage);
    // After three of the rule's rounds, of two stores each.
    if (++stores > 6) store.append = () => Promise.reject(new Error("the disk is full"));
    return Promise.resolve(store);
  };
  let keys = 0;
  const bench = { make, key: () => `key ${keys++}`, tear: null, bigBytes: BIG };
  await assertRejects(async () => await rule?.test(bench), Error, "the disk is full");
});

/** A call that is never answered, by how often it was before. */
const UNANSWERED: readonly (readonly ["make" | keyof MemoryStore, number, string])[] = [
  ["make", 2, "make() has not answered for 0.1 s"],
  ["take", 3, 'take("conformance '],
  // Where it is expected to reject.
  ["append", 30, 'the rule that an epoch that nobody was given cannot write: append("conformance '],
  ["replace", 2, 'replace("conformance '],
  ["list", 0, "list() has not answered for 0.1 s"],
  ["delete", 0, 'delete("conformance '],
];

for (const [method, before, words] of UNANSWERED) {
  Deno.test(`testThreadStore() names the ${method}() that is never answered`, async () => {
    const storage = new Storage();
    let calls = 0;
    const isLate = () => calls++ >= before;
    const never = () => new Promise<never>(() => {});
    const make = async () => {
      if (method === "make") return isLate() ? await never() : new MemoryStore(storage);
      const store = new MemoryStore(storage);
      const call = store[method].bind(store) as (...given: unknown[]) => Promise<unknown>;
      const some = (...given: unknown[]) => isLate() ? never() : call(...given);
      return Object.assign(store, { [method]: some });
    };
    const error = await assertRejects(() => testRules(make, { bigBytes: BIG }, 100), Error);
    assertStringIncludes(error.message, words);
    assertStringIncludes(error.message, "has not answered for 0.1 s");
  });
}

Deno.test("testThreadStore() has a flawed store for each rule", () => {
  const shown = Object.values(FLAWS);
  const missing = RULES.filter(({ name }) => !shown.some((rule) => name.includes(rule)));
  assert(missing.length === 0, missing.map(({ name }) => name).join("\n"));
});
