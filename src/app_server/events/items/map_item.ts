/**
 * Maps items of the app-server to those of `codex exec`, with the details that only the app-server reports.
 * Checked against runs of the same script over both.
 *
 * @module
 */
import type { CollabToolCallItem } from "../../../core/vocabulary/items.ts";
import type { LiveItem } from "../../../core/vocabulary/live_items.ts";
import type { Item } from "../../protocol/items.ts";
import {
  commandAction,
  fileChange,
  mcpResult,
  messageFields,
  searchAction,
  textOf,
  timesOf,
} from "./item_parts.ts";
import { snakeCase } from "./snake_case.ts";

/** The items that have a counterpart. */
export type MappedItem = Extract<Item, {
  readonly type:
    | "agentMessage"
    | "reasoning"
    | "commandExecution"
    | "fileChange"
    | "mcpToolCall"
    | "webSearch"
    | "collabAgentToolCall";
}>;

/** Their types. `exec` leaves out all others (the user's own message, sleep, …). */
const KNOWN: ReadonlySet<string> = new Set<MappedItem["type"]>([
  "agentMessage",
  "reasoning",
  "commandExecution",
  "fileChange",
  "mcpToolCall",
  "webSearch",
  "collabAgentToolCall",
]);

/** Whether an item has a counterpart. */
export function isMapped(item: Item): item is MappedItem {
  return KNOWN.has(item.type);
}

/** Whether `exec` reports the start of the item; text is reported only when complete. */
export function tellsStart(item: Item): boolean {
  return item.type !== "agentMessage" && item.type !== "reasoning";
}

/** Maps an item, which gets the id `id`. */
export function mapItem(item: MappedItem, id: string): LiveItem {
  const times = timesOf(item);
  switch (item.type) {
    case "agentMessage":
      return { id, type: "agent_message", text: textOf(item), ...messageFields(item), ...times };
    case "reasoning":
      if (!Array.isArray(item.summary ?? [])) throw new TypeError("its summary is not a list");
      return {
        id,
        type: "reasoning",
        text: summaryOf(item),
        content: [...item.content ?? []],
        ...times,
      };
    case "commandExecution":
      return {
        id,
        type: "command_execution",
        command: item.command,
        aggregated_output: item.aggregatedOutput ?? "",
        exit_code: item.exitCode ?? null,
        status: status(item.status),
        cwd: item.cwd,
        duration_ms: item.durationMs ?? null,
        process_id: item.processId ?? null,
        source: snakeCase(item.source ?? "agent"),
        command_actions: (item.commandActions ?? []).map(commandAction),
        ...(item.pluginId ? { plugin_id: item.pluginId } : {}),
        ...(item.scriptPath ? { script_path: item.scriptPath } : {}),
        ...times,
      };
    case "fileChange":
      return {
        id,
        type: "file_change",
        changes: item.changes.map(fileChange),
        status: status(item.status),
        ...times,
      };
    case "mcpToolCall":
      return {
        id,
        type: "mcp_tool_call",
        server: item.server,
        tool: item.tool,
        arguments: item.arguments,
        result: item.result ? mcpResult(item.result) : null,
        error: item.error ? { message: item.error.message } : null,
        status: undeclined(item.status),
        duration_ms: item.durationMs ?? null,
        environment_id: item.environmentId ?? null,
        read_only_hint: item.readOnlyHint ?? null,
        ...(item.pluginId ? { plugin_id: item.pluginId } : {}),
        ...(item.appContext ? { app_context: item.appContext } : {}),
        ...(item.mcpAppUi ? { mcp_app_ui: item.mcpAppUi } : {}),
        ...times,
      };
    case "webSearch":
      return {
        id: item.id,
        type: "web_search",
        query: item.query,
        action: item.action ? searchAction(item.action) : { type: "other" },
        results: item.results ? [...item.results] : null,
        ...times,
      };
    case "collabAgentToolCall":
      return {
        id,
        type: "collab_tool_call",
        tool: snakeCase(item.tool) as CollabToolCallItem["tool"],
        sender_thread_id: item.senderThreadId,
        receiver_thread_ids: [...item.receiverThreadIds],
        prompt: item.prompt ?? null,
        agents_states: Object.fromEntries(
          Object.entries(item.agentsStates).map(([thread, state]) => [
            thread,
            { status: snakeCase(state.status), message: state.message ?? null },
          ]),
        ),
        status: undeclined(item.status),
        model: item.model ?? null,
        reasoning_effort: item.reasoningEffort ?? null,
        ...times,
      };
  }
}

/** The final state of an item whose turn ended before it did. */
export function closedItem(item: LiveItem): LiveItem {
  switch (item.type) {
    case "command_execution":
    case "file_change":
      return { ...item, status: "failed" };
    case "mcp_tool_call":
      return {
        ...item,
        status: "failed",
        error: { message: "the turn ended before the call did" },
      };
    case "collab_tool_call":
    case "dynamic_tool_call":
      return { ...item, status: "failed" };
    default:
      return item;
  }
}

/** The joined summary of a reasoning item; "" if it has none that can be read. */
export function summaryOf({ summary = [] }: { readonly summary?: readonly string[] }): string {
  return Array.isArray(summary) ? summary.join("\n") : "";
}

type Status = "inProgress" | "completed" | "failed" | "declined";

function status(value: Status): "in_progress" | "completed" | "failed" | "declined" {
  return value === "inProgress" ? "in_progress" : value;
}

/** For items that have no other status: whatever did not complete has failed. */
function undeclined(value: Status | "interrupted"): "in_progress" | "completed" | "failed" {
  if (value === "inProgress") return "in_progress";
  return value === "completed" ? "completed" : "failed";
}
