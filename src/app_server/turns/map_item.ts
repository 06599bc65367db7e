/**
 * Items of the app-server to items of `codex exec`, checked against runs of the same script over
 * both.
 *
 * @module
 */
import type {
  CollabToolCallItem,
  McpContentBlock,
  ThreadItem,
  WebSearchAction,
} from "../../core/vocabulary/items.ts";
import type {
  Item,
  McpToolCallResult,
  WebSearchAction as SearchAction,
} from "../protocol/items.ts";

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

/** The types of items that are told; the others (the user's own message, sleep, …) `exec` leaves out too. */
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
export function isMapped(item: { readonly type: string }): item is MappedItem {
  return KNOWN.has(item.type);
}

/** Whether `exec` tells when the item starts; of text it tells the whole only. */
export function tellsStart(item: Item): boolean {
  return item.type !== "agentMessage" && item.type !== "reasoning";
}

/** The item under the id `id`. */
export function mapItem(item: MappedItem, id: string): ThreadItem {
  switch (item.type) {
    case "agentMessage":
      return { id, type: "agent_message", text: item.text };
    case "reasoning":
      return { id, type: "reasoning", text: summaryOf(item) };
    case "commandExecution":
      return {
        id,
        type: "command_execution",
        command: item.command,
        aggregated_output: item.aggregatedOutput ?? "",
        exit_code: item.exitCode ?? null,
        status: status(item.status),
      };
    case "fileChange":
      return {
        id,
        type: "file_change",
        changes: item.changes.map(({ path, kind }) => ({ path, kind: kind.type })),
        status: status(item.status),
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
      };
    case "webSearch":
      return {
        id: item.id,
        type: "web_search",
        query: item.query,
        action: item.action ? searchAction(item.action) : { type: "other" },
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
      };
  }
}

/** The item as it stays when its turn ended before it did. */
export function closedItem(item: ThreadItem): ThreadItem {
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
      return { ...item, status: "failed" };
    default:
      return item;
  }
}

/** A reasoning's summary, its parts joined. */
export function summaryOf({ summary = [] }: { readonly summary?: readonly string[] }): string {
  return summary.join("\n");
}

type Status = "inProgress" | "completed" | "failed" | "declined";

function mcpResult(result: McpToolCallResult) {
  return {
    content: [...result.content] as McpContentBlock[],
    ...(result._meta === undefined || result._meta === null ? {} : { _meta: result._meta }),
    structured_content: result.structuredContent ?? null,
  };
}

function searchAction(action: SearchAction): WebSearchAction {
  switch (action.type) {
    case "search":
      return {
        type: "search",
        ...(action.query == null ? {} : { query: action.query }),
        ...(action.queries == null ? {} : { queries: [...action.queries] }),
      };
    case "openPage":
      return { type: "open_page", ...(action.url == null ? {} : { url: action.url }) };
    case "findInPage":
      return {
        type: "find_in_page",
        ...(action.url == null ? {} : { url: action.url }),
        ...(action.pattern == null ? {} : { pattern: action.pattern }),
      };
    default:
      return { type: "other" };
  }
}

function status(value: Status): "in_progress" | "completed" | "failed" | "declined" {
  return value === "inProgress" ? "in_progress" : value;
}

/** For items that know no other status: what did not come to its end has failed. */
function undeclined(value: Status | "interrupted"): "in_progress" | "completed" | "failed" {
  if (value === "inProgress") return "in_progress";
  return value === "completed" ? "completed" : "failed";
}

function snakeCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
