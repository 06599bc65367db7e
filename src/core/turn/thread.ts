/**
 * Threads over exec.
 *
 * @module
 */
import { type CodexError, InvalidInputError, ResumeError } from "../vocabulary/errors.ts";
import type { ThreadEvent, Usage } from "../vocabulary/events.ts";
import { checkedOptions } from "../options/check.ts";
import { checkCommas, checkReferences, type Input, normalizeInput } from "../vocabulary/input.ts";
import type { ThreadOptions, TurnOptions } from "../vocabulary/options.ts";
import type { TurnObserver } from "../ports/observer.ts";
import type { ThreadOrigin, Transport, TurnEnd } from "../ports/transport.ts";
import { type CheckedThread, type OutputOf, runChecked, streamedCheck } from "../schema/output.ts";
import { checkedThreadId } from "../options/thread_id.ts";
import { NO_USAGE, usageShare } from "../vocabulary/usage.ts";
import { callSite, traced } from "./call_site.ts";
import type { TurnFold } from "./fold.ts";
import { StreamedResults } from "./streamed_result.ts";
import type { Turn, TurnWith } from "../vocabulary/turn.ts";
import { TurnQueue } from "./turn_queue.ts";
import { type TurnContext, TurnRun } from "./turn_run.ts";

/**
 * A running turn.
 *
 * @typeParam Result The type of its result.
 * @category Turns
 */
export type StreamedTurn<Result = Turn> = {
  /**
   * The events. The turn starts at the first `next()`; leaving the loop stops it. After `turn.failed`, or if
   * Codex ends without reporting the end of the turn, the following `next()` rejects.
   */
  events: AsyncGenerator<ThreadEvent>;
  /**
   * The result that `run()` would return. It settles with the turn, rejects as `run()` does (with an
   * `AbortError` if the loop was left), and may be ignored. Awaiting it starts the turn if nobody has
   * requested an event; the events are then dropped.
   */
  readonly result: Promise<Result>;
};

/**
 * Alias of `StreamedTurn`, the result of `runStreamed()`.
 *
 * @category Turns
 */
export type RunStreamedResult<Result = Turn> = StreamedTurn<Result>;

let construct: (
  transport: Transport,
  origin: ThreadOrigin,
  options: ThreadOptions,
) => Thread;

/** Adds an observer to a thread that was just created. Not public. */
export let observeThread: (thread: Thread, observer: TurnObserver | null) => Thread;

/**
 * A conversation with the agent: one turn after another. Created by `startThread()`, `resumeThread()` and
 * `forkThread()` of `Codex`.
 *
 * @category Threads
 */
export class Thread {
  readonly #transport: Transport;
  readonly #options: ThreadOptions;
  readonly #queue: TurnQueue = new TurnQueue();
  readonly #results: StreamedResults = new StreamedResults();
  #observer: TurnObserver | null = null;
  #origin: ThreadOrigin;
  #id: string | null;
  // The usage of the thread before the next turn; null if it is not known.
  #usageBefore: Usage | null;

  static {
    construct = (transport, origin, options) => new Thread(transport, origin, options);
    observeThread = (thread, observer) => {
      thread.#observer = observer;
      return thread;
    };
  }

  private constructor(
    transport: Transport,
    origin: ThreadOrigin,
    options: ThreadOptions,
  ) {
    this.#transport = transport;
    this.#options = options;
    this.#origin = origin;
    this.#id = origin.type === "resume" ? origin.id : null;
    this.#usageBefore = origin.type === "start" ? NO_USAGE : null;
  }

  /** The id of the thread; null for a new or forked one until its first turn has started. */
  get id(): string | null {
    return this.#id;
  }

  /**
   * Runs a turn to its end. The turns of a thread run one after another, in the order of the calls. A tool
   * of a turn must not await another turn of the same thread: each would wait for the other.
   *
   * @param input A prompt, or a list of texts and images.
   * @param turnOptions Options of this turn. With an `outputSchema`, the turn has an `output`.
   * @returns The completed turn.
   * @throws {CodexError} A subclass, if the turn was not completed.
   * @throws {OutputError} If the answer does not match the `outputSchema`.
   *
   * @example Ask, and ask again
   * ```ts ignore
   * import { Codex } from "@codex-js/sdk";
   *
   * const thread = new Codex().startThread();
   * const turn = await thread.run("Diagnose the test failure and propose a fix");
   * console.log(turn.finalResponse);
   * await thread.run("Implement the fix");
   * ```
   */
  run<Schema = undefined>(
    input: Input,
    turnOptions?: TurnOptions<Schema>,
  ): Promise<TurnWith<OutputOf<Schema>>>;
  /** The same; the last overload, which `ReturnType` uses and would take for `any` if it were generic. */
  run(input: Input, turnOptions?: TurnOptions): Promise<Turn>;
  async run(input: Input, turnOptions: TurnOptions = {}): Promise<Turn> {
    const caller = callSite(this.run);
    const options = checkedOptions("turn", turnOptions, "start a turn");
    if (options.repair && this.#options.ephemeral) throw unrepairable();
    return await traced(caller, () =>
      runChecked(
        input,
        options,
        (input, options) => this.#run(input, options),
        this.#checked,
      ));
  }

  async #run(input: Input, turnOptions: TurnOptions): Promise<Turn> {
    let turnUsage: Usage | null = null;
    const run = this.#open(input, turnOptions, (share) => turnUsage = share);
    while (!(await run.events.next()).done);
    return { ...run.fold.outcome, turnUsage };
  }

