/**
 * The events of a live turn: those of `codex exec`, with the details that only the app-server reports, and
 * those that exist only live.
 *
 * @module
 */
import type {
  ItemCompletedEvent,
  ItemStartedEvent,
  ItemUpdatedEvent,
  ThreadErrorEvent,
  ThreadStartedEvent,
  TurnCompletedEvent,
  TurnFailedEvent,
  TurnStartedEvent,
  Usage,
} from "../../core/vocabulary/events.ts";
import type { LiveItem } from "../../core/vocabulary/live_items.ts";
import type { LiveFailure } from "./failure.ts";

/**
 * The turn has started.
 *
 * @category Events
 */
export type LiveTurnStartedEvent = TurnStartedEvent & {
  /** The turn's id. */
  readonly turn_id: string;
};

/**
 * The turn has succeeded.
 *
 * @category Events
 */
export type LiveTurnCompletedEvent = TurnCompletedEvent & {
  /** The turn's id. */
  readonly turn_id: string;
};

/**
 * The turn has failed.
 *
 * @category Events
 */
export type LiveTurnFailedEvent = Omit<TurnFailedEvent, "error"> & {
  /** The turn's id. */
  readonly turn_id: string;
  /** Why the turn failed. Codex does not retry it: `will_retry` is false. */
  readonly error: LiveFailure & { readonly will_retry: false };
};

/**
 * A problem that does not end the turn.
 *
 * @category Events
 */
export type LiveErrorEvent = ThreadErrorEvent & LiveFailure & {
  /** Whether Codex retries on its own. */
  readonly will_retry: boolean;
};

/**
 * An item has started. Messages and reasoning start with a delta instead. Not every started item completes.
 *
 * @category Events
 */
export type LiveItemStartedEvent = Omit<ItemStartedEvent, "item"> & {
  /** The item so far. */
  readonly item: LiveItem;
};

/**
 * An item has changed: the plan, or a patch that the model is writing.
 *
 * @category Events
 */
export type LiveItemUpdatedEvent = Omit<ItemUpdatedEvent, "item"> & {
  /** The item so far. */
  readonly item: LiveItem;
};

/**
 * An item has ended, successfully or not.
 *
 * @category Events
 */
export type LiveItemCompletedEvent = Omit<ItemCompletedEvent, "item"> & {
  /** The final state of the item. */
  readonly item: LiveItem;
};

/**
 * Text of an item as it is written. The item itself follows as `item.completed`.
 *
 * @category Events
 */
export interface ItemDeltaEvent {
  /** Discriminant. */
  readonly type: "item.delta";
  /** The item's id. */
  readonly item_id: string;
  /**
   * The type of the item, and so of its text: that of a message, a proposed plan or reasoning, the output of
   * a command or a patch, or the progress of an MCP tool, which the protocol has and Codex 0.171 never sends.
   */
  readonly item_type:
    | "agent_message"
    | "reasoning"
    | "command_execution"
    | "file_change"
    | "mcp_tool_call"
    | "plan";
  /**
   * The added text. A new part of reasoning begins with a line break. For the progress of an MCP tool, one line
   * without its line break. What a command writes before Codex reports its start is in no delta, but in
   * `aggregated_output` of the completed item.
   */
  readonly delta: string;
  /** Present if the text is the reasoning itself (`content` of the item) rather than its summary. */
  readonly raw?: true;
  /**
   * Present if earlier text of the item is missing, because it was written before `attach()` or while the
   * connection was lost. `item.completed` has the full text.
   */
  readonly gap?: true;
}

/**
 * All changes that the turn has made to files so far.
 *
 * @category Events
 */
export interface TurnDiffEvent {
  /** Discriminant. */
  readonly type: "turn.diff";
  /** A unified diff; each event replaces the one before. */
  readonly diff: string;
}

/**
 * The plan, with the current step. The `todo_list` item has the same steps, but only done or not done.
 *
 * @category Events
 */
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

/**
 * Token usage after a request to the model.
 *
 * @category Events
 */
export interface TurnUsageEvent {
  /** Discriminant. */
  readonly type: "turn.usage";
  /** The tokens of the whole thread. */
  readonly total: Usage;
  /** The tokens of the last request: its input and output are what the model's context now holds. */
  readonly last: Usage;
  /** The size of the model's context in tokens, or null if Codex does not report it. */
  readonly context_window: number | null;
}

/**
 * The turn was interrupted, by `interrupt()` or by an approval answered with "cancel", for example. This is
 * the last event.
 *
 * @category Events
 */
export interface TurnInterruptedEvent {
  /** Discriminant. */
  readonly type: "turn.interrupted";
  /** The turn's id; null if it was interrupted before it began. */
  readonly turn_id: string | null;
}

/**
 * Every event of a live turn that this version knows, discriminated by `type`. Other notifications about
 * the turn pass through at run time with their method as `type` (`hook/started`, `model/rerouted`, …) and
 * the fields of the protocol.
 *
 * @category Events
 */
export type LiveEvent =
  | ThreadStartedEvent
  | LiveTurnStartedEvent
  | LiveTurnCompletedEvent
  | LiveTurnFailedEvent
  | LiveItemStartedEvent
  | LiveItemUpdatedEvent
  | LiveItemCompletedEvent
  | LiveErrorEvent
  | ItemDeltaEvent
  | TurnDiffEvent
  | TurnPlanEvent
  | TurnUsageEvent
  | TurnInterruptedEvent;

/** The key by which events that wait for a slow consumer are merged, or null if they are not. */
export function mergeKey(event: LiveEvent): string | null {
  switch (event.type) {
    case "item.delta":
      return `item.delta ${event.item_id}${event.raw ? " raw" : ""}`;
    case "turn.diff":
    case "turn.plan":
    case "turn.usage":
      return event.type;
    default:
      return null;
  }
}

/** Concatenates deltas; of other events, keeps the newer one. */
export function merge(queued: LiveEvent, next: LiveEvent): LiveEvent {
  if (queued.type !== "item.delta" || next.type !== "item.delta") return next;
  // Progress comes in lines.
  const between = next.item_type === "mcp_tool_call" ? "\n" : "";
  const gap = queued.gap ? { gap: true as const } : {};
  return { ...next, ...gap, delta: queued.delta + between + next.delta };
}
