/**
 * A turn as its caller holds it.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";
import type { Usage } from "../../core/vocabulary/events.ts";
import { type Input, normalizeInput } from "../../core/vocabulary/input.ts";
import type { TurnRun } from "../../core/turn/turn_run.ts";
import type { LiveEvent } from "./events.ts";
import type { ServerTurn } from "./server_turn.ts";
import type { ThreadLink } from "./thread_link.ts";
import { inputParams } from "./params.ts";

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

/** A turn from the call that asks for it to its end. */
export interface LiveRun {
  /** Its place, its clocks and its events. */
  run: TurnRun<LiveEvent>;
  /** What the thread had used before, or null where that is not known. */
  before: Usage | null;
  /** The turn on the server, once its place is free. */
  turn: ServerTurn | null;
  /** Whether it was interrupted before it began. */
  interrupted: boolean;
}

const NO_TURN = "Cannot steer the turn: it has not started, or has ended";

/** The caller's hold on a turn. */
export function liveTurn(live: LiveRun, threadId: string, link: ThreadLink): LiveTurn {
  return {
    events: live.run.events,
    steer: async (input) => {
      const normalized = normalizeInput(input);
      const absolute = await link.images(normalized.images);
      const parts = await inputParams(normalized, absolute);
      const id = await live.turn?.active() ?? null;
      if (id === null) throw new CodexError(NO_TURN);
      await link.request("turn/steer", {
        threadId,
        expectedTurnId: id,
        input: parts,
      });
    },
    interrupt: async () => {
      if (live.turn === null) live.interrupted = true;
      else await live.turn.interrupt();
    },
  };
}
