/**
 * What the rules for stores are expressed with.
 *
 * @module
 */
import { quoted } from "../../core/base/plain_text.ts";
import { startTimer, stopTimer } from "../../core/base/timers.ts";
import { described, kindOf } from "../../core/base/words.ts";
import type { StoredFile, TakenKey, ThreadStore } from "../../core/ports/thread_store.ts";

/** A rule for stores, and its test. */
export interface Rule {
  /** The rule. */
  readonly name: string;
  /** Rejects if it is broken. */
  readonly test: (bench: Bench) => Promise<void>;
}

/** What a rule is tested with. */
export interface Bench {
  /** Another instance of the store, over the same storage. */
  make(): Promise<ThreadStore>;
  /** A key that has not been used. */
  key(name?: string): string;
  /** Leaves at the end of a file what an interrupted write leaves, or null if nobody knows how. */
  readonly tear: ((key: string, file: string, bytes: Uint8Array) => Promise<void>) | null;
  /** The length of a big file, in bytes. */
  readonly bigBytes: number;
}

/** How many keys are used at the same time. */
const AT_ONCE = 8;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A text as bytes. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Files as `name=content`, sorted, so that they can be compared; long ones by their length. */
export function shown(files: readonly StoredFile[]): string {
  return files.map(({ path, data }) => {
    const text = data.length > 500 ? `${data.length} bytes` : JSON.stringify(decoder.decode(data));
    return `${JSON.stringify(path)}=${text}`;
  }).sort().join(" ");
}

/** Rejects unless a condition holds. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/**
 * A store whose results are of the right types: it may pass on what a database gives it.
 *
 * @param store The store.
 * @param answered Waits for the answer to a call.
 */
export function typed(store: ThreadStore, answered: Answered): ThreadStore {
  return {
    take: async (key) => checkedTake(await answered(`take(${quoted(key)})`, () => store.take(key))),
    append: (key, ...rest) =>
      answered(`append(${quoted(key)}, …)`, () => store.append(key, ...rest)),
    replace: (key, ...rest) =>
      answered(`replace(${quoted(key)}, …)`, () => store.replace(key, ...rest)),
    list: async () => checkedList(await answered("list()", () => store.list())),
    delete: (key) => answered(`delete(${quoted(key)})`, () => store.delete(key)),
  };
}

/** Waits for the answer to a call, which has a name. */
export type Answered = <T>(name: string, call: () => T | Promise<T>) => Promise<T>;

/**
 * Waits for answers, but not for ever.
 *
 * @param stop Fires, with an error that names the call, if one is not answered in time. The call does not
 * reject: that could be what a rule expects of it.
 * @param limitMs How long a call may take.
 */
export function answeredIn(limitMs: number, stop: AbortController): Answered {
  return async (name, call) => {
    const late = () => stop.abort(new Error(`${name} has not answered for ${limitMs / 1_000} s`));
    const timer = startTimer(late, limitMs);
    try {
      return await call();
    } finally {
      stopTimer(timer);
    }
  };
}

function checkedTake(taken: TakenKey): TakenKey {
  const told = (what: string, expected: string) => `take() returned ${what}, not ${expected}`;
  must(Object(taken) === taken, told(described(taken), "an epoch and files"));
  const { epoch, files } = taken;
  const isEpoch = Number.isSafeInteger(epoch) && epoch > 0;
  must(isEpoch, told(`${described(epoch)} as the epoch`, "an integer above 0"));
  must(Array.isArray(files), told(`${described(files)} as the files`, "an array"));
  for (const file of files) {
    const { path, data } = Object(file);
    must(typeof path === "string", told(`${described(path)} as a file's path`, "a string"));
    must(ArrayBuffer.isView(data), told(`${kindOf(data)} as the data of ${quoted(path)}`, "bytes"));
  }
  return taken;
}

function checkedList(keys: string[]): string[] {
  must(Array.isArray(keys), `list() returned ${described(keys)}, not an array`);
  const wrong = keys.findIndex((key) => typeof key !== "string");
  must(wrong < 0, `list() returned ${described(keys[wrong])} as a key, not a string`);
  return keys;
}

/** Rejects unless a key's files are these; takes the key over to check that. */
export async function mustHold(
  store: ThreadStore,
  key: string,
  files: Readonly<Record<string, string>>,
  when: string,
): Promise<number> {
  const { epoch, files: found } = await store.take(key);
  const expected = shown(
    Object.entries(files).map(([path, text]) => ({ path, data: bytes(text) })),
  );
  must(
    shown(found) === expected,
    `${when}: ${shown(found) || "no files"}, not ${expected || "none"}`,
  );
  return epoch;
}

/** Rejects unless a call rejects. */
export async function mustReject(call: Promise<unknown>, what: string): Promise<void> {
  must(await call.then(() => false, () => true), `${what}: it resolved`);
}

/** Rejects unless a call rejects with an `InvalidInputError`: after any other error, it would be repeated. */
export async function mustBeInvalid(call: Promise<unknown>, what: string): Promise<void> {
  const error: unknown = await call.then(() => null, (error: unknown) => error);
  must(error !== null, `${what}: it resolved`);
  const { name } = Object(error) as { readonly name?: unknown };
  const isInvalid = name === "InvalidInputError";
  must(isInvalid, `${what}: it rejected with ${String(error)}, not an InvalidInputError`);
}

/** Rejects unless a call rejects with a `TakenError` that names the key and the epoch. */
export async function mustBeTaken(
  call: Promise<unknown>,
  what: string,
  key: string,
  epoch: number,
): Promise<void> {
  const error: unknown = await call.then(() => null, (error: unknown) => error);
  must(error !== null, `${what}: it resolved`);
  const told = Object(error) as { name?: unknown; key?: unknown; epoch?: unknown };
  must(told.name === "TakenError", `${what}: it rejected with ${String(error)}, not a TakenError`);
  must(told.key === key && told.epoch === epoch, `${what}: the error names another key or epoch`);
}

/** Does something with each of many keys, a few at a time, as workers would. */
export async function withEach(
  keys: readonly string[],
  action: (key: string) => Promise<unknown>,
): Promise<void> {
  const waiting = [...keys];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) await action(key);
  }));
}
