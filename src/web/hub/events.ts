/**
 * What the readers of a thread receive: the events of its turns, and those that only a hub has. Types
 * only; all of it is JSON.
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
 * The message that a turn began with, identified by the `id` that `send()` returned.
 *
 * @category Web
 */
export interface OfMessage {
  /** The message's id. */
  readonly message_id: string;
}

/**
 * A turn has failed; the id is null if it never had one. The server may be lost as well. That of a message
 * which was given up while it waited comes among the events of the turn that runs.
 *
 * @category Web
 */
export type HubTurnFailedEvent = Omit<LiveTurnFailedEvent, "turn_id"> & OfMessage & {
  /** The turn's id, or null. */
  readonly turn_id: string | null;
};

/**
 * A message waits for earlier turns to end. Its content arrives as an item once its own turn has begun.
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
 * Codex or an MCP server asks a question and waits for the answer.
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
 * A question no longer needs an answer.
 *
 * @category Web
 */
export interface QuestionResolvedEvent {
  /** Discriminant. */
  readonly type: "question.resolved";
  /** The question's id. */
  readonly question_id: string;
  /**
   * "answer": a user of the hub answered; "timeout": nobody answered in time; "withdrawn": its turn has
   * ended, or another client of the server answered.
   */
  readonly by: "answer" | "timeout" | "withdrawn";
  /** The decision, or null if there was none. The rest of the answer is not reported. */
  readonly decision: string | null;
}

/**
 * Events before `from` that the reader has not seen are no longer kept, or were never in this log: a
 * restart of the program begins a new one. `history()` has the past turns.
 *
 * @category Web
 */
export interface LogTruncatedEvent {
  /** Discriminant. */
  readonly type: "log.truncated";
  /** The number of the first event that is kept. From there on, nothing is missing. */
  readonly from: number;
}

/**
 * Every event of a hub's thread that this version knows, discriminated by `type`. As with a live turn,
 * anything else that the server sends passes through at run time.
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
   * The number: it begins at 1 and increases by one with each event. If deltas were merged for a slow
   * reader, it is that of the last one; `log.truncated` has the number before `from`.
   */
  readonly n: number;
  /** The event. */
  readonly event: HubEvent;
}
