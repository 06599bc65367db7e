/**
 * A thread on the app-server.
 *
 * @module
 */
import type { AbortHub } from "../core/abort_hub.ts";
import { attachFacts, CodexError, IncompleteTurnError } from "../core/errors.ts";
import type { Usage } from "../core/events.ts";
import { type Input, normalizeInput } from "../core/input.ts";
import type { RunningTurn, TurnSink } from "../core/transport.ts";
import { type OutputOf, runChecked, withStrictSchema } from "../core/output.ts";
import { STREAMED_LIMIT, type Turn, type TurnWith, usageShare } from "../core/turn.ts";
import { TurnQueue } from "../core/turn_queue.ts";
import { type TurnContext, TurnRun } from "../core/turn_run.ts";
import { type LiveEvent, merge, mergeKey } from "./events.ts";
import type { LiveCallbacks, LiveTurnOptions, ReviewTarget } from "./live_options.ts";
import { within } from "../launch/stop.ts";
import { RequestTimeoutError, SlowConsumerError } from "./rpc_errors.ts";
import { ServerTurn, type TurnLink } from "./server_turn.ts";
import { inputParams, type ThreadStart as ThreadFacts, turnParams } from "./thread_params.ts";
import type { Tool } from "./tools.ts";
import { mapUsage } from "./turn_mapper.ts";

/** Characters of events that may wait for a consumer. */
const MAX_QUEUED = 64 * 1024 * 1024;
/** Milliseconds to wait for the server to end a turn that was given up. */
const LINGER_MS = 60_000;

/** What a thread needs of its server. */
export interface ThreadLink {
  /** Listens to the signals of the server's turns. */
  readonly aborts: AbortHub;
  /** Calls a method of the server. */
  request(method: string, params: unknown): Promise<unknown>;
  /** Refuses images that do not exist, and makes their paths absolute. */
  images(paths: readonly string[]): Promise<(path: string) => string>;
  /** What the server's standard error has said, without secrets. */
  stderr(): string;
  /** Takes the secrets out of a text. */
  redact(text: string): string;
}

/** A live turn under way. */
export interface LiveTurn {
  /**
   * The events. The turn starts at the first `next()`; leaving the loop interrupts it. After
   * `turn.failed`, and when the server is gone, the next `next()` rejects.
   */
  readonly events: AsyncGenerator<LiveEvent>;
  /**
   * Says something more to the agent while it works. What it is writing is cut short.
   *
   * @throws {CodexError} If the turn has not started, or has ended.
   */
  steer(input: Input): Promise<void>;
  /** Interrupts the turn; the events end with `turn.interrupted`. Does nothing once it has ended. */
  interrupt(): Promise<void>;
}

let construct: (link: ThreadLink, start: ThreadStart) => LiveThread;
let notify: (thread: LiveThread, method: string, params: Record<string, unknown>) => void;
let reopen: (thread: LiveThread, start: ThreadStart) => void;
let lose: (thread: LiveThread, error: CodexError) => void;
let scope: (thread: LiveThread) => ThreadScope;

/** What a thread begins with. */
export interface ThreadStart extends ThreadFacts {
  /** What it has used so far, or null where that is not known. */
  readonly usage: Usage | null;
}

/** Who answers for a thread at the moment. */
export interface ThreadScope extends LiveCallbacks {
  /** The turn under way, or null. */
  readonly turn: ServerTurn | null;
  /** Whether a turn was stopped that the server still asks for. */
  givenUp(turnId: unknown): boolean;
  /** The thread's tools. */
  readonly tools: readonly Tool[];
}

const NO_TURN = "Cannot steer the turn: it has not started, or has ended";

/** A thread on the app-server. Made by `startThread()`, `resumeThread()` and `forkThread()` of `AppServer`. */
export class LiveThread {
  readonly #link: ThreadLink;
  #start: ThreadStart;
  readonly #queue: TurnQueue = new TurnQueue();
  #usage: Usage | null;
  #turn: ServerTurn | null = null;
  // Turns that were given up: until the server has ended them, a new one would steer them.
  readonly #lingering: Set<ServerTurn> = new Set();
  #callbacks: LiveCallbacks = {};
  // Warnings between turns, which `exec` tells at the beginning of the next one.
  #warnings: Record<string, unknown>[] = [];

