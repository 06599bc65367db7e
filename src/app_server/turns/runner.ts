/**
 * Runs the turns of one thread object, with that object's options.
 *
 * @module
 */
import { attachFacts } from "../../core/vocabulary/errors.ts";
import type { Usage } from "../../core/vocabulary/events.ts";
import { isKnownItem } from "../../core/vocabulary/items.ts";
import { type Input, normalizeInput } from "../../core/vocabulary/input.ts";
import type { AskedTurn, TraceContext, TurnObserver } from "../../core/ports/observer.ts";
import type { RunningTurn, TurnSink } from "../../core/ports/transport.ts";
import type { Turn } from "../../core/vocabulary/turn.ts";
import { usageShare } from "../../core/vocabulary/usage.ts";
import { type TurnContext, TurnRun } from "../../core/turn/turn_run.ts";
import { SlowConsumerError } from "../link/rpc_errors.ts";
import type { LiveCallbacks } from "../asks/callbacks.ts";
import { TurnQueue } from "../../core/turn/turn_queue.ts";
import { type Answers, turnAnswers } from "./answers.ts";
import { askOf, sendTurn, whenFree } from "./beginning.ts";
import { InterruptedError } from "./errors.ts";
import { type LiveEvent, merge, mergeKey } from "../events/live_events.ts";
import { LiveRun } from "./live_turn.ts";
import type { AttachOptions, LiveTurnOptions } from "./options.ts";
import { inputParams, settingsParams, type ThreadFacts, turnParams } from "./params/turn_start.ts";
import { ServerTurn } from "./server_turn.ts";
import { StoredTurns } from "../history/stored_turns.ts";
import type { ThreadLink } from "./thread_link.ts";
import type { ThreadState } from "./thread_state.ts";
import type { TurnLink } from "./turn_link.ts";

/** Characters of events that may wait for a consumer. */
const MAX_QUEUED = 64 * 1024 * 1024;

/** What the model is told about a turn that was cut off. */
const CUT_OFF = {
  type: "input_text",
  text:
    "This turn was cut off before it had ended, and now continues, perhaps on another machine. Go on " +
    "from here: what is complete above was done, and need not be done again. A call whose output is " +
    '"aborted" may have been done in part: look before you repeat it.',
};

/** How a turn starts. */
export interface Begin extends Pick<AskedTurn, "kind" | "input"> {
  /** Returns the request that starts the turn; called when its place is free. */
  request(options: LiveTurnOptions): Promise<[method: string, params: unknown]>;
}

/** The turns of one thread object. */
export class TurnRunner {
  /** The server. */
  readonly link: ThreadLink;
  /** What all objects of the thread share. */
  readonly thread: ThreadState;
  /** Observes the turns. */
  observer: TurnObserver | null = null;
  readonly #history: StoredTurns;
  #facts: ThreadFacts;

  /**
   * @param link The server.
   * @param thread What all objects of the thread share.
   * @param facts What this object was given.
   */
  constructor(link: ThreadLink, thread: ThreadState, facts: ThreadFacts) {
    this.link = link;
    this.thread = thread;
    this.#facts = facts;
    this.#history = new StoredTurns((method, params) => link.request(method, params), thread.id);
  }

  /** The id of the thread. */
  get threadId(): string {
    return this.thread.id;
  }

  /** The start of a turn with a message of the user. */
  message(input: Input): Begin {
    const normalized = normalizeInput(input);
    const request: Begin["request"] = async (options) => {
      const absolute = await this.link.images(normalized.images);
      return ["turn/start", {
        threadId: this.threadId,
        ...this.#settings(options),
        ...turnParams(options),
        input: await inputParams(normalized, absolute),
      }];
    };
    return { kind: "message", input: normalized, request };
  }

  /**
   * The start of a turn that continues where another was cut off: the model reads the history with a note at
   * its end, and no new message. For calls that were cut off, Codex has recorded the output "aborted".
   */
  goOn(): Begin {
    const request: Begin["request"] = async (options) => {
      const { threadId } = this;
      const item = { type: "message", role: "developer", content: [CUT_OFF] };
      await this.link.request("thread/inject_items", { threadId, items: [item] });
      return ["turn/start", {
        threadId,
        ...this.#settings(options),
        ...turnParams(options),
        input: [],
      }];
    };
    return { kind: "message", input: null, request };
  }

