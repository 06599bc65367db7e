/**
 * A turn as its caller holds it.
 *
 * @module
 */
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
 * A live turn.
 *
 * @typeParam Result The type of its result.
 * @category Turns
 */
export interface LiveTurn<Result = Turn> {
  /**
   * The events. The turn starts at the first `next()`; leaving the loop interrupts it. After `turn.failed`,
   * or if the connection ends, the next `next()` rejects.
   */
  readonly events: AsyncGenerator<LiveEvent>;
  /** The turn's id, or null until the server has sent it. */
  readonly id: string | null;
  /**
   * What `run()` would return: settles when the turn does, and rejects as `run()` does (with an `AbortError`
   * if the loop was left). It need not be handled. Awaiting it starts the turn if no event has been
   * requested; the events are then discarded.
   */
  readonly result: Promise<Result>;
  /**
   * Sends the agent another message while it works. What it is writing is cut short. A turn that has not
   * started yet is started, and then gets the message.
   *
   * @throws {TurnNotActiveError} If another turn of the thread is running, this one has ended, or it is a
   * review or a compaction.
   */
  steer(input: Input): Promise<void>;
  /**
   * Interrupts the turn; the events end with `turn.interrupted`. Settles when the turn's commands and
   * sub-agents have ended, or `killGraceMs` after Codex was told. Does nothing once the turn has ended.
   */
  interrupt(): Promise<void>;
}

/** A turn, from the call that requests it to its end. */
export class LiveRun {
  /** Its place, its clocks and its events. */
  run!: TurnRun<LiveEvent>;
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
   * Starts the turn if it has not started yet.
   *
   * @returns The id of the turn, once the server is working on it.
   * @throws {TurnNotActiveError} If another turn of the thread is running, or this one has ended.
   */
  active(): Promise<string> {
    const { events, place } = this.run;
    const mayRun = place === null ? this.#queue.isEmpty : place.isFirst;
    if (this.#turn === null && !mayRun) {
      throw new TurnNotActiveError("Cannot steer the turn: it is waiting for another turn to end");
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

/** What Codex says if the turn has ended, or its thread is no longer loaded. */
const OVER = /no active turn|thread not found/;
/** What Codex says of a turn that is not the model's answer to a message: "review", "compact". */
const OTHER = /cannot steer a (\w+) turn/;

/** The turn object that the caller gets. */
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
      // At once, so that a turn that this starts takes its place before later ones.
      const active = live.active();
      active.catch(() => {});
      const absolute = await link.images(normalized.images);
      const parts = await inputParams(normalized, absolute);
      const expectedTurnId = await active;
      try {
        await link.request("turn/steer", { threadId, expectedTurnId, input: parts });
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        const kind = OTHER.exec(error.message)?.[1];
        if (kind !== undefined) {
          throw new TurnNotActiveError(`Cannot steer the turn: a ${kind} takes no messages`);
        }
        if (!OVER.test(error.message)) throw error;
        throw new TurnNotActiveError("Cannot steer the turn: it has ended");
      }
    },
    interrupt: async () => {
      live.interruptedBy ??= "caller";
      await live.turn?.interrupt();
    },
  };
}
