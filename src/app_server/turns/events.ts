/**
 * The events of a live turn: those of `codex exec`, and what only a live connection can tell.
 *
 * @module
 */
import type { ThreadEvent, Usage } from "../../core/vocabulary/events.ts";

/** Text of an item as it is written. The item itself follows as `item.completed`. */
export interface ItemDeltaEvent {
  /** Discriminant. */
  readonly type: "item.delta";
  /** The item's id. */
  readonly item_id: string;
  /** What kind of item it is: message and reasoning text, or the output of a command. */
  readonly item_type: "agent_message" | "reasoning" | "command_execution";
  /** The text that was added. */
  readonly delta: string;
}

/** All that the turn has changed in the files so far. */
export interface TurnDiffEvent {
  /** Discriminant. */
  readonly type: "turn.diff";
  /** A unified diff; each event replaces the one before. */
  readonly diff: string;
}

/** The plan, with the step under way. The `todo_list` item tells the same with done or not done. */
export interface TurnPlanEvent {
  /** Discriminant. */
  readonly type: "turn.plan";
  /** Why the plan changed, or null. */
  readonly explanation: string | null;
  /** The steps. */
  readonly steps: readonly {
    readonly text: string;
    readonly status: "pending" | "in_progress" | "completed";
  }[];
}

/** Token usage after a request to the model. */
export interface TurnUsageEvent {
  /** Discriminant. */
  readonly type: "turn.usage";
  /** The whole thread's. */
  readonly total: Usage;
  /** The last request's. */
  readonly last: Usage;
}

/** The turn was interrupted: by `interrupt()`, or by an approval answered with "cancel". The last event. */
export interface TurnInterruptedEvent {
  /** Discriminant. */
  readonly type: "turn.interrupted";
}

/** Every event of a live turn. */
export type LiveEvent =
  | ThreadEvent
  | ItemDeltaEvent
  | TurnDiffEvent
  | TurnPlanEvent
  | TurnUsageEvent
  | TurnInterruptedEvent;

/** The name under which events that wait for a slow consumer are merged, or null. */
export function mergeKey(event: LiveEvent): string | null {
  switch (event.type) {
    case "item.delta":
      return `item.delta ${event.item_id}`;
    case "turn.diff":
    case "turn.plan":
    case "turn.usage":
      return event.type;
    default:
      return null;
  }
}

/** Adds up deltas; of anything else the newer stands for both. */
export function merge(queued: LiveEvent, next: LiveEvent): LiveEvent {
  return queued.type === "item.delta" && next.type === "item.delta"
    ? { ...next, delta: queued.delta + next.delta }
    : next;
}
