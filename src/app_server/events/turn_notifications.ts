/**
 * Which notifications belong to a turn.
 *
 * @module
 */
import type { ServerNotifications } from "../protocol/methods.ts";

/** The notifications that have events of their own. */
export type TurnNotifications = Pick<
  ServerNotifications,
  | "turn/started"
  | "turn/completed"
  | "turn/diff/updated"
  | "turn/plan/updated"
  | "item/started"
  | "item/completed"
  | "item/agentMessage/delta"
  | "item/plan/delta"
  | "item/reasoning/summaryTextDelta"
  | "item/reasoning/textDelta"
  | "item/commandExecution/outputDelta"
  | "item/fileChange/outputDelta"
  | "item/fileChange/patchUpdated"
  | "item/mcpToolCall/progress"
  | "thread/tokenUsage/updated"
  | "error"
  | "warning"
>;

/** Covered by others: a new part of a summary begins with a line feed, and a compaction is an item. */
const TOLD: ReadonlySet<string> = new Set<keyof ServerNotifications>([
  "item/reasoning/summaryPartAdded",
  "thread/compacted",
]);

/** Whether a notification without an event of its own says something about its turn. */
export function isOfTurn(method: string, params: unknown): params is object {
  if (TOLD.has(method) || typeof params !== "object" || params === null) return false;
  return typeof (params as { readonly turnId?: unknown }).turnId === "string";
}
