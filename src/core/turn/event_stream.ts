/**
 * A queue of events that is read as an AsyncGenerator. Written by hand, because a native generator queues
 * `return()` behind a pending `next()`, and would wait forever for a silent Codex.
 *
 * @module
 */

/** What feeds an {@linkcode EventStream}. */
export interface EventSource<T> {
  /** Called when the first event is requested. */
  start(): void;
  /** Called when the consumer leaves; settles when the source has ended. */
  stop(): Promise<void>;
  /** Called when the consumer leaves before requesting anything. */
  unasked?(): void;
  /** Called when the consumer begins to wait for an event. */
  waiting?(): void;
  /** Returns the same key for events that may be merged while they wait, or null. */
  mergeKey?(event: T): string | null;
  /** Merges two events with the same key. */
  merge?(queued: T, next: T): T;
}

interface Waiter<T> {
  readonly resolve: (result: IteratorResult<T, void>) => void;
  readonly reject: (error: unknown) => void;
}

const DONE: IteratorReturnResult<void> = { done: true, value: undefined };

/** Characters of events that wait for the consumer before the source is asked to pause. */
export const HIGH_WATER: number = 32 * 1024;

/** How many events have been read before the queue drops them. */
const COMPACT = 4096;

/** A queue of events, read by one consumer. */
export class EventStream<T> implements AsyncGenerator<T, void, undefined> {
  readonly #source: EventSource<T>;
  #queue: (T | undefined)[] = [];
  #sizes: number[] = [];
  #head = 0;
  #queuedSize = 0;
  readonly #merges: boolean;
  // The position in the queue of the event of each merge key.
  #mergeable = new Map<string, number>();
  #bounded = true;
  #waiters: Waiter<T>[] = [];
  #room: { readonly promise: Promise<void>; readonly open: () => void } | null = null;
  #state: "idle" | "open" | "leaving" | "ended" = "idle";
  #failure: { readonly error: unknown } | null = null;

  /** @param source What feeds the stream. */
  constructor(source: EventSource<T>) {
    this.#source = source;
    this.#merges = source.mergeKey !== undefined;
  }

  /** Whether the consumer has neither requested an event nor left. */
  get isIdle(): boolean {
    return this.#state === "idle";
  }

  /** Whether the consumer waits for an event. */
  get isWaiting(): boolean {
    return this.#waiters.length > 0;
  }

  /** Adds an event of roughly `size` characters. */
  push(event: T, size: number): void {
    if (this.#state === "leaving" || this.#state === "ended") return;
    if (this.#waiters.length > 0) {
      this.#waiters.shift()?.resolve({ done: false, value: event });
      return;
    }
    this.#queuedSize += size;
    if (this.#merges && this.#merged(event, size)) return;
    this.#queue.push(event);
    this.#sizes.push(size);
  }

  /** Characters of events that wait for the consumer. */
  get queuedSize(): number {
    return this.#queuedSize;
  }

  /**
   * Returns a promise of room if too much waits for the consumer, else null. It settles when everything has
   * been read: in a queue that never runs empty, the garbage collector would treat the events as old.
   */
  room(): Promise<void> | null {
    if (this.#queuedSize < HIGH_WATER || !this.#bounded || this.#state !== "open") return null;
    if (this.#room === null) {
      let open!: () => void;
      const promise = new Promise<void>((resolve) => open = resolve);
      this.#room = { promise, open };
    }
    return this.#room.promise;
  }

  /** Lets the source read ahead without limit from now on. */
  unbound(): void {
    this.#bounded = false;
    this.#openRoom();
  }

  /** Ends the stream once the queued events have been read, with `failure` if there is one. */
  end(failure: { readonly error: unknown } | null = null): void {
    if (this.#state === "ended") return;
    if (this.#state === "leaving") failure = null;
    this.#state = "ended";
    this.#failure = failure;
    this.#openRoom();
    this.#settleWaiters();
  }

  /** Drops the events that wait to be read: the turn is being stopped. */
  clear(): void {
    this.#empty();
    this.#queuedSize = 0;
  }

  /** Starts the source, unless it has been started. */
  open(): void {
    if (this.#state !== "idle") return;
    this.#state = "open";
    this.#source.start();
  }

  /** Returns the next event. */
  next(): Promise<IteratorResult<T, void>> {
    if (this.#head < this.#queue.length) {
      return Promise.resolve({ done: false, value: this.#take() });
    }
    if (this.#state === "ended") return this.#ending();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.open();
      if (this.isWaiting) this.#source.waiting?.();
    });
  }

  /** Stops the turn, settles when its process tree has ended, and gives back `value`. */
  async return(value?: void | PromiseLike<void>): Promise<IteratorResult<T, void>> {
    const given = Promise.resolve(value);
    // It may reject while the turn is being stopped.
    given.catch(() => {});
    await this.#leave();
    return { done: true, value: await given };
  }

  /** Stops the turn and rejects with `error` when its process tree has ended. */
  async throw(error: unknown): Promise<IteratorResult<T, void>> {
    await this.#leave();
    throw error;
  }

  /** Returns the stream itself. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    return this;
  }

  /** Like `return()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#leave();
  }

  async #leave(): Promise<void> {
    this.clear();
    if (this.#state === "open") {
      this.#state = "leaving";
      await this.#source.stop();
    } else if (this.#state === "leaving") await this.#source.stop();
    else if (this.#state === "idle") this.#source.unasked?.();
    this.#state = "ended";
    this.#failure = null;
    this.#settleWaiters();
  }

  #take(): T {
    const event = this.#queue[this.#head] as T;
    this.#queue[this.#head] = undefined;
    this.#queuedSize -= this.#sizes[this.#head] as number;
    if (++this.#head === this.#queue.length) this.#empty();
    else if (this.#head === COMPACT) this.#compact();
    return event;
  }

  /** Drops the events that have been read, in a queue that never runs empty. */
  #compact(): void {
    this.#queue.splice(0, this.#head);
    this.#sizes.splice(0, this.#head);
    for (const [key, at] of this.#mergeable) {
      if (at < this.#head) this.#mergeable.delete(key);
      else this.#mergeable.set(key, at - this.#head);
    }
    this.#head = 0;
  }

  #empty(): void {
    this.#queue = [];
    this.#sizes = [];
    this.#head = 0;
    if (this.#mergeable.size > 0) this.#mergeable = new Map();
    this.#openRoom();
  }

  /** Merges an event into one that waits, if that is possible. */
  #merged(event: T, size: number): boolean {
    const key = this.#source.mergeKey?.(event) ?? null;
    if (key === null) return false;
    const at = this.#mergeable.get(key) ?? -1;
    const queued = this.#queue[at];
    if (at < this.#head || queued === undefined || this.#source.merge === undefined) {
      this.#mergeable.set(key, this.#queue.length);
      return false;
    }
    this.#queue[at] = this.#source.merge(queued, event);
    this.#sizes[at] = (this.#sizes[at] ?? 0) + size;
    return true;
  }

  #openRoom(): void {
    const room = this.#room;
    this.#room = null;
    room?.open();
  }

  #settleWaiters(): void {
    for (const waiter of this.#waiters.splice(0)) {
      this.#ending().then(waiter.resolve, waiter.reject);
    }
  }

  /** The failure, once; then the end. */
  #ending(): Promise<IteratorResult<T, void>> {
    const failure = this.#failure;
    this.#failure = null;
    return failure === null ? Promise.resolve(DONE) : Promise.reject(failure.error);
  }
}
