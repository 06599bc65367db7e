/**
 * The events of a live turn: those of `codex exec` with what only the app-server tells of them, and
 * those that only a live connection can tell.
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
 * The model starts to work.
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
  /** Why. Nothing is tried again by itself: `will_retry` is false. */
  readonly error: LiveFailure & { readonly will_retry: false };
};

/**
 * A problem. Not the end of the turn.
 *
 * @category Events
 */
export type LiveErrorEvent = ThreadErrorEvent & LiveFailure & {
  /** Whether Codex tries again by itself. */
  readonly will_retry: boolean;
};

/**
 * An item begins. Not every item that starts is completed; messages and reasoning begin with a delta.
 *
 * @category Events
 */
export type LiveItemStartedEvent = Omit<ItemStartedEvent, "item"> & {
  /** The item so far. */
  readonly item: LiveItem;
};

/**
 * An item has changed: the plan, or a patch while the model writes it.
 *
 * @category Events
 */
export type LiveItemUpdatedEvent = Omit<ItemUpdatedEvent, "item"> & {
  /** The item so far. */
  readonly item: LiveItem;
};

/**
 * An item has ended, well or badly.
 *
 * @category Events
 */
export type LiveItemCompletedEvent = Omit<ItemCompletedEvent, "item"> & {
  /** The item as it stays. */
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
   * What kind of item it is: the text of a message, of a proposed plan or of reasoning, the output of
   * a command or of a patch, or what an MCP tool says of its progress.
   */
  readonly item_type:
    | "agent_message"
    | "reasoning"
    | "command_execution"
    | "file_change"
    | "mcp_tool_call"
    | "plan";
  /** The text that was added. Of an MCP tool's progress a line, without its end. */
  readonly delta: string;
  /** Of reasoning: it is the reasoning itself (`content` of the item), not its summary. */
  readonly raw?: true;
  /**
   * Text of the item was lost before this: it was written before `attach()`, or while the connection was
   * down. `item.completed` has the whole.
   */
  readonly gap?: true;
}

/**
 * All that the turn has changed in the files so far.
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
 * The plan, with the step under way. The `todo_list` item tells the same with done or not done.
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
  /** The whole thread's. */
  readonly total: Usage;
  /** The last request's: its input and output are what the model's context now holds. */
  readonly last: Usage;
  /** The tokens that the model's context has room for, or null where Codex does not tell. */
  readonly context_window: number | null;
}

/**
 * The turn was interrupted: by `interrupt()`, or by an approval answered with "cancel". The last event.
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
 * Every event of a live turn that this version knows, discriminated by `type`. Whatever else the
 * server tells of the turn passes through at run time, under its method as `type`: `hook/started`,
 * `model/rerouted`, … with the fields of the protocol.
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

/** The name under which events that wait for a slow consumer are merged, or null. */
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

/** Adds up deltas; of anything else the newer stands for both. */
export function merge(queued: LiveEvent, next: LiveEvent): LiveEvent {
  if (queued.type !== "item.delta" || next.type !== "item.delta") return next;
  // Progress comes in lines.
  const between = next.item_type === "mcp_tool_call" ? "\n" : "";
  const gap = queued.gap ? { gap: true as const } : {};
  return { ...next, ...gap, delta: queued.delta + between + next.delta };
}