  get #checked(): CheckedThread {
    return { threadId: () => this.#id, redact: (text) => this.#transport.redact(text) };
  }

  /**
   * Runs a turn and returns its events as they come. A `run()` on the same thread inside the loop waits for
   * this turn to end.
   *
   * @param input A prompt, or a list of texts and images.
   * @param turnOptions Options of this turn.
   * @returns The events and the result; the turn starts when either is requested.
   * @throws {InvalidInputError} If the input, an option or the schema is not valid.
   */
  runStreamed<Schema = undefined>(
    input: Input,
    turnOptions?: TurnOptions<Schema>,
  ): Promise<StreamedTurn<TurnWith<OutputOf<Schema>>>>;
  /** The same; the last overload, which `ReturnType` uses. */
  runStreamed(input: Input, turnOptions?: TurnOptions): Promise<StreamedTurn>;
  // deno-lint-ignore require-await -- the peer's signature, and errors as rejections
  async runStreamed(input: Input, turnOptions: TurnOptions = {}): Promise<StreamedTurn> {
    const caller = callSite(this.runStreamed);
    const options = checkedOptions("turn", turnOptions, "start a turn");
    const { strict, check } = streamedCheck(options, this.#checked);
    let turnUsage: Usage | null = null;
    const run = this.#open(input, strict, (share) => turnUsage = share);
    run.caller = caller;
    return this.#results.with(
      { events: run.events },
      run,
      () => check({ ...run.fold.outcome, turnUsage }),
    );
  }

  #open(
    input: Input,
    turn: TurnOptions,
    onShare: (share: Usage | null) => void,
  ): TurnRun {
    const normalized = normalizeInput(input);
    checkCommas(normalized);
    checkReferences(normalized);
    const context: TurnContext = {
      queue: this.#queue,
      watch: this.#observer?.asked({
        kind: "message",
        input: normalized,
        typed: turn.outputSchema !== undefined,
        model: this.#options.model,
        provider: this.#options.modelProvider,
        threadId: () => this.#id,
        redact: (text) => this.#transport.redact(text),
      }),
      start: (sink, trace) =>
        this.#transport.run(
          { origin: this.#origin, input: normalized, thread: this.#options, turn, trace },
          sink,
        ),
      observe: (event) => this.#observe(event),
      redact: (text) => this.#transport.redact(text),
      threadId: () => this.#id,
      settled: (fold, end) => {
        const share = this.#settle(fold, end);
        onShare(share);
        return share;
      },
    };
    return new TurnRun(context, turn);
  }

  /** Takes the thread's id; refuses the answer of any other thread than the requested one. */
  #observe(event: ThreadEvent): CodexError | null {
    if (event.type !== "thread.started") return null;
    const origin = this.#origin;
    const answered = event.thread_id;
    if (origin.type !== "start") {
      const same = answered.toLowerCase() === origin.id.toLowerCase();
      if (same !== (origin.type === "resume")) {
        return new ResumeError(
          "other_thread",
          origin.id,
          `Cannot ${origin.type} thread ${origin.id}: Codex answered with thread ${
            this.#transport.redact(answered)
          }`,
        );
      }
    }
    this.#id = answered;
    this.#origin = { type: "resume", id: answered };
    return null;
  }

  /** Keeps track of token usage; returns the turn's own share, or null if it is not certain. */
  #settle(fold: TurnFold, end: TurnEnd | null): Usage | null {
    const before = this.#usageBefore;
    const total = end !== null && end.usageIsTotal ? fold.usage : null;
    // A turn that had no event has used nothing.
    if (fold.lastEvent !== null) this.#usageBefore = total;
    return total !== null && before !== null ? usageShare(total, before) : null;
  }
}

/** To correct an answer, the thread is resumed, which `codex exec` does from its file. */
function unrepairable(): InvalidInputError {
  return new InvalidInputError(
    "repair",
    "Cannot start a turn: repair resumes the thread, and over exec an ephemeral thread cannot be resumed; leave out one of the two options, or use a live session",
  );
}

/** Creates a thread. Not public: a client creates threads. */
export function createThread(
  transport: Transport,
  origin: ThreadOrigin,
  options: ThreadOptions,
): Thread {
  if (origin.type !== "start") checkedThreadId(origin.type, origin.id);
  return construct(transport, origin, options);
}
