/**
 * A queue of events that is read as an AsyncGenerator. Written by hand, because a native one queues
 * `return()` behind a pending `next()`, and would wait for a silent Codex for ever.
 *
 * @module
 */

/** What feeds an {@linkcode EventStream}. */
export interface EventSource<T> {
  /** The first event is asked for. */
  start(): void;
  /** The consumer leaves; settles when the source is gone. */
  stop(): Promise<void>;
  /** The consumer leaves before it has asked for anything. */
  unasked?(): void;
  /** The consumer begins to wait for an event that is not there yet. */
  waiting?(): void;
  /** A name that two events share which may be merged while they wait, or null. */
  mergeKey?(event: T): string | null;
  /** One event for two that share a name. */
  merge?(queued: T, next: T): T;
}

interface Waiter<T> {
  readonly resolve: (result: IteratorResult<T, void>) => void;
  readonly reject: (error: unknown) => void;
}

const DONE: IteratorReturnResult<void> = { done: true, value: undefined };

/** Characters of events that wait for the consumer before the source is asked to pause. */
export const HIGH_WATER: number = 32 * 1024;

/** Events that may have been read before the queue lets go of them. */
const COMPACT = 4096;

/** A queue of events, read by one consumer. */
export class EventStream<T> implements AsyncGenerator<T, void, undefined> {
  readonly #source: EventSource<T>;
  #queue: (T | undefined)[] = [];
  #sizes: number[] = [];
  #head = 0;
  #queuedSize = 0;
  readonly #merges: boolean;
  // Where in the queue the event of each merge key stands.
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

  /** Whether nobody has asked for an event, or left. */
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
   * A promise of room when too much waits for the consumer, else null. It settles when all has been
   * read: a queue that never runs empty keeps its events until the garbage collector takes them for old.
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

  /** From now on the source may read ahead without bound. */
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

  /** Starts the source, where nothing has been asked for yet. */
  open(): void {
    if (this.#state !== "idle") return;
    this.#state = "open";
    this.#source.start();
  }

  /** The next event. */
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

  /** Stops the turn and settles when its process tree is gone. */
  async return(): Promise<IteratorResult<T, void>> {
    await this.#leave();
    return DONE;
  }

  /** Stops the turn, settles when its process tree is gone, and rejects with `error`. */
  async throw(error: unknown): Promise<IteratorResult<T, void>> {
    await this.#leave();
    throw error;
  }

  /** The stream is its own iterator. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    return this;
  }

  /** As `return()`. */
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

  /** Lets go of what has been read, in a queue that never runs empty. */
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

  /** Merges an event into one that waits, if it may be. */
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
