/**
 * A store in memory that keeps the rules, but for one flaw if it is given.
 *
 * @module
 */
import type { StoredFile, TakenKey, ThreadStore } from "../../src/core/ports/thread_store.ts";
import { InvalidInputError } from "../../src/core/vocabulary/errors.ts";
import { TakenError } from "../../src/core/vocabulary/taken_error.ts";

/** What the instances of one store share. */
export class Storage {
  readonly keys: Map<string, Entry> = new Map();
  /** Settles when a call is to be answered. */
  readonly moment: () => Promise<void>;

  /** @param moment How long a call takes: until the next timer, by default. */
  constructor(moment: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve))) {
    this.moment = moment;
  }

  /** Adds bytes behind the store's back. */
  tear(key: string, file: string, bytes: Uint8Array): Promise<void> {
    const files = this.keys.get(key)?.files as Map<string, Uint8Array<ArrayBuffer>>;
    files.set(file, joined(files.get(file) ?? new Uint8Array(), bytes));
    return Promise.resolve();
  }
}

interface Entry {
  epoch: number;
  deleted: boolean;
  takes: number;
  files: Map<string, Uint8Array<ArrayBuffer>>;
}

/** What can be wrong with a store, by the rule that it breaks. */
export const FLAWS = {
  "finds a file in a new key": "a new key has no files",
  "reads bytes as text": "lines come back in order, byte for byte",
  "leaves gaps": "lines beyond the end of a file are refused",
  "calls a gap a failure": "lines beyond the end of a file are refused",
  "minds no position": "the same lines at the same position are stored once",
  "writes over lines": "different lines at an occupied position are refused",
  "calls other lines a failure": "different lines at an occupied position are refused",
  "takes half lines": "data that is not whole lines is refused",
  "calls half lines a failure": "data that is not whole lines is refused",
  "keeps the rest of what it replaces": "replace() leaves nothing of what was there",
  "gives an epoch twice": "each take() gives a greater epoch",
  "lets old writers append": "a writer that has lost a key cannot write",
  "lets old writers replace": "a writer that has lost a key cannot write",
  "lets old writers repeat": "a writer that has lost a key cannot write",
  "names no epoch": "a writer that has lost a key cannot write",
  "takes any greater epoch": "an epoch that nobody was given cannot write",
  "reads and writes the epoch in two steps": "only the last one can write",
  "answers well whom it has overtaken": "what a writer was told is kept is kept",
  "writes long after it has looked": "what a writer was told is kept is kept",
  "keeps the last replace() in memory": "a writer that dies after any call has lost nothing",
  "forgets after six writers": "another writer for each call makes no difference",
  "forgets after twenty writers": "a history of many writers stays whole",
  "gives torn lines": "nobody is given the torn end of a line",
  "trips over its own torn lines": "a write that was torn can be repeated by its writer",
  "replaces in two steps": "a file that is replaced is the old one or the new one",
  "deletes all keys": "keys do not affect each other",
  "minds no case": "any string is a key",
  "normalizes keys": "any string is a key",
  "cuts long keys": "any string is a key",
  "minds no case of files": "any string of usual length is a file name",
  "lists deleted keys": "a deleted key no longer exists",
  "leaves a deleted key to its holder": "a deleted key no longer exists",
  "begins epochs anew": "a deleted key no longer exists",
  "cuts long lines": "a line of 8 MB comes back whole",
  "keeps later pieces of what it replaces": "a line of 8 MB comes back whole",
  "cuts big files": "a big file comes back whole",
  "gives one page of a file": "a file that was written in many calls comes back whole",
  "lists one page": "list() contains each of many keys once",
} as const;

/** A flaw. */
export type Flaw = keyof typeof FLAWS;

const MEGABYTE = 1 << 20;
/** As many as many services list at once. */
const PAGE = 1_000;

/** An instance of a store. */
export class MemoryStore implements ThreadStore {
  readonly #storage: Storage;
  readonly #flaw: Flaw | null;
  #late: (() => void) | null = null;

  constructor(storage: Storage, flaw: Flaw | null = null) {
    this.#storage = storage;
    this.#flaw = flaw;
  }

