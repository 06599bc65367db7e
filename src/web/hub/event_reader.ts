/**
 * One reader of a log.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { EventLog } from "./event_log.ts";
import type { HubEntry } from "./events.ts";

/**
 * The events of a thread, numbered, for one reader.
 *
 * @category Web
 */
export interface HubEvents extends AsyncIterableIterator<HubEntry> {
  /** The next event; waits for it. */
  next(): Promise<IteratorResult<HubEntry, void>>;
  /** The next event if it is there already, else null. Does not wait. */
  take(): HubEntry | null;
  /** The reader leaves. What waits in `next()` ends. */
  return(): Promise<IteratorResult<HubEntry, void>>;
}

/**
 * Which events to read.
 *
 * @category Web
 */
export interface ReadOptions {
  /**
   * The log that `after` is of, by the `id` of the thread's `log`. Where it is another one, nothing
   * counts as seen. Default: this one, unless it has no such number.
   */
  readonly log?: string | undefined;
  /** The number of the last event that the reader has seen. Default: 0, all that is kept. */
  readonly after?: number | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

/** Who keeps count of the readers. */
export interface Readers {
  /** One begins. */
  add(reader: EventReader): void;
  /** One has ended. */
  remove(reader: EventReader): void;
}

type Done = IteratorReturnResult<void>;
const DONE: Done = { done: true, value: undefined };

/** Reads a log from a number on. */
export class EventReader implements HubEvents {
  readonly #log: EventLog;
  readonly #signal: AbortSignal | undefined;
  readonly #readers: Readers;
  #after: number;
  #state: "idle" | "open" | "ended" = "idle";
  #more: (() => void) | null = null;
  #waiters: ((result: IteratorResult<HubEntry, void>) => void)[] = [];

  /**
   * @param log The log.
   * @param options Which events.
   * @param readers Is told when the reader begins and when it has ended.
   * @throws {InvalidInputError} If `after` is no number of an event.
   */
  constructor(log: EventLog, options: ReadOptions, readers: Readers) {
    const { after = 0, log: id = log.id, signal } = options;
    if (!Number.isInteger(after) || after < 0) {
      const state = "after must be the number of an event, or 0";
      throw new InvalidInputError("after", `Cannot read events: ${state}`);
    }
    this.#log = log;
    this.#signal = signal;
    this.#readers = readers;
    // A number that this log has not told is one of another log.
    this.#after = after > log.last || id !== log.id ? -1 : after;
  }

  /** Whether there will be no more. */
  get ended(): boolean {
    return this.#state === "ended";
  }

  /** Calls back once, when there is more to take, or the events have ended. Costs no promise. */
  whenMore(callback: () => void): void {
    this.#more = callback;
    this.#log.wait(this.#wake);
  }

  /** The next event; waits for it. */
  next(): Promise<IteratorResult<HubEntry, void>> {
    this.#open();
    const value = this.#waiters.length === 0 ? this.take() : null;
    if (value !== null) return Promise.resolve({ done: false, value });
    if (this.#state === "ended") return Promise.resolve(DONE);
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.#log.wait(this.#wake);
    });
  }

  /** The next event if it is there already, else null. */
  take(): HubEntry | null {
    this.#open();
    if (this.#state === "ended") return null;
    const entry = this.#log.read(this.#after);
    if (entry !== null) this.#after = entry.n;
    else if (this.#log.ended) this.#end();
    return entry;
  }

  /** The reader leaves. */
  return(): Promise<Done> {
    this.#end();
    return Promise.resolve(DONE);
  }

  /** The events are their own iterator. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  #open(): void {
    if (this.#state !== "idle") return;
    this.#state = "open";
    this.#readers.add(this);
    if (this.#signal?.aborted) this.#end();
    else this.#signal?.addEventListener("abort", this.#end);
  }

  readonly #wake = (): void => {
    while (this.#waiters.length > 0) {
      const value = this.take();
      if (value === null) break;
      this.#waiters.shift()?.({ done: false, value });
    }
    if (this.#waiters.length > 0) this.#log.wait(this.#wake);
    this.#callBack();
  };

  #callBack(): void {
    const more = this.#more;
    this.#more = null;
    more?.();
  }

  readonly #end = (): void => {
    const wasOpen = this.#state === "open";
    this.#state = "ended";
    this.#log.leave(this.#wake);
    this.#signal?.removeEventListener("abort", this.#end);
    for (const resolve of this.#waiters.splice(0)) resolve(DONE);
    if (wasOpen) this.#readers.remove(this);
    this.#callBack();
  };
}
