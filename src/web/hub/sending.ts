/**
 * What is said to a thread, and what a thread says of itself. Types only.
 *
 * @module
 */
import type { LiveTurnOptions } from "../../app_server/turns/options.ts";

/**
 * Options of `send()`: those of a turn, and what becomes of the message while another turn runs.
 *
 * @category Web
 */
export interface SendOptions extends LiveTurnOptions {
  /**
   * While a turn runs: "queue" lets it end first; "steer" says it to the agent at once, as far as the
   * turn takes it, or else starts one; "reject" refuses. Default: "queue".
   */
  readonly mode?: "queue" | "steer" | "reject" | undefined;
}

/**
 * A message that was accepted.
 *
 * @category Web
 */
export interface Sent {
  /** The message's id: `message_id` of the events of its turn. */
  readonly id: string;
  /** What became of it: a turn of its own at once, or later; or it went into the turn under way. */
  readonly mode: "start" | "queue" | "steer";
  /** With "steer" the turn that hears it, or null. */
  readonly turnId: string | null;
}

/**
 * What a thread is about: nothing, a turn, a turn that waits for an answer, or nothing since the server
 * was lost, until something is asked of it again.
 *
 * @category Web
 */
export type HubThreadState = "idle" | "running" | "asking" | "lost";

/**
 * Which events of a thread are kept.
 *
 * @category Web
 */
export interface LogRange {
  /** The log's id: another one after a restart of the program, whose numbers begin anew. */
  readonly id: string;
  /** The number of the first event that is kept. */
  readonly from: number;
  /** The number of the last event, 0 before the first. */
  readonly last: number;
  /** The ids of the turns whose events are all kept, the one under way included. */
  readonly turns: readonly string[];
}