  async take(key: string): Promise<TakenKey> {
    this.#flush();
    const entry = this.#entry(key);
    const epoch = entry.epoch + (this.#flaw === "gives an epoch twice" ? 0 : 1);
    if (this.#flaw === "reads and writes the epoch in two steps") await this.#storage.moment();
    entry.epoch = Math.max(epoch, 1);
    entry.deleted = false;
    entry.takes++;
    if (this.#flaw === "forgets after six writers" && entry.takes > 6) entry.files.clear();
    if (this.#flaw === "forgets after twenty writers" && entry.takes > 20) entry.files.clear();
    const files: StoredFile[] = [];
    for (const [path, all] of entry.files) {
      const torn = this.#flaw === "gives torn lines" || !path.startsWith("a");
      const data = torn ? all : all.slice(0, all.lastIndexOf(10) + 1);
      entry.files.set(path, data);
      const end = this.#flaw === "gives one page of a file" ? endOfPage(data) : data.length;
      files.push({ path, data: data.slice(0, end) });
    }
    if (this.#flaw === "finds a file in a new key") {
      files.push({ path: "README", data: new Uint8Array() });
    }
    return { epoch: entry.epoch, files };
  }

  async append(
    key: string,
    epoch: number,
    file: string,
    position: number,
    lines: Uint8Array,
  ): Promise<void> {
    this.#flush();
    const entry = this.#entry(key, false);
    const name = this.#flaw === "minds no case of files" ? file.toLowerCase() : file;
    const flaw = this.#flaw;
    const before = entry.files.get(name) ?? new Uint8Array();
    const isRepeat = position + lines.length <= before.length;
    const passes = flaw === "lets old writers append" ||
      (flaw === "lets old writers repeat" && isRepeat);
    if (!passes) this.#check(key, entry, epoch);
    if (lines.at(-1) !== 10 && flaw !== "takes half lines") {
      throw this.#invalid("lines", "no whole lines", "calls half lines a failure");
    }
    const write = () => {
      const data = this.#appended(entry.files.get(name) ?? new Uint8Array(), position, lines);
      entry.files.set(name, data);
    };
    if (flaw === "answers well whom it has overtaken") {
      await this.#storage.moment();
      if (entry.epoch === epoch) write();
      return;
    }
    if (flaw === "writes long after it has looked") {
      // Longer than a take takes, and the writer is told that it has lost.
      await this.#storage.moment();
      await this.#storage.moment();
      write();
      this.#check(key, entry, epoch);
      return;
    }
    write();
    await this.#storage.moment();
  }

  #appended(all: Uint8Array, position: number, given: Uint8Array): Uint8Array<ArrayBuffer> {
    const flaw = this.#flaw;
    const lines = flaw === "cuts long lines" ? given.subarray(0, 4 * MEGABYTE) : flaw ===
        "reads bytes as text"
      ? new TextEncoder().encode(new TextDecoder().decode(given))
      : given;
    const before = flaw === "trips over its own torn lines" && (all.at(-1) ?? 10) !== 10
      ? null
      : all;
    if (before === null) throw new Error("torn");
    if (position > before.length) {
      if (flaw !== "leaves gaps") {
        throw this.#invalid("position", "beyond the end", "calls a gap a failure");
      }
      return joined(before, new Uint8Array(position - before.length), lines);
    }
    if (flaw === "minds no position") return joined(before, lines);
    const there = Math.min(before.length - position, lines.length);
    const isSame = before.subarray(position, position + there)
      .every((byte, i) => byte === lines[i]);
    if (!isSame && flaw !== "writes over lines") {
      throw this.#invalid("position", "other bytes are there", "calls other lines a failure");
    }
    if (!isSame) return joined(before.subarray(0, position), lines);
    const data = joined(before, lines.subarray(there));
    return flaw === "cuts big files" ? data.slice(0, 9 * MEGABYTE) : data;
  }

  async replace(key: string, epoch: number, file: string, data: Uint8Array): Promise<void> {
    this.#flush();
    const entry = this.#entry(key, false);
    if (this.#flaw !== "lets old writers replace") this.#check(key, entry, epoch);
    const name = this.#flaw === "minds no case of files" ? file.toLowerCase() : file;
    const before = entry.files.get(name) ?? new Uint8Array();
    const rest = this.#flaw === "keeps the rest of what it replaces"
      ? before.subarray(data.length)
      : this.#flaw === "keeps later pieces of what it replaces"
      ? before.subarray(MEGABYTE)
      : new Uint8Array();
    const write = () => entry.files.set(name, joined(data, rest));
    if (this.#flaw === "replaces in two steps") {
      entry.files.set(name, new Uint8Array());
      await this.#storage.moment();
      this.#check(key, entry, epoch);
    }
    if (this.#flaw === "keeps the last replace() in memory") this.#late = write;
    else write();
    await this.#storage.moment();
  }

  list(): Promise<string[]> {
    const all = [...this.#storage.keys].filter(([, { deleted, takes }]) =>
      takes > 0 && (!deleted || this.#flaw === "lists deleted keys")
    ).map(([key]) => key);
    return Promise.resolve(this.#flaw === "lists one page" ? all.slice(0, PAGE) : all);
  }

  async delete(key: string): Promise<void> {
    const all = this.#flaw === "deletes all keys";
    for (const entry of all ? this.#storage.keys.values() : [this.#entry(key)]) {
      if (entry.takes === 0 || entry.deleted) continue;
      entry.deleted = true;
      entry.files = new Map();
      if (this.#flaw === "begins epochs anew") entry.epoch = 0;
      else if (this.#flaw !== "leaves a deleted key to its holder") entry.epoch++;
    }
    await this.#storage.moment();
  }

  #flush(): void {
    this.#late?.();
    this.#late = null;
  }

  #entry(key: string, isKept = true): Entry {
    const { keys } = this.#storage;
    const name = this.#flaw === "minds no case"
      ? key.toLowerCase()
      : this.#flaw === "normalizes keys"
      ? key.normalize()
      : this.#flaw === "cuts long keys"
      ? key.slice(0, 255)
      : key;
    const fresh: Entry = { epoch: 0, deleted: false, takes: 0, files: new Map() };
    const entry = keys.get(name) ?? fresh;
    if (isKept) keys.set(name, entry);
    return entry;
  }

  #invalid(option: string, message: string, flaw: Flaw): Error {
    return this.#flaw === flaw ? new Error(message) : new InvalidInputError(option, message);
  }

  #check(key: string, entry: Entry, epoch: number): void {
    const isLater = this.#flaw === "takes any greater epoch" && epoch > entry.epoch;
    const isHeld = !entry.deleted || this.#flaw === "leaves a deleted key to its holder";
    if ((entry.epoch === epoch && isHeld) || isLater) return;
    if (this.#flaw === "names no epoch") throw new TakenError("", 0);
    throw new TakenError(key, epoch);
  }
}

/** The length of the lines of one page. */
function endOfPage(data: Uint8Array): number {
  let end = 0;
  for (let i = 0; i < PAGE && end < data.length; i++) {
    end = data.indexOf(10, end) + 1 || data.length;
  }
  return end;
}

function joined(...pieces: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const piece of pieces) {
    all.set(piece, length);
    length += piece.length;
  }
  return all;
}
