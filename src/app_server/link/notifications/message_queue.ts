/**
 * Messages that wait for one listener. A slow reader holds nobody up: beyond a limit, the oldest are dropped.
 *
 * @module
 */
import { jsonOf } from "../../../core/base/json.ts";
import type { DroppedMessage } from "./messages.ts";

/** A message, whatever its method. */
export interface AnyMessage {
  readonly method: string;
  readonly params: unknown;
}

/** Characters of JSON that may wait; the newest message stays, whatever its size. */
export const MAX_WAITING: number = 16 * 1024 * 1024;
/** The size of a message besides its parameters. */
const OVERHEAD = 128;
/** Messages that may have been taken before the queue frees their places. */
const COMPACT = 1024;

type Result = IteratorResult<AnyMessage, undefined>;

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Messages that wait for one listener. */
export class MessageQueue implements AsyncIterableIterator<AnyMessage, undefined> {
  readonly #left: () => void;
  #waiting: { readonly message: AnyMessage; readonly size: number }[] = [];
  #head = 0;
  #size = 0;
  #dropped = 0;
  #ended = false;
  #readers: ((result: Result) => void)[] = [];

  /** @param left Called when the listener has left. */
  constructor(left: () => void) {
    this.#left = left;
  }

  /** Adds a message. */
  push(message: AnyMessage): void {
    if (this.#ended) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) return reader({ done: false, value: message });
    const size = OVERHEAD + jsonOf(message.params ?? null).length;
    this.#waiting.push({ message, size });
    this.#size += size;
    while (this.#size > MAX_WAITING && this.#waiting.length - this.#head > 1) {
      this.#shift();
      this.#dropped++;
    }
  }

  /** Ends the queue; messages that wait can still be read. */
  end(): void {
    this.#ended = true;
    for (const reader of this.#readers.splice(0)) reader(DONE);
  }

  /** The next message. */
  next(): Promise<Result> {
    if (this.#dropped > 0) {
      const lost: DroppedMessage = { method: "sdk/dropped", params: { count: this.#dropped } };
      this.#dropped = 0;
      return Promise.resolve({ done: false, value: lost });
    }
    const value = this.#shift();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#ended) return Promise.resolve(DONE);
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  /** Stops listening. */
  return(): Promise<Result> {
    this.#left();
    this.#waiting = [];
    this.#head = this.#size = this.#dropped = 0;
    this.end();
    return Promise.resolve(DONE);
  }

  /** The queue is its own iterator. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  #shift(): AnyMessage | undefined {
    const entry = this.#waiting[this.#head];
    if (entry === undefined) return undefined;
    this.#size -= entry.size;
    delete this.#waiting[this.#head++];
    if (this.#head === this.#waiting.length || this.#head === COMPACT) {
      this.#waiting.splice(0, this.#head);
      this.#head = 0;
    }
    return entry.message;
  }
}
