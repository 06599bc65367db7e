/**
 * What the rules for stores are expressed with.
 *
 * @module
 */
import type { StoredFile, ThreadStore } from "../../core/ports/thread_store.ts";

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
