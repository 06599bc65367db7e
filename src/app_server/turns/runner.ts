/**
 * Runs the turns of one thread, one at a time, and keeps what the server tells of it meanwhile.
 *
 * @module
 */
import type { ThreadScope } from "../asks/scope.ts";
import { attachFacts, type CodexError, IncompleteTurnError } from "../../core/vocabulary/errors.ts";
import type { Usage } from "../../core/vocabulary/events.ts";
import { isKnownItem } from "../../core/vocabulary/items.ts";
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
import { RequestTimeoutError, SlowConsumerError } from "../link/rpc_errors.ts";
import { ServerTurn, type TurnLink } from "./server_turn.ts";
import type { ThreadLink } from "./thread_link.ts";
import { Collaboration } from "./collaboration.ts";
import { defined, inputParams, type ThreadFacts, turnParams } from "./params.ts";
import { mapUsage } from "./map_usage.ts";

/** Characters of events that may wait for a consumer. */
const MAX_QUEUED = 64 * 1024 * 1024;
/** Milliseconds to wait for the server to end a turn that was given up. */
const LINGER_MS = 60_000;

/** What a thread begins with. */
export interface ThreadStart extends ThreadFacts {
  /** What it has used so far, or null where that is not known. */
  readonly usage: Usage | null;
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
  #mode: Collaboration;
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
    this.#mode = new Collaboration(start.model ?? { model: "", effort: null });
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
      const { total } = params.tokenUsage as { total: Parameters<typeof mapUsage>[0] };
      this.#usage = mapUsage(total);
    }
  }

  /** The beginning of a turn with a message of the user. */
  message(input: Input): Begin {
    const normalized = normalizeInput(input);
    return async (options) => {
      const absolute = await this.link.images(normalized.images);
      const { collaborationMode } = this.#start.options;
      return ["turn/start", {
        ...turnParams(this.#start, options),
        ...defined({ collaborationMode: this.#mode.next(collaborationMode, options) }),
        input: inputParams(normalized, absolute),
      }];
    };
  }

  /** Makes a turn; it starts when its first event is asked for. */
  open(begin: Begin, options: LiveTurnOptions): LiveRun {
    const live: LiveRun = { run: null as never, before: null, turn: null, interrupted: false };
    const context: TurnContext<LiveEvent> = {
      queue: this.#queue,
      aborts: this.link.aborts,
      mergeKey,
      merge,
      isAside,
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
    live.run = new TurnRun<LiveEvent>(context, options);
    return live;
  }

  /** Runs a turn to its end. */
  async finish(live: LiveRun): Promise<Turn> {
    while (!(await live.run.events.next()).done);
    return this.outcome(live);
  }

  /**
   * What a turn that is over came to.
   *
   * @throws {IncompleteTurnError} If it was interrupted.
   */
  outcome({ run, before }: LiveRun): Turn {
    const { usage } = run.fold;
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
    return { ...run.fold.outcome, turnUsage: before === null ? null : usageShare(usage, before) };
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
        return await this.link.request(method, params) as {
          readonly turn?: { readonly id: string };
        };
      },
      request: (method, params) => this.link.request(method, params),
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

/** Whether an event is of an item that `exec` does not tell. */
function isAside(event: LiveEvent): boolean {
  if (!("item" in event)) return false;
  const { item } = event;
  return !isKnownItem(item) || (item.type === "reasoning" && item.text === "");
}

/** A turn that was interrupted before it began: nothing is sent. */
function neverBegan(sink: TurnSink<LiveEvent>): RunningTurn {
  sink.event({ type: "turn.interrupted", turn_id: null }, 0);
  return {
    done: Promise.resolve({ usageIsTotal: true, stderr: "" }),
    stop: () => {},
    stderr: () => "",
  };
}
