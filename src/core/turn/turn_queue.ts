/**
 * One turn at a time per thread, in the order in which they were started.
 *
 * @module
 */

/** A place in the queue. */
export interface Place {
  /** Settles when this turn may run. */
  readonly ready: Promise<void>;
  /** Whether this turn may run. */
  readonly isFirst: boolean;
  /** Leaves the queue, whether the turn has run or not. */
  leave(): void;
}

interface Entry {
  readonly begin: () => void;
  readonly contended: () => void;
}

/** The turns of one thread: the first runs, the others wait. */
export class TurnQueue {
  readonly #entries: Entry[] = [];

  /** Whether no turn runs or waits. */
  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /**
   * Takes a place at the end.
   *
   * @param contended Called when another turn waits while this one runs, now or later.
   */
  enter(contended: () => void): Place {
    let begin!: () => void;
    const ready = new Promise<void>((resolve) => begin = resolve);
    const entry: Entry = { begin, contended };
    this.#entries.push(entry);
    if (this.#entries.length === 1) begin();
    else this.#entries[0]?.contended();
    const isFirst = () => this.#entries[0] === entry;
    return {
      ready,
      get isFirst() {
        return isFirst();
      },
      leave: () => this.#leave(entry),
    };
  }

  #leave(entry: Entry): void {
    const index = this.#entries.indexOf(entry);
    if (index === -1) return;
    this.#entries.splice(index, 1);
    if (index > 0) return;
    this.#entries[0]?.begin();
    if (this.#entries.length > 1) this.#entries[0]?.contended();
  }
}
