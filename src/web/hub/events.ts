/**
 * What the readers of a thread are told: the events of its turns, and what only a hub has to tell.
 * Types only; all of it is JSON.
 *
 * @module
 */
import type {
  LiveEvent,
  LiveTurnCompletedEvent,
  LiveTurnFailedEvent,
  LiveTurnStartedEvent,
  TurnInterruptedEvent,
} from "../../app_server/events/live_events.ts";
import type { HubQuestion } from "./questions_asked.ts";

/**
 * The message that a turn began with, by the `id` that `send()` gave for it.
 *
 * @category Web
 */
export interface OfMessage {
  /** The message's id. */
  readonly message_id: string;
}

/**
 * A turn has failed; without an id where it never had one. The server may be lost as well.
 *
 * @category Web
 */
export type HubTurnFailedEvent = Omit<LiveTurnFailedEvent, "turn_id"> & OfMessage & {
  /** The turn's id, or null. */
  readonly turn_id: string | null;
};

/**
 * A message waits for the turns before it. What it says comes as an item when its turn has begun.
 *
 * @category Web
 */
export interface MessageQueuedEvent extends OfMessage {
  /** Discriminant. */
  readonly type: "message.queued";
  /** Its text. */
  readonly text: string;
}

/**
 * Codex, or an MCP server, asks something, and waits.
 *
 * @category Web
 */
export interface QuestionEvent {
  /** Discriminant. */
  readonly type: "question";
  /** The question. */
  readonly question: HubQuestion;
}

/**
 * A question needs no answer any more.
 *
 * @category Web
 */
export interface QuestionResolvedEvent {
  /** Discriminant. */
  readonly type: "question.resolved";
  /** The question's id. */
  readonly question_id: string;
  /** "answer": somebody has answered; "timeout": nobody has in time; "withdrawn": its turn has ended. */
  readonly by: "answer" | "timeout" | "withdrawn";
  /** The decision, null where there was none. What was answered besides is not told. */
  readonly decision: string | null;
}

/**
 * What the reader has not seen before `from` is kept no longer, or was never told by this log: after a
 * restart of the program it begins anew. `history()` has the turns of the past.
 *
 * @category Web
 */
export interface LogTruncatedEvent {
  /** Discriminant. */
  readonly type: "log.truncated";
  /** The number of the first event that is kept. From it on nothing is missing. */
  readonly from: number;
}

/**
 * Every event of a hub's thread that this version knows, discriminated by `type`. As of a live turn,
 * whatever else the server tells passes through at run time.
 *
 * @category Web
 */
export type HubEvent =
  | Exclude<
    LiveEvent,
    LiveTurnStartedEvent | LiveTurnCompletedEvent | LiveTurnFailedEvent | TurnInterruptedEvent
  >
  | LiveTurnStartedEvent & OfMessage
  | LiveTurnCompletedEvent & OfMessage
  | HubTurnFailedEvent
  | TurnInterruptedEvent & OfMessage
  | MessageQueuedEvent
  | QuestionEvent
  | QuestionResolvedEvent
  | LogTruncatedEvent;

/**
 * An event with its number.
 *
 * @category Web
 */
export interface HubEntry {
  /**
   * The number: from 1, one more for each event. Of deltas that were merged for a slow reader it is the
   * last one's; `log.truncated` has the one before `from`.
   */
  readonly n: number;
  /** The event. */
  readonly event: HubEvent;
}
