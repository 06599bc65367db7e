/**
 * The conformance suite for stores.
 *
 * @module
 */
import { orAborted } from "../../core/base/or_aborted.ts";
import { messageOf } from "../../core/base/plain_text.ts";
import { checkNames } from "../../core/options/arguments.ts";
import { kindOf } from "../../core/base/words.ts";
import type { ThreadStore } from "../../core/ports/thread_store.ts";
import { answeredIn, type Bench, type Rule, typed, withEach } from "./check.ts";
import { CRASHES } from "./crash_rules.ts";
import { FENCING } from "./fence_rules.ts";
import { KEYS_AND_SIZES } from "./key_rules.ts";
import { ORDER } from "./order_rules.ts";

/**
 * Options of {@linkcode testThreadStore}.
 *
 * @category Conformance
 */
export interface StoreTestOptions {
  /**
   * Adds bytes to the end of a file behind the store's back, as a writer does that dies in the middle of
   * a call. Without it, torn writes are not tested: a store with transactions has none.
   */
  readonly tear?: ((key: string, file: string, bytes: Uint8Array) => Promise<void>) | undefined;
  /** Size of the big file, in bytes. Default: 64 MiB. */
  readonly bigBytes?: number | undefined;
}

/** Milliseconds that each call to a store may take. */
const LIMIT_MS = 60_000;

/** The rules, in the order in which they are tested. */
export const RULES: readonly Rule[] = [...ORDER, ...FENCING, ...CRASHES, ...KEYS_AND_SIZES];

/**
 * Tests whether a `ThreadStore` follows the rules: order, positions, fencing, torn writes, writers that
 * die after any call, big files, files of many pieces, many keys, odd keys. Nobody else should use the store
 * meanwhile, and it should be empty: some keys are the same each time, such as "" and "..".
 *
 * All writers are in this process. The calls of a store that never waits, such as one on SQLite's synchronous
 * functions, therefore never overlap, and nobody tests whether each is a transaction.
 *
 * @param make Makes an instance of the store. Each call returns a new one over the same storage, as
 * another process would have.
 * @param options What else is tested.
 * @throws {TypeError} If `make` is not a function, or an option is unknown.
 * @throws {Error} With the first rule that is broken, and the evidence: a call that is not answered for a
 * minute, for example.
 *
 * @example Test a store
 * ```ts
 * import { folderStore } from "@codex-js/sdk/durable";
 * import { testThreadStore } from "@codex-js/sdk/testing";
 *
 * const path = await Deno.makeTempDir();
 * await testThreadStore(() => folderStore(path, { sync: false }), { bigBytes: 2 << 20 });
 * await Deno.remove(path, { recursive: true });
 * ```
 *
 * @category Conformance
 */
export async function testThreadStore(
  make: () => ThreadStore | Promise<ThreadStore>,
  options: StoreTestOptions = {},
): Promise<void> {
  if (typeof make !== "function") {
    throw new TypeError(`Cannot test a store: make must be a function, not ${kindOf(make)}`);
  }
  checkNames("test a store", options, ["tear", "bigBytes"]);
  await testRules(make, options, LIMIT_MS);
}

/** Tests each rule. */
export async function testRules(
  make: () => ThreadStore | Promise<ThreadStore>,
  options: StoreTestOptions,
  limitMs: number,
): Promise<void> {
  const run = crypto.randomUUID();
  const stop = new AbortController();
  const answered = answeredIn(limitMs, stop);
  for (const [i, { name, test }] of RULES.entries()) {
    const used: string[] = [];
    const bench: Bench = {
      make: async () => typed(await answered("make()", make), answered),
      key: (key = `conformance ${run} ${i}.${used.length}`) => {
        used.push(key);
        return key;
      },
      tear: options.tear ?? null,
      bigBytes: options.bigBytes ?? 64 << 20,
    };
    try {
      await orAborted(test(bench), stop.signal, 0);
    } catch (cause) {
      const why = messageOf(cause);
      throw new Error(`The store breaks the rule that ${name}: ${why}`, { cause });
    }
    const removed = async () => {
      const store = await bench.make();
      await withEach(used, (key) => store.delete(key));
    };
    await orAborted(removed(), stop.signal, 0);
  }
}
