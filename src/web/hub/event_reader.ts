/**
 * One reader of a log.
 *
 * @module
 */
import { onAbort } from "../../core/base/on_abort.ts";
import { described } from "../../core/base/words.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { EventLog } from "./event_log.ts";
import type { HubEntry } from "./events.ts";

/**
 * The numbered events of a thread, for one reader.
 *
 * @category Web
 */
export interface HubEvents extends AsyncIterableIterator<HubEntry> {
  /** Returns the next event; waits until there is one. */
  next(): Promise<IteratorResult<HubEntry, void>>;
  /** Returns the next event if it is already there, else null. Does not wait. */
  take(): HubEntry | null;
  /** Stops reading. Pending calls of `next()` end. */
  return(): Promise<IteratorResult<HubEntry, void>>;
}

/**
 * Which events to read.
 *
 * @category Web
 */
export interface ReadOptions {
  /**
   * The log that `after` belongs to: the `id` of the thread's `log`. If it is a different log, no event
   * counts as seen. Default: the current log, unless `after` is greater than its last number.
   */
  readonly log?: string | undefined;
  /** The number of the last event that the reader has seen. Default: 0, for all events that are kept. */
  readonly after?: number | undefined;
  /** Ends the reading when it fires. */
  readonly signal?: AbortSignal | undefined;
}

/** Keeps count of the readers. */
export interface Readers {
  /** A reader begins. */
  add(reader: EventReader): void;
  /** A reader has ended. */
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
  #unlisten: () => void = () => {};
  #waiters: ((result: IteratorResult<HubEntry, void>) => void)[] = [];

  /**
   * @param log The log.
   * @param options Which events.
   * @param readers Told when the reader begins and when it has ended.
   * @throws {InvalidInputError} If `after` is neither the number of an event nor 0.
   */
  constructor(log: EventLog, options: ReadOptions, readers: Readers) {
    const { after = 0, log: id = log.id, signal } = options ?? {};
    if (!Number.isInteger(after) || after < 0) {
      const state = `after must be the number of an event, or 0, not ${described(after)}`;
      throw new InvalidInputError("after", `Cannot read events: ${state}`);
    }
    this.#log = log;
    this.#signal = signal;
    this.#readers = readers;
    // A number that this log has not reached belongs to another log.
    this.#after = after > log.last || id !== log.id ? -1 : after;
  }

  /** Whether there will be no more events. */
  get ended(): boolean {
    return this.#state === "ended";
  }

  /** Calls back once, when there is more to take or the events have ended. Costs no promise. */
  whenMore(callback: () => void): void {
    this.#more = callback;
    this.#log.wait(this.#wake);
  }

  /** Returns the next event; waits until there is one. */
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

  /** Returns the next event if it is already there, else null. */
  take(): HubEntry | null {
    this.#open();
    if (this.#state === "ended") return null;
    const entry = this.#log.read(this.#after);
    if (entry !== null) this.#after = entry.n;
    else if (this.#log.ended) this.#end();
    return entry;
  }

  /** Stops reading. */
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
    else if (this.#signal) this.#unlisten = onAbort(this.#signal, this.#end);
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
    this.#unlisten();
    for (const resolve of this.#waiters.splice(0)) resolve(DONE);
    if (wasOpen) this.#readers.remove(this);
    this.#callBack();
  };
}
