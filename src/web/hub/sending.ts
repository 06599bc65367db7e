/**
 * Messages to a thread, and what a thread reports about itself. Types only.
 *
 * @module
 */
import type { LiveTurnOptions } from "../../app_server/turns/options.ts";

/**
 * Options of `send()`: those of a turn, and what happens to the message while another turn is running.
 *
 * @category Web
 */
export interface SendOptions extends LiveTurnOptions {
  /**
   * What happens while a turn is running: "queue" waits for it to end, as up to 100 messages may; "steer" adds
   * the message to it at once if the turn still accepts it, and otherwise starts a new turn; "reject" refuses
   * the message. A turn that is steered keeps its own options. Default: "queue".
   */
  readonly mode?: "queue" | "steer" | "reject" | undefined;
}

/**
 * An accepted message.
 *
 * @category Web
 */
export interface Sent {
  /** The message's id: `message_id` of the events of its turn. With "steer", no event has it. */
  readonly id: string;
  /**
   * What became of it: its own turn at once ("start") or later ("queue"), or it was added to the current
   * turn ("steer").
   */
  readonly mode: "start" | "queue" | "steer";
  /** With "steer", the id of the turn that it was added to, or null. */
  readonly turnId: string | null;
}

/**
 * What a thread is doing: nothing ("idle"), a turn ("running"), a turn that waits for an answer
 * ("asking"), or nothing because the server was lost and the thread has not been used since ("lost").
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
  /** The log's id. A restart of the program begins a new log, with another id and new numbers. */
  readonly id: string;
  /** The number of the first event that is kept. */
  readonly from: number;
  /** The number of the last event, 0 before the first. */
  readonly last: number;
  /** The ids of the turns whose events are all kept, the one under way included. */
  readonly turns: readonly string[];
}