  /** The start of a turn whose method takes no settings: they are updated before it. */
  call(method: string, params: Readonly<Record<string, unknown>>): Begin {
    const request: Begin["request"] = async (options) => {
      const { threadId } = this;
      await this.link.request("thread/settings/update", {
        threadId,
        ...this.#settings(options),
      });
      return [method, { threadId, ...params }];
    };
    return { kind: method === "review/start" ? "review" : "compact", input: null, request };
  }

  /** The settings of a turn, which also apply to later turns of this object. */
  #settings(options: LiveTurnOptions): Record<string, unknown> {
    const { settings, options: thread } = this.#facts;
    this.#facts = {
      ...this.#facts,
      settings: {
        ...settings,
        model: options.model || settings.model,
        effort: options.modelReasoningEffort ?? settings.effort,
      },
      // If the thread's own options name none, Codex itself keeps the turn's.
      options: {
        ...thread,
        serviceTier: thread.serviceTier && (options.serviceTier ?? thread.serviceTier),
        summary: thread.summary && (options.summary ?? thread.summary),
      },
    };
    return settingsParams(this.#facts, options, this.thread.inForce);
  }

  /**
   * Creates a turn; it starts when its first event is requested.
   *
   * @throws {CodexError} If the thread was closed.
   */
  open(begin: Begin, options: LiveTurnOptions): LiveRun {
    this.thread.checkOpen();
    const live = new LiveRun(this.thread.queue);
    const context: TurnContext<LiveEvent> = {
      ...this.#context(live, this.thread.queue),
      watch: this.observer?.asked(this.#asked(begin, options)),
      start: (sink, trace) => this.#begin(begin, options, live, sink, trace),
    };
    live.run = new TurnRun<LiveEvent>(context, options);
    return live;
  }

  #context(live: LiveRun, queue: TurnQueue): Omit<TurnContext<LiveEvent>, "start"> {
    return {
      queue,
      mergeKey,
      merge,
      isAside,
      observe: () => {
        const { queuedSize } = live.run.events;
        return queuedSize > MAX_QUEUED ? new SlowConsumerError(queuedSize) : null;
      },
      redact: (text) => this.link.redact(text),
      threadId: () => this.threadId,
      settled: () => {
        if (live.turn !== null) this.thread.settled(live.turn);
        const { usage, usageSoFar } = live.run.fold;
        return shareOf(live, usage ?? usageSoFar);
      },
    };
  }

  #asked({ kind, input }: Begin, options: LiveTurnOptions): AskedTurn {
    const { options: thread, settings } = this.#facts;
    return {
      kind,
      input,
      typed: options.outputSchema !== undefined,
      model: (options.model || settings.model) ?? undefined,
      provider: thread.modelProvider,
      threadId: () => this.threadId,
      redact: (text) => this.link.redact(text),
    };
  }

  /** Runs a turn to its end. */
  async finish(live: LiveRun): Promise<Turn> {
    while (!(await live.run.events.next()).done);
    return this.outcome(live);
  }

  /**
   * Returns the result of a turn that is over.
   *
   * @throws {InterruptedError} If it was interrupted.
   */
  outcome(live: LiveRun): Turn {
    const { run } = live;
    const { usage } = run.fold;
    if (usage === null) {
      const error = new InterruptedError(live.interruptedBy ?? "server", this.link.stderr());
      attachFacts(error, {
        threadId: this.threadId,
        items: run.fold.itemsSoFar,
        usage,
        lastError: run.lastError(),
      });
      throw error;
    }
    return { ...run.fold.outcome, turnUsage: shareOf(live, usage) };
  }

  /**
   * Follows another client's turn, beginning with the items it has finished so far; null if none is running.
   *
   * @throws {CodexError} If the thread was closed.
   */
  async attach(options: AttachOptions): Promise<LiveRun | null> {
    const { thread } = this;
    thread.checkOpen();
    const id = await this.#running();
    thread.found(id);
    if (id === null) return null;
    // It has no place among the turns of this client.
    const queue = new TurnQueue();
    const live = new LiveRun(queue);
    const start = (sink: TurnSink<LiveEvent>) => {
      const link: TurnLink = {
        ...this.#link(),
        ...(this.link.cleanUp === undefined ? {} : { cleanUp: this.link.cleanUp }),
        attached: true,
        begin: async () => {
          const newest = await this.#history.resume({}, 1);
          const stored = newest?.id === id ? newest : await this.#history.turn(id);
          if (stored === null) return { turn: { id } };
          if (stored.status === "inProgress") await this.link.attached?.(this.threadId, stored);
          return await this.#history.begun(stored);
        },
      };
      const turn = new ServerTurn(link, sink, undefined);
      thread.watch(turn, this.#answers(options, live));
      live.begins(turn);
      return turn;
    };
    live.run = new TurnRun<LiveEvent>({ ...this.#context(live, queue), start }, options);
    return live;
  }

  async #running(): Promise<string | null> {
    try {
      return await this.#history.running();
    } catch (error) {
      // Of a thread that was lost with its server the new one has nothing.
      this.thread.checkOpen();
      throw error;
    }
  }

  #answers(options: LiveCallbacks, live: LiveRun): Answers {
    return turnAnswers(
      [options, this.#facts.options, this.link.callbacks],
      this.#facts,
      this.link.bindContext(),
      ({ threadId }) => {
        // A sub-agent's request ends the sub-agent's turn alone.
        if (threadId === this.threadId) live.interruptedBy ??= "approval";
      },
    );
  }

  #link(): Omit<TurnLink, "begin"> {
    return {
      threadId: this.threadId,
      request: (method, params) => this.link.request(method, params),
      stored: (turnId) => this.#history.ended(turnId),
      stderr: () => this.link.stderr(),
    };
  }

  #begin(
    begin: Begin,
    given: LiveTurnOptions,
    live: LiveRun,
    sink: TurnSink<LiveEvent>,
    trace: TraceContext | undefined,
  ): RunningTurn {
    const { thread } = this;
    thread.checkOpen();
    if (live.interruptedBy !== null) return neverBegan(sink);
    // Identifies the turn if its start is not reported, and tells it from the turns of others.
    const isShared = this.link.lasting || this.link.shared;
    const says = begin.kind === "message" && begin.input !== null;
    const messageId = given.messageId ?? (isShared && says ? crypto.randomUUID() : undefined);
    const options = { ...given, messageId };
    const link: TurnLink = {
      ...this.#link(),
      begin: async (start) => {
        await thread.othersEnded();
        const takePlace = async () => {
          thread.stepBack(turn);
          await whenFree(thread, options, start.left);
          start.go(thread.usage);
          thread.begin(turn, answers);
        };
        await takePlace();
        await this.#facts.environments?.reach("run a turn");
        const [method, params] = await askOf(this.link, thread, () => begin.request(options));
        const request = { method, params, trace, messageId, takePlace };
        return await sendTurn(this.link, thread, this.#history, request);
      },
      isShared: this.link.shared ?? false,
      ...(isShared && says && { messageId }),
      ...(this.link.cleanUp === undefined ? {} : { cleanUp: this.link.cleanUp }),
    };
    // In the context of the turn's caller.
    const answers = this.#answers(options, live);
    const turn: ServerTurn = new ServerTurn(link, sink, options.killGraceMs);
    live.begins(turn);
    return turn;
  }
}

/** The part of the thread's tokens that one turn has used, or null if unknown. */
function shareOf(live: LiveRun, total: Usage | null): Usage | null {
  const before = live.turn?.before ?? null;
  return before === null || total === null ? null : usageShare(total, before);
}

/** Whether an event is about an item that `exec` does not report. */
function isAside(event: LiveEvent): boolean {
  if (!("item" in event)) return false;
  const { item } = event;
  return !isKnownItem(item) || (item.type === "reasoning" && item.text === "");
}

/** A turn that was interrupted before it started: nothing is sent. */
function neverBegan(sink: TurnSink<LiveEvent>): RunningTurn {
  sink.event({ type: "turn.interrupted", turn_id: null }, 0);
  return {
    done: Promise.resolve({ usageIsTotal: true, stderr: "" }),
    stop: () => {},
    stderr: () => "",
  };
}
