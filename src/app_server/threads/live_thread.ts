/**
 * A thread on the app-server.
 *
 * @module
 */
import { checkedOptions } from "../../core/options/check.ts";
import type { Input } from "../../core/vocabulary/input.ts";
import {
  type CheckedThread,
  type OutputOf,
  runChecked,
  streamedCheck,
} from "../../core/schema/output.ts";
import { type CallSite, callSite, traced } from "../../core/turn/call_site.ts";
import { StreamedResults } from "../../core/turn/streamed_result.ts";
import type { TurnObserver } from "../../core/ports/observer.ts";
import type { Turn, TurnWith } from "../../core/vocabulary/turn.ts";
import type { AttachOptions, LiveTurnOptions, ReviewTarget } from "../turns/options.ts";
import { type LiveTurn, liveTurn } from "../turns/live_turn.ts";
import type { Begin, TurnRunner } from "../turns/runner.ts";
import { findTurn, type FoundTurn } from "../history/find_turn.ts";

/** Makes a thread. Not public: threads come from a server. */
export let createLiveThread: (turns: TurnRunner, close: () => Promise<void>) => LiveThread;

/** Has an observer look on at the turns of a thread's object that was just made. Not public. */
export let observeLiveThread: (thread: LiveThread, observer: TurnObserver | null) => LiveThread;

/**
 * Opens a turn with a message, or one that goes on with what the turn before was cut off in. Not public:
 * its options are checked already, and what it comes to is not.
 */
export let openTurn: (
  thread: LiveThread,
  input: Input | null,
  options: LiveTurnOptions,
) => LiveTurn;

/**
 * A thread on the app-server. Made by `startThread()`, `resumeThread()` and `forkThread()` of
 * `AppServer`. Its options are its own, also where another object stands for the same thread.
 *
 * @category Threads
 */
export class LiveThread implements AsyncDisposable {
  readonly #turns: TurnRunner;
  readonly #close: () => Promise<void>;
  readonly #results: StreamedResults = new StreamedResults();

  static {
    createLiveThread = (turns, close) => new LiveThread(turns, close);
    observeLiveThread = (thread, observer) => {
      thread.#turns.observer = observer;
      return thread;
    };
    openTurn = (thread, input, options) => {
      const turns = thread.#turns;
      const begin = input === null ? turns.goOn() : turns.message(input);
      return thread.#stream(begin, options, callSite(openTurn));
    };
  }

  private constructor(turns: TurnRunner, close: () => Promise<void>) {
    this.#turns = turns;
    this.#close = close;
  }

  /** The id of the thread. */
  get id(): string {
    return this.#turns.threadId;
  }

  /** The turn that Codex works on, whoever has started it, or null. */
  get activeTurn(): { readonly id: string } | null {
    const id = this.#turns.thread.activeTurn;
    return id === null ? null : { id };
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
        checkedOptions("liveTurn", turnOptions, "start a turn"),
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
    const options = checkedOptions("liveTurn", turnOptions, "start a turn");
    const { strict, check } = streamedCheck(options, this.#checked);
    return this.#stream(this.#turns.message(input), strict, caller, check);
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
    const turns = this.#turns;
    return await traced(callSite(this.review), async () => {
      const options = checkedOptions("liveTask", turnOptions, "start a review");
      return await turns.finish(turns.open(turns.call(...reviewOf(target)), options));
    });
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
    const caller = callSite(this.reviewStreamed);
    const options = checkedOptions("liveTask", turnOptions, "start a review");
    return this.#stream(this.#turns.call(...reviewOf(target)), options, caller);
  }

  /**
   * Has the model sum up the conversation, to make room in its context.
   *
   * @param turnOptions Options of this turn.
   * @throws {CodexError} If the server refuses, or the model fails.
   */
  async compact(turnOptions: LiveTurnOptions = {}): Promise<void> {
    const turns = this.#turns;
    await traced(callSite(this.compact), async () => {
      const options = checkedOptions("liveTask", turnOptions, "compact");
      return await turns.finish(turns.open(turns.call(COMPACT, {}), options));
    });
  }

  /**
   * As `compact()`, with the events as they come. It cannot be steered.
   *
   * @param turnOptions Options of this turn.
   * @returns The turn; it starts when its first event or its result is asked for.
   */
  // deno-lint-ignore require-await -- errors as rejections
  async compactStreamed(turnOptions: LiveTurnOptions = {}): Promise<LiveTurn> {
    return this.#stream(
      this.#turns.call(COMPACT, {}),
      checkedOptions("liveTask", turnOptions, "compact"),
      callSite(this.compactStreamed),
    );
  }

