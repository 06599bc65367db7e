/**
 * Turns items of a script into those of `codex exec`.
 *
 * @module
 */
import type { ThreadEvent } from "../../core/vocabulary/events.ts";
import type { ThreadItem } from "../../core/vocabulary/items.ts";
import type { FakeItem, FakeLiveItem } from "../script/script.ts";

/** The items that only the app-server reports. */
const LIVE: ReadonlySet<string> = new Set<FakeLiveItem["type"]>([
  "user_message",
  "hook_prompt",
  "function_call_output",
  "plan",
  "dynamic_tool_call",
  "sub_agent_activity",
  "image_view",
  "sleep",
  "image_generation",
  "entered_review_mode",
  "exited_review_mode",
  "context_compaction",
]);

/** Whether only the app-server reports an item. */
export function isLive(item: FakeItem): item is FakeLiveItem {
  return LIVE.has(item.type);
}

/** An item that exec reports. */
export type FakeExecItem = Exclude<FakeItem, FakeLiveItem>;

/** The item's first event, or null for those that only end. */
export function startedItem(item: FakeExecItem, id: string): ThreadItem | null {
  switch (item.type) {
    case "command_execution":
      return { ...item, id, aggregated_output: "", exit_code: null, status: "in_progress" };
    case "file_change":
      return { ...item, id, status: "in_progress" };
    case "mcp_tool_call":
      return { ...item, id, result: null, error: null, status: "in_progress" };
    case "collab_tool_call":
      return { ...item, id, status: "in_progress" };
    case "web_search":
      return { ...item, id, query: "", action: { type: "other" } };
    case "todo_list":
      return { ...item, id };
    default:
      return null;
  }
}

/**
 * The events of an item over exec.
 *
 * @throws {Error} If only the app-server reports it.
 */
export function itemEvents(fake: FakeItem, id: string): ThreadEvent[] {
  if (isLive(fake)) throw new Error(`fakeCodex: only the app-server reports ${fake.type}`);
  const item = execItem(fake);
  const started = startedItem(item, id);
  const completed: ThreadEvent = { type: "item.completed", item: { ...item, id } as ThreadItem };
  return started === null ? [completed] : [{ type: "item.started", item: started }, completed];
}

/** The item without what only the app-server reports. */
function execItem(item: FakeExecItem): FakeExecItem {
  switch (item.type) {
    case "agent_message": {
      const { phase: _, ...rest } = item;
      return rest;
    }
    case "reasoning": {
      const { content: _, ...rest } = item;
      return rest;
    }
    case "command_execution": {
      const { cwd: _, duration_ms: _d, process_id: _p, ...rest } = item;
      return rest;
    }
    case "file_change":
      return { ...item, changes: item.changes.map(({ path, kind }) => ({ path, kind })) };
    case "mcp_tool_call": {
      const { duration_ms: _, environment_id: _e, ...rest } = item;
      return rest;
    }
    default:
      return item;
  }
}
