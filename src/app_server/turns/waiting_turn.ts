/**
 * A turn that waits until no other client's runs on its thread. Until then it is none of the thread's: it
 * hears nothing, and answers nothing.
 *
 * @module
 */
import type { CodexError } from "../../core/vocabulary/errors.ts";
import type { RunningTurn, TurnEnd } from "../../core/ports/transport.ts";

/** A turn that waits for its place. */
export class WaitingTurn implements RunningTurn {
  /** As {@linkcode RunningTurn} has it. */
  readonly done: Promise<TurnEnd>;
  readonly #left: Promise<void>;
  #leave!: () => void;
  #turn: RunningTurn | null = null;
  #error: CodexError | null = null;

  /**
   * @param free Waits for the place, or until the other promise settles; rejects where it is not to wait.
   * @param begin Begins the turn; called once, unless it was stopped before.
   */
  constructor(free: (left: Promise<void>) => Promise<void>, begin: () => RunningTurn) {
    this.#left = new Promise((resolve) => this.#leave = resolve);
    this.done = this.#run(free, begin);
  }

  async #run(
    free: (left: Promise<void>) => Promise<void>,
    begin: () => RunningTurn,
  ): Promise<TurnEnd> {
    await free(this.#left);
    if (this.#error !== null) throw this.#error;
    this.#turn = begin();
    return await this.#turn.done;
  }

  /** No more waiting: the turn is begun at once, and finds out by itself that it is not wanted. */
  hurry(): void {
    this.#leave();
  }

  /** As {@linkcode RunningTurn} has it. */
  stop(error: CodexError): void {
    this.#error ??= error;
    this.#leave();
    this.#turn?.stop(error);
  }

  /** As {@linkcode RunningTurn} has it. */
  stderr(): string {
    return this.#turn?.stderr() ?? "";
  }
}
