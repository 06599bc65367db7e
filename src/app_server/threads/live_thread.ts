/**
 * A thread on the app-server.
 *
 * @module
 */
import type { Input } from "../../core/vocabulary/input.ts";
import {
  type CheckedThread,
  type OutputOf,
  runChecked,
  streamedCheck,
} from "../../core/schema/output.ts";
import { callSite, traced } from "../../core/turn/call_site.ts";
import { StreamedResults } from "../../core/turn/streamed_result.ts";
import type { Turn, TurnWith } from "../../core/vocabulary/turn.ts";
import type { LiveTurnOptions, ReviewTarget } from "../turns/options.ts";
import { type LiveTurn, liveTurn } from "../turns/live_turn.ts";
import type { TurnRunner } from "../turns/runner.ts";

/** Makes a thread. Not public: threads come from a server. */
export let createLiveThread: (turns: TurnRunner) => LiveThread;

/** A thread on the app-server. Made by `startThread()`, `resumeThread()` and `forkThread()` of `AppServer`. */
export class LiveThread {
  readonly #turns: TurnRunner;
  readonly #results: StreamedResults = new StreamedResults();

  static {
    createLiveThread = (turns) => new LiveThread(turns);
  }

  private constructor(turns: TurnRunner) {
    this.#turns = turns;
  }

  /** The id of the thread. */
  get id(): string {
    return this.#turns.threadId;
  }

  /**
   * Runs a turn to its end. Turns of one thread run one after another, in the order of the calls.
   *
   * @param input A prompt, or a list of texts and images.
   * @param turnOptions Options of this turn.
   * @returns The completed turn.
   * @throws {CodexError} One of its subclasses, when the turn was not completed.
   */
  run<Schema = undefined>(
    input: Input,
    turnOptions?: LiveTurnOptions<Schema>,
  ): Promise<TurnWith<OutputOf<Schema>>>;
  /** The same, last of all: `ReturnType` looks at this one, and would take a generic one for `any`. */
  run(input: Input, turnOptions?: LiveTurnOptions): Promise<Turn>;
  async run(input: Input, turnOptions: LiveTurnOptions = {}): Promise<Turn> {
    const turns = this.#turns;
    return await traced(callSite(this.run), () =>
      runChecked(
        input,
        turnOptions,
        async (input, options) => await turns.finish(turns.open(turns.message(input), options)),
        this.#checked,
      ));
  }

  get #checked(): CheckedThread {
    return { threadId: () => this.id, redact: (text) => this.#turns.link.redact(text) };
  }

  /**
   * Runs a turn and gives its events as they come, text as it is written among them.
   *
   * @param input A prompt, or a list of texts and images.
   * @param turnOptions Options of this turn.
   * @returns The turn; it starts when its first event or its result is asked for.
   * @throws {InvalidInputError} When the input is not one that Codex takes.
   */
  runStreamed<Schema = undefined>(
    input: Input,
    turnOptions?: LiveTurnOptions<Schema>,
  ): Promise<LiveTurn<TurnWith<OutputOf<Schema>>>>;
  /** The same, last of all, for `ReturnType`. */
  runStreamed(input: Input, turnOptions?: LiveTurnOptions): Promise<LiveTurn>;
  // deno-lint-ignore require-await -- as over exec, with errors as rejections
  async runStreamed(input: Input, turnOptions: LiveTurnOptions = {}): Promise<LiveTurn> {
    const caller = callSite(this.runStreamed);
    const { strict, check } = streamedCheck(turnOptions, this.#checked);
    const turns = this.#turns;
    const live = turns.open(turns.message(input), strict);
    live.run.caller = caller;
    return this.#results.with(
      liveTurn(live, this.id, turns.link),
      live.run,
      // Asynchronous, for what was interrupted rejects.
      async () => await check(turns.outcome(live)),
    );
  }

  /**
   * Has the agent review changes, and runs the review to its end. The findings are the final response.
   *
   * @param target What to review.
   * @param turnOptions Options of this turn.
   * @returns The completed turn.
   * @throws {CodexError} One of its subclasses, when the review was not completed.
   */
  async review(target: ReviewTarget, turnOptions: LiveTurnOptions = {}): Promise<Turn> {
    const caller = callSite(this.review);
    return await traced(caller, () => this.#run("review/start", this.#about(target), turnOptions));
  }

  /**
   * As `review()`, with the events as they come. A review cannot be steered.
   *
   * @param target What to review.
   * @param turnOptions Options of this turn.
   * @returns The turn; it starts when its first event or its result is asked for.
   */
  // deno-lint-ignore require-await -- errors as rejections
  async reviewStreamed(
    target: ReviewTarget,
    turnOptions: LiveTurnOptions = {},
  ): Promise<LiveTurn> {
    return this.#streamed("review/start", this.#about(target), turnOptions);
  }

  #about(target: ReviewTarget): Record<string, unknown> {
    return { threadId: this.id, target: { title: null, ...target } };
  }

  /**
   * Has the model sum up the conversation, to make room in its context.
   *
   * @param turnOptions Options of this turn.
   * @throws {CodexError} If the server refuses, or the model fails.
   */
  async compact(turnOptions: LiveTurnOptions = {}): Promise<void> {
    const params = { threadId: this.id };
    await traced(
      callSite(this.compact),
      () => this.#run("thread/compact/start", params, turnOptions),
    );
  }

  /**
   * As `compact()`, with the events as they come. It cannot be steered.
   *
   * @param turnOptions Options of this turn.
   * @returns The turn; it starts when its first event or its result is asked for.
   */
  // deno-lint-ignore require-await -- errors as rejections
  async compactStreamed(turnOptions: LiveTurnOptions = {}): Promise<LiveTurn> {
    return this.#streamed("thread/compact/start", { threadId: this.id }, turnOptions);
  }

  #streamed(method: string, params: unknown, turnOptions: LiveTurnOptions): LiveTurn {
    const turns = this.#turns;
    const live = turns.open(() => [method, params], turnOptions);
    const turn = liveTurn(live, this.id, turns.link);
    return this.#results.with(turn, live.run, () => Promise.resolve(turns.outcome(live)));
  }

  async #run(method: string, params: unknown, turnOptions: LiveTurnOptions): Promise<Turn> {
    return await this.#turns.finish(this.#turns.open(() => [method, params], turnOptions));
  }
}