  static {
    construct = (link, start) => new LiveThread(link, start);
    notify = (thread, method, params) => thread.#notified(method, params);
    reopen = (thread, start) => {
      thread.#start = start;
    };
    lose = (thread, error) => {
      for (const turn of thread.#lingering) turn.connectionLost(error);
      thread.#turn?.connectionLost(error);
    };
    scope = (thread) => ({
      ...thread.#start.options,
      ...thread.#callbacks,
      turn: thread.#turn,
      givenUp: (turnId) =>
        [thread.#turn, ...thread.#lingering].some((turn) => turn?.givenUp(turnId)),
      tools: thread.#start.options.tools ?? [],
    });
  }

  private constructor(link: ThreadLink, start: ThreadStart) {
    this.#link = link;
    this.#start = start;
    this.#usage = start.usage;
  }

  /** The id of the thread. */
  get id(): string {
    return this.#start.id;
  }

  /**
   * Runs a turn to its end. Turns of one thread run one after another, in the order of the calls.
   *
   * @param input A prompt, or a list of texts and images.
   * @param turnOptions Options of this turn.
   * @returns The completed turn.
   * @throws {CodexError} One of its subclasses, when the turn was not completed.
   */
  async run<Schema = undefined>(
    input: Input,
    turnOptions: LiveTurnOptions<Schema> = {},
  ): Promise<TurnWith<OutputOf<Schema>>> {
    const turn = await runChecked(
      input,
      turnOptions,
      async (input, options) => await this.#finish(this.#open(this.#message(input), options)),
      { threadId: () => this.id, redact: (text) => this.#link.redact(text) },
    );
    return turn as TurnWith<OutputOf<Schema>>;
  }

  /**
   * Runs a turn and gives its events as they come, text as it is written among them.
   *
   * @param input A prompt, or a list of texts and images.
   * @param turnOptions Options of this turn.
   * @returns The turn; it starts when the first event is asked for.
   * @throws {InvalidInputError} When the input is not one that Codex takes.
   */
  // deno-lint-ignore require-await -- as over exec, with errors as rejections
  async runStreamed(input: Input, turnOptions: LiveTurnOptions = {}): Promise<LiveTurn> {
    const strict = withStrictSchema(turnOptions);
    return this.#handle(this.#open(this.#message(input), strict, STREAMED_LIMIT));
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
    const params = { threadId: this.id, target: { title: null, ...target } };
    return await this.#finish(this.#open(() => ["review/start", params], turnOptions));
  }

  /**
   * Has the model sum up the conversation, to make room in its context.
   *
   * @param turnOptions Options of this turn.
   * @throws {CodexError} If the server refuses, or the model fails.
   */
  async compact(turnOptions: LiveTurnOptions = {}): Promise<void> {
    const run = this.#open(() => ["thread/compact/start", { threadId: this.id }], turnOptions);
    await this.#finish(run);
  }

  #message(input: Input): Begin {
    const normalized = normalizeInput(input);
    return async (options) => {
      const absolute = await this.#link.images(normalized.images);
      return ["turn/start", {
        ...turnParams(this.#start, options),
        input: inputParams(normalized, absolute),
      }];
    };
  }

  /** Keeps an eye on a turn that the server has not ended. */
  #linger(turn: ServerTurn): void {
    if (turn.isOver) return;
    this.#lingering.add(turn);
    void turn.over.then(() => this.#lingering.delete(turn));
  }

  async #othersEnded(): Promise<void> {
    const others = Promise.all([...this.#lingering].map((turn) => turn.over));
    if (await within(others, LINGER_MS)) return;
    throw new RequestTimeoutError("turn/interrupt", LINGER_MS);
  }

  #open(begin: Begin, options: LiveTurnOptions, keep?: number): LiveRun {
    const live: LiveRun = { run: null as never, before: null, turn: null, interrupted: false };
    const context: TurnContext<LiveEvent> = {
      queue: this.#queue,
      aborts: this.#link.aborts,
      mergeKey,
      merge,
      start: (sink) => this.#begin(begin, options, live, sink),
      observe: () => {
        const { queuedSize } = live.run.events;
        return queuedSize > MAX_QUEUED ? new SlowConsumerError(queuedSize) : null;
      },
      redact: (text) => this.#link.redact(text),
      threadId: () => this.id,
      settled: () => {
        // A turn that never began has nothing to do with the one under way.
        if (live.turn === null) return;
        this.#linger(live.turn);
        this.#turn = null;
        this.#callbacks = {};
        // What a turn that did not complete has used is none of the next one's.
        this.#usage = live.turn.mapper.usage;
      },
    };
    live.run = new TurnRun<LiveEvent>(context, options, keep);
    return live;
  }

  #begin(
    begin: Begin,
    options: LiveTurnOptions,
    live: LiveRun,
    sink: TurnSink<LiveEvent>,
  ): RunningTurn {
    if (live.interrupted) return neverBegan(sink);
    live.before = this.#usage;
    this.#callbacks = {
      ...(options.onApproval ? { onApproval: options.onApproval } : {}),
      ...(options.onUserInput ? { onUserInput: options.onUserInput } : {}),
      ...(options.onElicitation ? { onElicitation: options.onElicitation } : {}),
    };
    const link: TurnLink = {
      threadId: this.id,
      usage: this.#usage,
      begin: async (stopped) => {
        await this.#othersEnded();
        const [method, params] = await begin(options);
        const error = stopped();
        if (error !== null) throw error;
        return await this.#link.request(method, params) as {
          readonly turn?: { readonly id: string };
        };
      },
      request: (method, params) => this.#link.request(method, params),
      stderr: () => this.#link.stderr(),
    };
    live.turn = this.#turn = new ServerTurn(link, sink, options.killGraceMs);
    for (const params of this.#warnings.splice(0)) this.#turn.notification("warning", params);
    return live.turn;
  }

  #handle(live: LiveRun): LiveTurn {
    return {
      events: live.run.events,
      steer: async (input) => {
        const normalized = normalizeInput(input);
        const absolute = await this.#link.images(normalized.images);
        const id = await live.turn?.active() ?? null;
        if (id === null) throw new CodexError(NO_TURN);
        await this.#link.request("turn/steer", {
          threadId: this.id,
          expectedTurnId: id,
          input: inputParams(normalized, absolute),
        });
      },
      interrupt: async () => {
        if (live.turn === null) live.interrupted = true;
        else await live.turn.interrupt();
      },
    };
  }

  async #finish(live: LiveRun): Promise<Turn> {
    const { run } = live;
    while (!(await run.events.next()).done);
    const { items, finalResponse, usage } = run.fold;
    if (usage === null) {
      const error = new IncompleteTurnError("The turn was interrupted", this.#link.stderr());
      attachFacts(error, { threadId: this.id, items: run.fold.itemsSoFar, usage });
      throw error;
    }
    const turnUsage = live.before === null ? null : usageShare(usage, live.before);
    return { items, finalResponse, usage, turnUsage };
  }

  #notified(method: string, params: Record<string, unknown>): void {
    for (const turn of this.#lingering) turn.notification(method, params);
    if (this.#turn !== null) this.#turn.notification(method, params);
    else if (method === "warning") this.#warnings.push(params);
    else if (method === "thread/reverted") this.#usage = null;
    else if (method === "thread/tokenUsage/updated") {
      const { total } = params.tokenUsage as { total: Parameters<typeof mapUsage>[0] };
      this.#usage = mapUsage(total);
    }
  }
}

