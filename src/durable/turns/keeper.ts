/**
 * Keeps a turn under way: what Codex has written goes into the store, line by line, until another call
 * takes over the key.
 *
 * @module
 */
import { now, sleep, startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";
import type { Files } from "../../core/ports/files.ts";
import type { TakenKey, ThreadStore } from "../../core/ports/thread_store.ts";
import { parsedLine, wholeLines } from "../../core/rollout/lines.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import { TakenError } from "../../core/vocabulary/taken_error.ts";
import { renew } from "../homes/home.ts";
import { sessionFiles } from "../homes/sessions.ts";
import { type Entry, entryLine, type KeyRecord, RECORD } from "./record.ts";
import { storeCall } from "./store_call.ts";

/** Milliseconds between attempts at a call that the store has refused: 6 s in all. */
const PAUSES: readonly number[] = [50, 100, 200, 400, 800, 1_600, 3_000];
/** Milliseconds between checks whether the key has been taken over, while nothing is written. */
const BEAT_MS = 5_000;

/**
 * Milliseconds for which the store may refuse every call. Another call may have taken over meanwhile, and
 * what is done now would be done again.
 */
const REFUSED_MS = 60_000;

/** What a keeper works with. */
export interface Kept {
  /** The store. */
  readonly store: ThreadStore;
  /** The key. */
  readonly key: string;
  /** The files of this machine. */
  readonly files: Files;
  /** The turn's home. */
  readonly home: string;
  /**
   * Stops the turn: nothing more is stored then. The keeper fires it if another call has taken over the
   * key, with the `TakenError` as the reason, or if the store refuses its calls for too long.
   */
  readonly stop: AbortController;
}

/** Keeps one turn. */
export class Keeper {
  /** What the SDK knows of the key. */
  readonly record: KeyRecord;
  readonly #kept: Kept;
  readonly #epoch: number;
  readonly #lengths: Map<string, number>;
  #queue: Promise<unknown> = Promise.resolve();
  #isWaiting = false;
  #last: { readonly position: number; readonly line: Uint8Array } | null = null;
  #timer: Timer | undefined;
  #refusedSince: number | null = null;
  readonly #refusedMs: number;

  /**
   * @param kept What it works with.
   * @param taken What the store has returned.
   * @param record What was read from it.
   * @param refusedMs How long the store may refuse every call.
   */
  constructor(
    kept: Kept,
    { epoch, files }: TakenKey,
    record: KeyRecord,
    refusedMs: number = REFUSED_MS,
  ) {
    this.#kept = kept;
    this.#epoch = epoch;
    this.#lengths = new Map(files.map(({ path, data }) => [path, data.length]));
    this.record = record;
    this.#refusedMs = refusedMs;
    this.#beat();
  }

  /** How many bytes of a file are in the store. */
  length(file: string): number {
    return this.#lengths.get(file) ?? 0;
  }

  /**
   * Writes a line into the record; settles when it is stored.
   *
   * @throws {TakenError} If the key was taken over.
   */
  async note(entry: Entry): Promise<void> {
    const line = entryLine(entry);
    await this.#alone(async () => {
      const position = this.length(RECORD);
      await this.#patiently(() => this.#append(RECORD, position, line));
      this.#last = { position, line };
      this.record.add(entry);
    });
  }

  /** Brings the store up to date soon. What it refuses is tried again with the next call. */
  mirror(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#alone(async () => {
      this.#isWaiting = false;
      if (this.#timer !== undefined) await this.#mirror();
    }).catch(() => {});
  }

  /**
   * Brings the store up to date.
   *
   * @throws {TakenError} If the key was taken over.
   */
  async flush(): Promise<void> {
    await this.#alone(() => this.#patiently(() => this.#mirror()));
  }

  /** Stops checking whether the key is still held, and leaves out what `mirror()` has not begun. */
  stop(): void {
    stopTimer(this.#timer);
    this.#timer = undefined;
  }

  async #mirror(): Promise<void> {
    const { files, home } = this.#kept;
    for (const file of await sessionFiles(files, home)) {
      const path = `${home}/${file}`;
      const known = this.length(file);
      const size = await files.size(path);
      // A home that is being removed says nothing of what was done.
      if (size === null || size === known) continue;
      if (size < known) await this.#replace(file, path);
      else await this.#grow(file, path, known);
    }
  }

  async #grow(file: string, path: string, known: number): Promise<void> {
    const { files } = this.#kept;
    const data = await files.read(path, known);
    const lines = keepable(data ?? new Uint8Array());
    if (lines.length === 0) return;
    try {
      await this.#append(file, known, lines);
    } catch (error) {
      // What was there has been rewritten.
      if (!(error instanceof InvalidInputError)) throw error;
      await this.#replace(file, path);
    }
  }

  async #replace(file: string, path: string): Promise<void> {
    const { store, key, files } = this.#kept;
    const data = await files.read(path);
    if (data === null) return;
    const lines = keepable(data).slice();
    await this.#held(() => store.replace(key, this.#epoch, file, lines));
    this.#lengths.set(file, lines.length);
  }

  async #append(file: string, position: number, lines: Uint8Array): Promise<void> {
    const { store, key } = this.#kept;
    await this.#held(() => store.append(key, this.#epoch, file, position, lines));
    this.#lengths.set(file, position + lines.length);
  }

  /**
   * Makes a call that shows whether the key is still held. None is made once the turn is stopped: what
   * Codex then writes about commands that end with it is only a guess, and Codex 0.171 says of one that
   * it has completed.
   */
  async #held<T>(call: () => Promise<T>): Promise<T> {
    const { stop } = this.#kept;
    stop.signal.throwIfAborted();
    try {
      const result = await storeCall(call, stop);
      this.#refusedSince = null;
      return result;
    } catch (error) {
      if (error instanceof TakenError || this.#isRefused(error)) stop.abort(error);
      throw error;
    }
  }

  /** Whether the store has now refused every call for too long. */
  #isRefused(error: unknown): boolean {
    // It has answered: what it was given does not fit.
    if (error instanceof InvalidInputError) return false;
    this.#refusedSince ??= now();
    return now() - this.#refusedSince > this.#refusedMs;
  }

  async #patiently(call: () => Promise<void>): Promise<void> {
    for (const pause of PAUSES) {
      try {
        return await call();
      } catch (error) {
        if (error instanceof TakenError || error instanceof InvalidInputError) throw error;
      }
      await sleep(pause, this.#kept.stop.signal);
    }
    await call();
  }

  /** Makes one call after another, because each continues where the one before ended. */
  #alone<T>(action: () => Promise<T>): Promise<T> {
    const mine = this.#queue.then(action);
    this.#queue = mine.catch(() => {});
    return mine;
  }

  #beat(): void {
    this.#timer = startTimer(() => {
      this.#look().catch(() => {}).finally(() => {
        if (this.#timer !== undefined) this.#beat();
      });
    }, BEAT_MS);
  }

  /** Writing the same again changes nothing, and is refused if the key is lost. */
  async #look(): Promise<void> {
    const last = this.#last;
    if (last === null) return;
    const { store, key, files, home } = this.#kept;
    await this.#held(() => store.append(key, this.#epoch, RECORD, last.position, last.line));
    if (this.#timer === undefined) return;
    // Codex writes some things down only after it has told the event.
    this.mirror();
    await renew({ files }, home);
  }
}

/**
 * Whole lines. A user's message takes up two of them: what the model reads, and then whose message it is.
 * The first is not stored alone: the message would not be found, and would be sent again.
 */
function keepable(data: Uint8Array): Uint8Array {
  const lines = wholeLines(data);
  const start = lines.subarray(0, -1).lastIndexOf(10) + 1;
  return isSaid(lines.subarray(start)) ? keepable(lines.subarray(0, start)) : lines;
}

function isSaid(line: Uint8Array): boolean {
  const text = new TextDecoder().decode(line);
  if (!text.includes('"response_item"') || !text.includes('"user"')) return false;
  const { type, payload } = Object(parsedLine(text));
  return type === "response_item" && payload?.type === "message" && payload.role === "user";
}
