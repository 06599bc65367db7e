/**
 * The result of a turn whose events are read one by one.
 *
 * @module
 */
import { soon } from "../base/timers.ts";
import type { CodexError } from "../vocabulary/errors.ts";
import { STREAMED_LIMIT, type TurnFold } from "./fold.ts";

/** What the result needs of its turn. */
export interface StreamedRun {
  /** The events. */
  readonly events: { readonly isIdle: boolean; next(): Promise<{ readonly done?: boolean }> };
  /** What the events have said so far. */
  readonly fold: TurnFold;
  /** Why the turn has failed, or null; settles when it is over. */
  readonly settled: Promise<CodexError | null>;
}

/**
 * A promise that starts its turn when it is awaited, unless somebody has read the turn's events before.
 * If nobody awaits it, it never causes an unhandled rejection.
 */
class StreamedResult<T> extends Promise<T> {
  /** `then()` returns an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  readonly #awaited: () => void;

  constructor(made: Promise<T>, awaited: () => void) {
    super((resolve, reject) => void made.then(resolve, reject));
    this.#awaited = awaited;
    super.then(undefined, () => {});
  }

  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#awaited();
    return super.then(onFulfilled, onRejected);
  }
}

/** Adds results to streamed turns. */
export class StreamedResults {
  // Nobody can read the result of a turn that was garbage-collected: its items need not be kept.
  readonly #unheld = new FinalizationRegistry<TurnFold>((fold) => fold.bound(STREAMED_LIMIT));

  /**
   * Returns a streamed turn with its result.
   *
   * @param turn What the caller gets in addition to the result; the run must not hold a reference to it.
   * @param run The turn's run.
   * @param finish Makes the result once the turn has ended without failing.
   */
  with<Streamed extends object, Result>(
    turn: Streamed,
    run: StreamedRun,
    finish: () => Promise<Result>,
  ): Streamed & { readonly result: Promise<Result> } {
    let result: Promise<Result> | null = null;
    const unheld = this.#unheld;
    const streamed = Object.defineProperty(turn, "result", {
      enumerable: true,
      get(this: object) {
        unheld.unregister(this);
        return result ??= resultOf(run, finish);
      },
    });
    unheld.register(streamed, run.fold, streamed);
    return streamed as Streamed & { readonly result: Promise<Result> };
  }
}

function resultOf<T>(run: StreamedRun, finish: () => Promise<T>): Promise<T> {
  const made = run.settled.then((failure) => {
    if (failure !== null) throw failure;
    return finish();
  });
  // A loop over the events that begins in the same tick goes first.
  return new StreamedResult(made, () => soon(() => void drain(run)));
}

/** Reads the events, if nobody does. */
async function drain({ events }: StreamedRun): Promise<void> {
  if (!events.isIdle) return;
  try {
    while (!(await events.next()).done);
  } catch {
    // The result rejects with it.
  }
}
