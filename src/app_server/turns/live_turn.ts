/**
 * A turn as its caller holds it.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";
import { type Input, normalizeInput } from "../../core/vocabulary/input.ts";
import type { Turn } from "../../core/vocabulary/turn.ts";
import type { TurnQueue } from "../../core/turn/turn_queue.ts";
import type { TurnRun } from "../../core/turn/turn_run.ts";
import { RpcError } from "../link/rpc_errors.ts";
import { type InterruptedBy, TurnNotActiveError } from "./errors.ts";
import type { LiveEvent } from "../events/live_events.ts";
import type { ServerTurn } from "./server_turn.ts";
import type { ThreadLink } from "./thread_link.ts";
import { inputParams } from "./params/turn_start.ts";

/**
 * A live turn under way.
 *
 * @typeParam Result The type of its result.
 * @category Turns
 */
export interface LiveTurn<Result = Turn> {
  /**
   * The events. The turn starts at the first `next()`; leaving the loop interrupts it. After
   * `turn.failed`, and when the server is gone, the next `next()` rejects.
   */
  readonly events: AsyncGenerator<LiveEvent>;
  /** The turn's id, or null as long as the server has not told it. */
  readonly id: string | null;
  /**
   * What `run()` would give: settles with the turn, rejects as `run()` does (with an `AbortError` where
   * the loop was left), and may be left alone. Awaiting it starts the turn if nobody has asked for an
   * event; the events then pass unread.
   */
  readonly result: Promise<Result>;
  /**
   * Says something more to the agent while it works. What it is writing is cut short. A turn that
   * has not started yet is started, and hears it then.
   *
   * @throws {TurnNotActiveError} If another turn of the thread runs, or this one has ended.
   */
  steer(input: Input): Promise<void>;
  /**
   * Interrupts the turn; the events end with `turn.interrupted`. Settles when its commands and its
   * sub-agents are gone, or `killGraceMs` after Codex was told. Does nothing once it has ended.
   */
  interrupt(): Promise<void>;
}

/** A turn from the call that asks for it to its end. */
export class LiveRun {
  /** Its place, its clocks and its events. */
  run!: TurnRun<LiveEvent>;
  /** What the thread had used before, or null where that is not known. */
  before: Usage | null = null;
  /** Who has interrupted it, as far as this client knows. */
  interruptedBy: InterruptedBy | null = null;
  readonly #queue: TurnQueue;
  readonly #begun: Promise<ServerTurn>;
  #beginNow!: (turn: ServerTurn) => void;
  #turn: ServerTurn | null = null;

  /** @param queue The turns of its thread. */
  constructor(queue: TurnQueue) {
    this.#queue = queue;
    this.#begun = new Promise((resolve) => this.#beginNow = resolve);
  }

  /** The turn on the server, once its place is free. */
  get turn(): ServerTurn | null {
    return this.#turn;
  }

  /** Its place is free. */
  begins(turn: ServerTurn): void {
    this.#turn = turn;
    this.#beginNow(turn);
  }

  /**
   * Starts a turn that has not started.
   *
   * @returns The id of the turn, once the server works on it.
   * @throws {TurnNotActiveError} If another turn of the thread runs, or this one has ended.
   */
  active(): Promise<string> {
    const { events, place } = this.run;
    const mayRun = place === null ? this.#queue.isEmpty : place.isFirst;
    if (this.#turn === null && !mayRun) {
      throw new TurnNotActiveError("Cannot steer the turn: it waits for another one to end");
    }
    events.open();
    return this.#id();
  }

  async #id(): Promise<string> {
    const turn = await Promise.race([this.#begun, this.run.settled.then(() => null)]);
    const id = await turn?.active() ?? null;
    if (id === null) throw new TurnNotActiveError("Cannot steer the turn: it has ended");
    return id;
  }
}

/** What Codex says where the turn has ended, and where its thread has gone with it. */
const OVER = /no active turn|thread not found/;

/** The caller's hold on a turn. */
export function liveTurn(
  live: LiveRun,
  threadId: string,
  link: ThreadLink,
): Omit<LiveTurn, "result"> {
  return {
    events: live.run.events,
    get id() {
      return live.turn?.id ?? null;
    },
    steer: async (input) => {
      const normalized = normalizeInput(input);
      // At once, so that a turn which is started takes its place before those that are asked for later.
      const active = live.active();
      active.catch(() => {});
      const absolute = await link.images(normalized.images);
      const parts = await inputParams(normalized, absolute);
      const expectedTurnId = await active;
      try {
        await link.request("turn/steer", { threadId, expectedTurnId, input: parts });
      } catch (error) {
        if (!(error instanceof RpcError) || !OVER.test(error.message)) throw error;
        throw new TurnNotActiveError("Cannot steer the turn: it has ended");
      }
    },
    interrupt: async () => {
      live.interruptedBy ??= "caller";
      await live.turn?.interrupt();
    },
  };
}
