/**
 * Runs the turns of one thread, one at a time, and keeps what the server tells of it meanwhile.
 *
 * @module
 */
import type { Places } from "../asks/places.ts";
import type { ThreadScope } from "../asks/scope.ts";
import { attachFacts, type CodexError, IncompleteTurnError } from "../../core/vocabulary/errors.ts";
import type { Usage } from "../../core/vocabulary/events.ts";
import { type Input, normalizeInput } from "../../core/vocabulary/input.ts";
import type { RunningTurn, TurnSink } from "../../core/ports/transport.ts";
import type { Turn } from "../../core/vocabulary/turn.ts";
import { usageShare } from "../../core/vocabulary/usage.ts";
import { TurnQueue } from "../../core/turn/turn_queue.ts";
import { type TurnContext, TurnRun } from "../../core/turn/turn_run.ts";
import { within } from "../../launch/stop.ts";
import { type LiveEvent, merge, mergeKey } from "./events.ts";
import type { LiveCallbacks } from "../asks/callbacks.ts";
import type { LiveTurnOptions } from "./options.ts";
import type { LiveRun } from "./live_turn.ts";
import { answerWithId } from "../link/answers.ts";
import { RequestTimeoutError, SlowConsumerError } from "../link/rpc_errors.ts";
import { ServerTurn, type TurnLink } from "./server_turn.ts";
import type { ThreadLink } from "./thread_link.ts";
import { inputParams, type ThreadFacts, turnParams } from "./params.ts";
import { threadUsage } from "./mapper.ts";

/** Characters of events that may wait for a consumer. */
const MAX_QUEUED = 64 * 1024 * 1024;
/** Milliseconds to wait for the server to end a turn that was given up. */
const LINGER_MS = 60_000;

/** What a thread begins with. */
export interface ThreadStart extends ThreadFacts {
  /** What it has used so far, or null where that is not known. */
  readonly usage: Usage | null;
  /** Where it works, or null where nobody knows. Default: null. */
  readonly places?: Places | null;
}

/** The request that begins a turn, made when its place is free. */
export type Begin = (
  options: LiveTurnOptions,
) => [method: string, params: unknown] | Promise<[method: string, params: unknown]>;

/** The turns of one thread. */
export class TurnRunner {
  /** The server. */
  readonly link: ThreadLink;
  #start: ThreadStart;
  readonly #queue: TurnQueue = new TurnQueue();
  #usage: Usage | null;
  #turn: ServerTurn | null = null;
  // Turns that were given up: until the server has ended them, a new one would steer them.
  readonly #lingering: Set<ServerTurn> = new Set();
  #callbacks: LiveCallbacks = {};
  // Warnings between turns, which `exec` tells at the beginning of the next one.
  #warnings: Record<string, unknown>[] = [];

  /**
   * @param link The server.
   * @param start What the thread begins with.
   */
  constructor(link: ThreadLink, start: ThreadStart) {
    this.link = link;
    this.#start = start;
    this.#usage = start.usage;
  }

  /** The id of the thread. */
  get threadId(): string {
    return this.#start.id;
  }

  /** Who answers for the thread at the moment. */
  get scope(): ThreadScope {
    const { options } = this.#start;
    const turns = [this.#turn, ...this.#lingering];
    return {
      ...options,
      ...this.#callbacks,
      turn: this.#turn,
      givenUp: (turnId) => turns.some((turn) => turn?.givenUp(turnId)),
      places: this.#start.places ?? null,
      tools: options.tools ?? [],
    };
  }

  /** Gives a thread that is open already new options. */
  reopen(start: ThreadStart): void {
    this.#start = start;
  }

  /** The connection is gone. */
  lose(error: CodexError): void {
    for (const turn of this.#lingering) turn.connectionLost(error);
    this.#turn?.connectionLost(error);
  }

  /** A notification of the server. */
  notify(method: string, params: Record<string, unknown>): void {
    if (method === "mcpServer/startupStatus/updated") {
      // Told like the warnings: as an item of the turn under way, or of the next one.
      if (params.status !== "failed") return;
      const { name, error } = params;
      [method, params] = ["warning", { message: error ?? `The MCP server ${name} did not start` }];
    }
    for (const turn of this.#lingering) turn.notification(method, params);
    if (this.#turn !== null) this.#turn.notification(method, params);
    else if (method === "warning") this.#warnings.push(params);
    else if (method === "thread/reverted") this.#usage = null;
    else if (method === "thread/tokenUsage/updated") {
      this.#usage = threadUsage(params);
    }
  }

  /** The beginning of a turn with a message of the user. */
  message(input: Input): Begin {
    const normalized = normalizeInput(input);
    return async (options) => {
      const absolute = await this.link.images(normalized.images);
      return ["turn/start", {
        ...turnParams(this.#start, options),
        input: await inputParams(normalized, absolute),
      }];
    };
  }

  /**
   * Makes a turn; it starts when its first event is asked for.
   *
   * @param keep Characters of completed items to keep. Default: all.
   */
  open(begin: Begin, options: LiveTurnOptions, keep?: number): LiveRun {
    const live: LiveRun = { run: null as never, before: null, turn: null, interrupted: false };
    const context: TurnContext<LiveEvent> = {
      queue: this.#queue,
      aborts: this.link.aborts,
      mergeKey,
      merge,
      start: (sink) => this.#begin(begin, options, live, sink),
      observe: () => {
        const { queuedSize } = live.run.events;
        return queuedSize > MAX_QUEUED ? new SlowConsumerError(queuedSize) : null;
      },
      redact: (text) => this.link.redact(text),
      threadId: () => this.threadId,
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

  /** Runs a turn to its end. */
  async finish(live: LiveRun): Promise<Turn> {
    const { run } = live;
    while (!(await run.events.next()).done);
    const { items, finalResponse, usage } = run.fold;
    if (usage === null) {
      const error = new IncompleteTurnError("The turn was interrupted", this.link.stderr());
      attachFacts(error, {
        threadId: this.threadId,
        items: run.fold.itemsSoFar,
        usage,
        lastError: run.lastError(),
      });
      throw error;
    }
    const before = live.turn?.before ?? live.before;
    const turnUsage = before === null ? null : usageShare(usage, before);
    return { items, finalResponse, usage, turnUsage };
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
      threadId: this.threadId,
      usage: this.#usage,
      begin: async (stopped) => {
        await this.#othersEnded();
        const [method, params] = await begin(options);
        const error = stopped();
        if (error !== null) throw error;
        const answer = await this.link.request(method, params);
        // Whose id comes with `turn/started` alone.
        if (method === "thread/compact/start") return {};
        return { turn: answerWithId(method, answer, "turn") };
      },
      request: (method, params) => this.link.request(method, params),
      ...(this.link.cleanUp === undefined ? {} : { cleanUp: this.link.cleanUp }),
      stderr: () => this.link.stderr(),
    };
    live.turn = this.#turn = new ServerTurn(link, sink, options.killGraceMs);
    for (const params of this.#warnings.splice(0)) this.#turn.notification("warning", params);
    return live.turn;
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
