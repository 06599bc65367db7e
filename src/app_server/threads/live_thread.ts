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
import type {
  AttachOptions,
  LiveTaskOptions,
  LiveTurnOptions,
  ReviewTarget,
} from "../turns/options.ts";
import { type LiveTurn, liveTurn } from "../turns/live_turn.ts";
import type { Begin, TurnRunner } from "../turns/runner.ts";
import { findTurn, type FoundTurn } from "../history/find_turn.ts";
import { withoutSecrets } from "../history/thread_turn.ts";
import { unlessRefused } from "./refusals.ts";

/** Makes a thread. Not public: threads come from a server. */
export let createLiveThread: (turns: TurnRunner, close: () => Promise<void>) => LiveThread;

/** Sets the observer of the turns of a new thread object. Not public. */
export let observeLiveThread: (thread: LiveThread, observer: TurnObserver | null) => LiveThread;

/**
 * Opens a turn with a message or, for null, one that continues where the previous turn was cut off. Not
 * public: the options must have been checked, and the result is not checked.
 */
export let openTurn: (
  thread: LiveThread,
  input: Input | null,
  options: LiveTurnOptions,
) => LiveTurn;

/**
 * A thread on the app-server, returned by `startThread()`, `resumeThread()` and `forkThread()` of
 * `AppServer`. Each object has its own options, even if another object represents the same thread.
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

  /** The turn that Codex is working on, whoever started it, or null. */
  get activeTurn(): { readonly id: string } | null {
    const id = this.#turns.thread.activeTurn;
    return id === null ? null : { id };
  }

  /**
   * Runs a turn to its end. Turns of one thread run one after another, in the order of the calls. A callback
   * or a tool of a turn must not await another turn of the same thread: each would wait for the other. It can
   * start one without awaiting it, to run next.
   *
   * @param input A prompt, or a list of texts and images.
   * @param turnOptions Options of this turn.
   * @returns The completed turn.
   * @throws {CodexError} A subclass, if the turn does not complete.
   */
  run<Schema = undefined>(
    input: Input,
    turnOptions?: LiveTurnOptions<Schema>,
  ): Promise<TurnWith<OutputOf<Schema>>>;
  /** Untyped overload. It comes last, since `ReturnType` uses the last one and makes a generic one `any`. */
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
   * Runs a turn and returns its events as they arrive, including text as it is written.
   *
   * @param input A prompt, or a list of texts and images.
   * @param turnOptions Options of this turn.
   * @returns The turn; it starts when its first event or its result is requested.
   * @throws {InvalidInputError} If the input or an option is invalid.
   */
  runStreamed<Schema = undefined>(
    input: Input,
    turnOptions?: LiveTurnOptions<Schema>,
  ): Promise<LiveTurn<TurnWith<OutputOf<Schema>>>>;
  /** Untyped overload, last for `ReturnType`. */
  runStreamed(input: Input, turnOptions?: LiveTurnOptions): Promise<LiveTurn>;
  // deno-lint-ignore require-await -- as over exec, with errors as rejections
  async runStreamed(input: Input, turnOptions: LiveTurnOptions = {}): Promise<LiveTurn> {
    const caller = callSite(this.runStreamed);
    const options = checkedOptions("liveTurn", turnOptions, "start a turn");
    const { strict, check } = streamedCheck(options, this.#checked);
    return this.#stream(this.#turns.message(input), strict, caller, check);
  }

  /**
   * Runs a review of changes to its end. The findings are the final response.
   *
   * @param target What to review.
   * @param turnOptions Signal, limits and callbacks of this turn.
   * @returns The completed turn.
   * @throws {CodexError} A subclass, if the review does not complete.
   */
  async review(target: ReviewTarget, turnOptions: LiveTaskOptions = {}): Promise<Turn> {
    const turns = this.#turns;
    return await traced(callSite(this.review), async () => {
      const options = checkedOptions("liveTask", turnOptions, "start a review");
      return await turns.finish(turns.open(turns.call(...reviewOf(target)), options));
    });
  }

  /**
   * Does the same as `review()`, and returns the events as they arrive. A review cannot be steered.
   *
   * @param target What to review.
   * @param turnOptions Signal, limits and callbacks of this turn.
   * @returns The turn; it starts when its first event or its result is requested.
   * @throws {InvalidInputError} If an option is invalid.
   */
  // deno-lint-ignore require-await -- errors as rejections
  async reviewStreamed(
    target: ReviewTarget,
    turnOptions: LiveTaskOptions = {},
  ): Promise<LiveTurn> {
    const caller = callSite(this.reviewStreamed);
    const options = checkedOptions("liveTask", turnOptions, "start a review");
    return this.#stream(this.#turns.call(...reviewOf(target)), options, caller);
  }

  /**
   * Has the model summarize the conversation, to make room in its context.
   *
   * @param turnOptions Signal, limits and callbacks of this turn.
   * @throws {CodexError} A subclass, if the server refuses or the model fails.
   */
  async compact(turnOptions: LiveTaskOptions = {}): Promise<void> {
    const turns = this.#turns;
    await traced(callSite(this.compact), async () => {
      const options = checkedOptions("liveTask", turnOptions, "compact");
      return await turns.finish(turns.open(turns.call(COMPACT, {}), options));
    });
  }

  /**
   * Does the same as `compact()`, and returns the events as they arrive. The turn cannot be steered.
   *
   * @param turnOptions Signal, limits and callbacks of this turn.
   * @returns The turn; it starts when its first event or its result is requested.
   * @throws {InvalidInputError} If an option is invalid.
   */
  // deno-lint-ignore require-await -- errors as rejections
  async compactStreamed(turnOptions: LiveTaskOptions = {}): Promise<LiveTurn> {
    return this.#stream(
      this.#turns.call(COMPACT, {}),
      checkedOptions("liveTask", turnOptions, "compact"),
      callSite(this.compactStreamed),
    );
  }

  /**
   * Finds a stored turn by its `messageId`, even if it ran in another process or was cut short when that
   * process ended. If several turns have this id, returns the last one.
   *
   * @param messageId The id that the turn was run with.
   * @returns The turn, or null if the thread has none with this id.
   * @throws {InvalidInputError} If the id is blank.
   * @throws {ResumeError} If Codex no longer has the thread, or if the thread is ephemeral, since Codex does
   * not store it.
   */
  async findTurn(messageId: string): Promise<FoundTurn | null> {
    const { link } = this.#turns;
    const find = () => findTurn((...call) => link.request(...call), this.id, messageId);
    const found = await unlessRefused("read", this.id, find);
    return found && withoutSecrets(found, (text) => link.redact(text));
  }

  /**
   * Follows a turn that another client has started: first the items that it has finished so far, as
   * `item.completed`, then its events from now on. The first delta of an item that began earlier has `gap`.
   * If you stop reading the events, the turn continues; `interrupt()` and `steer()` work on it. This client
   * also answers the requests for which it has a callback; the first client to answer decides.
   *
   * @param options Callbacks, and a signal that ends the events.
   * @returns The turn, or null if none is running.
   * @throws {ResumeError} If Codex no longer has the thread, or if the thread is ephemeral.
   *
   * @example Take over a turn whose client has died
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
    const live = await unlessRefused("attach to", this.id, () => turns.attach(checked));
    if (live === null) return null;
    live.run.caller = caller;
    const turn = liveTurn(live, this.id, turns.link);
    // Asynchronous, since an interrupted turn rejects.
    // deno-lint-ignore require-await
    return this.#results.with(turn, live.run, async () => turns.outcome(live));
  }

  /**
   * Unloads the thread and its sub-agents. This frees their memory in Codex, and the thread's file, which
   * another process can then resume at once. A running turn is stopped and rejects. Closes every object of
   * this thread on this server; later calls on them reject. A sub-agent's thread that you have resumed stays
   * loaded until you close it. An ephemeral thread, or one that has had no turn, is lost. On a shared server,
   * Codex keeps the thread loaded until a minute after its last client has left.
   *
   * @throws {CodexError} If Codex keeps the thread loaded, because another client uses it, for example.
   */
  async close(): Promise<void> {
    await this.#close();
  }

  /** Does the same as `close()`. */
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
      // Asynchronous, since an interrupted turn rejects.
      async () => await check(turns.outcome(live)),
    );
  }
}

const COMPACT = "thread/compact/start";

function reviewOf(target: ReviewTarget): [method: string, params: Record<string, unknown>] {
  return ["review/start", { target: { title: null, ...target } }];
}