/** The request that begins a turn, made when its place is free. */
type Begin = (
  options: LiveTurnOptions,
) => [method: string, params: unknown] | Promise<[method: string, params: unknown]>;

interface LiveRun {
  run: TurnRun<LiveEvent>;
  before: Usage | null;
  turn: ServerTurn | null;
  /** Whether it was interrupted before it began. */
  interrupted: boolean;
}

/** A turn that was interrupted before it began: nothing is sent. */
function neverBegan(sink: TurnSink<LiveEvent>): RunningTurn {
  sink.event({ type: "turn.interrupted" }, 0);
  return {
    done: Promise.resolve({ usageIsTotal: true, stderr: "" }),
    stop: () => {},
    stderr: () => "",
  };
}

/** Makes a thread. Not public: threads come from a server. */
export function createLiveThread(link: ThreadLink, start: ThreadStart): LiveThread {
  return construct(link, start);
}

/** Gives a thread that is open already new options. */
export function reopenThread(thread: LiveThread, start: ThreadStart): void {
  reopen(thread, start);
}

/** Hands a thread a notification. */
export function notifyThread(
  thread: LiveThread,
  method: string,
  params: Record<string, unknown>,
): void {
  notify(thread, method, params);
}

/** Tells a thread that the connection is gone. */
export function loseThread(thread: LiveThread, error: CodexError): void {
  lose(thread, error);
}

/** Who answers for a thread at the moment. */
export function threadScope(thread: LiveThread): ThreadScope {
  return scope(thread);
}
