/**
 * The events of a turn, as `codex exec --experimental-json` writes them, one per line.
 *
 * @module
 */
import type { ThreadItem } from "./items.ts";

/**
 * The thread's id is known. The first event of a turn.
 *
 * @category Events
 */
export type ThreadStartedEvent = {
  /** Discriminant. */
  type: "thread.started";
  /** The id of the thread, for `resumeThread()`. */
  thread_id: string;
};

/**
 * The model starts to work. Warnings may come before this event.
 *
 * @category Events
 */
export type TurnStartedEvent = {
  /** Discriminant. */
  type: "turn.started";
};

/**
 * Token usage. Since Codex 0.98, the total of the **whole thread**, across resumes and forks, without the
 * tokens of sub-agents; before that, of this turn.
 *
 * @category Turns
 */
export type Usage = {
  /** Input tokens. */
  input_tokens: number;
  /** Input tokens that came from the prompt cache. */
  cached_input_tokens: number;
  /** Input tokens written to the prompt cache; 0 before Codex 0.169. */
  cache_write_input_tokens: number;
  /** Output tokens. */
  output_tokens: number;
  /** Output tokens spent on reasoning; 0 before Codex 0.140. */
  reasoning_output_tokens: number;
};

/**
 * The turn has succeeded.
 *
 * @category Events
 */
export type TurnCompletedEvent = {
  /** Discriminant. */
  type: "turn.completed";
  /** The tokens used. */
  usage: Usage;
};

/**
 * What went wrong.
 *
 * @category Events
 */
export type ThreadError = {
  /** Codex's message; sometimes the raw answer of the model's service. */
  message: string;
};

/**
 * The turn has failed.
 *
 * @category Events
 */
export type TurnFailedEvent = {
  /** Discriminant. */
  type: "turn.failed";
  /** Why it has failed. */
  error: ThreadError;
};

/**
 * An item has started. Not every item that starts is completed.
 *
 * @category Events
 */
export type ItemStartedEvent = {
  /** Discriminant. */
  type: "item.started";
  /** The item so far. */
  item: ThreadItem;
};

/**
 * An item has changed. Codex 0.169 sends it for `todo_list` only.
 *
 * @category Events
 */
export type ItemUpdatedEvent = {
  /** Discriminant. */
  type: "item.updated";
  /** The item so far. */
  item: ThreadItem;
};

/**
 * An item has ended, successfully or not.
 *
 * @category Events
 */
export type ItemCompletedEvent = {
  /** Discriminant. */
  type: "item.completed";
  /** The item in its final state. */
  item: ThreadItem;
};

/**
 * A problem. It does not end the turn: "Reconnecting... 2/5" is reported this way too.
 *
 * @category Events
 */
export type ThreadErrorEvent = {
  /** Discriminant. */
  type: "error";
  /** What happened. */
  message: string;
};

/**
 * Every event that this version knows, discriminated by `type`. Events of other types pass through
 * at run time: see {@linkcode isKnownEvent}.
 *
 * @category Events
 */
export type ThreadEvent =
  | ThreadStartedEvent
  | TurnStartedEvent
  | TurnCompletedEvent
  | TurnFailedEvent
  | ItemStartedEvent
  | ItemUpdatedEvent
  | ItemCompletedEvent
  | ThreadErrorEvent;

/**
 * An event of a type that this version does not know, as a newer Codex may send.
 *
 * @category Events
 */
export interface UnknownEvent {
  /** The event's type. */
  readonly type: string;
  /** Whatever else it carries. */
  readonly [key: string]: unknown;
}

const KNOWN_EVENTS: ReadonlySet<string> = new Set<ThreadEvent["type"]>([
  "thread.started",
  "turn.started",
  "turn.completed",
  "turn.failed",
  "item.started",
  "item.updated",
  "item.completed",
  "error",
]);

/**
 * Returns whether an event is of a type that this version knows. Its item may still be of an unknown type.
 *
 * @param event The event.
 * @returns False for events that only a newer Codex sends, and for whatever is no event.
 *
 * @example Skip what a newer Codex may send
 * ```ts
 * import { isKnownEvent, type UnknownEvent } from "@codex-js/sdk";
 *
 * const event: UnknownEvent = { type: "thread.renamed", name: "Fix the test" };
 * console.log(isKnownEvent(event)); // false
 * ```
 *
 * @category Events
 */
export function isKnownEvent(
  event: ThreadEvent | UnknownEvent,
): event is ThreadEvent {
  return KNOWN_EVENTS.has(event?.type);
}