  /**
   * Finds a turn by the `messageId` it was run with, in what Codex has stored: also one that ran in another
   * process, and one that was cut short by its end. Of several turns with that id, the last one.
   *
   * @param messageId The id.
   * @returns The turn, or null where the thread has none with that id.
   * @throws {InvalidInputError} If the id is blank.
   * @throws {RpcError} If the thread is ephemeral: Codex stores nothing of it.
   */
  async findTurn(messageId: string): Promise<FoundTurn | null> {
    const { link } = this.#turns;
    return await findTurn((method, params) => link.request(method, params), this.id, messageId);
  }

  /**
   * Follows the turn that another client has started: what it has finished so far comes first, as
   * `item.completed`, then its events from now on. A delta whose item began before has `gap`. Leaving
   * the events leaves the turn alone; `interrupt()` and `steer()` work on it. What Codex asks in it this
   * client answers as well, if it was given a callback: the first answer counts.
   *
   * @param options Callbacks, and a signal that ends the events.
   * @returns The turn, or null where none runs.
   *
   * @example Go on with a turn whose client has died
   * ```ts
   * import type { AppServer } from "@codex-js/sdk/app-server";
   *
   * async function takeOver(server: AppServer, threadId: string): Promise<string | null> {
   *   const thread = await server.resumeThread(threadId);
   *   const turn = await thread.attach({ onApproval: () => "decline" });
   *   return turn === null ? null : (await turn.result).finalResponse;
   * }
   * console.log(takeOver.name);
   * ```
   */
  async attach(options: AttachOptions = {}): Promise<LiveTurn | null> {
    const caller = callSite(this.attach);
    const checked = checkedOptions("attach", options, "attach to a turn");
    const turns = this.#turns;
    const live = await turns.attach(checked);
    if (live === null) return null;
    live.run.caller = caller;
    const turn = liveTurn(live, this.id, turns.link);
    // Asynchronous, for what was interrupted rejects.
    // deno-lint-ignore require-await
    return this.#results.with(turn, live.run, async () => turns.outcome(live));
  }

  /**
   * Unloads the thread: frees its memory in Codex and its file, which another process can resume at
   * once. A turn under way is stopped, and rejects. Closes every object of this thread on this server;
   * what is asked of them later rejects. An ephemeral thread, and one that has had no turn, is lost.
   * On a server that others share, Codex keeps it loaded as long as they use it, and a minute more.
   *
   * @throws {CodexError} If Codex keeps the thread loaded: another client uses it, say.
   */
  async close(): Promise<void> {
    await this.#close();
  }

  /** As `close()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #stream(
    begin: Begin,
    options: LiveTurnOptions,
    caller: CallSite,
    check: (turn: Turn) => Promise<Turn> = (turn) => Promise.resolve(turn),
  ): LiveTurn {
    const turns = this.#turns;
    const live = turns.open(begin, options);
    live.run.caller = caller;
    return this.#results.with(
      liveTurn(live, this.id, turns.link),
      live.run,
      // Asynchronous, for what was interrupted rejects.
      async () => await check(turns.outcome(live)),
    );
  }
}

const COMPACT = "thread/compact/start";

function reviewOf(target: ReviewTarget): [method: string, params: Record<string, unknown>] {
  return ["review/start", { target: { title: null, ...target } }];
}
