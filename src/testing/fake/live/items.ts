/**
 * Turns items of `codex exec` into items of the app-server, for the fake.
 *
 * @module
 */
import { camelCase } from "./camel_case.ts";
import { liveAppItem } from "./live_items.ts";
import { isLive } from "../exec_items.ts";
import type { FakeItem } from "../../script/script.ts";

/** The item in the server's form, or null if the server reports it in other ways. */
export function appItem(
  item: FakeItem,
  id: string,
  moves: Readonly<Record<string, string>> = {},
): Record<string, unknown> | null {
  if (isLive(item)) return liveAppItem(item, id);
  switch (item.type) {
    case "agent_message":
      return { type: "agentMessage", id, text: item.text, phase: item.phase ?? null };
    case "reasoning":
      return {
        type: "reasoning",
        id,
        summary: item.text === "" ? [] : [item.text],
        content: item.content ?? [],
      };
    case "command_execution":
      return {
        type: "commandExecution",
        id,
        command: item.command,
        cwd: item.cwd ?? "/",
        processId: item.process_id ?? null,
        source: "agent",
        commandActions: [{ type: "unknown", command: item.command }],
        durationMs: item.duration_ms ?? null,
        aggregatedOutput: item.aggregated_output,
        exitCode: item.exit_code ?? null,
        status: camelCase(item.status),
      };
    case "file_change":
      return {
        type: "fileChange",
        id,
        changes: item.changes.map(({ path, kind, diff = "", move_path = null }) => ({
          path,
          kind: kind === "update"
            ? { type: kind, move_path: move_path ?? moves[path] ?? null }
            : { type: kind },
          diff,
        })),
        status: camelCase(item.status),
      };
    case "mcp_tool_call":
      return {
        type: "mcpToolCall",
        id,
        server: item.server,
        tool: item.tool,
        durationMs: item.duration_ms ?? null,
        environmentId: item.environment_id ?? null,
        arguments: item.arguments,
        result: item.result
          ? { content: item.result.content, structuredContent: item.result.structured_content }
          : null,
        error: item.error ?? null,
        status: camelCase(item.status),
      };
    case "web_search":
      return { type: "webSearch", id, query: item.query, action: searchAction(item.action) };
    case "collab_tool_call":
      return {
        type: "collabAgentToolCall",
        id,
        tool: camelCase(item.tool),
        senderThreadId: item.sender_thread_id,
        receiverThreadIds: item.receiver_thread_ids,
        prompt: item.prompt,
        agentsStates: item.agents_states,
        status: camelCase(item.status),
      };
    case "todo_list":
    case "error":
      return null;
    default:
      // Of a type that nobody knows yet: as it is.
      return { ...item as FakeItem, id };
  }
}

/** The notification for a piece of an item. */
export function deltaMethod(item: FakeItem): string | null {
  switch (item.type) {
    case "agent_message":
      return "item/agentMessage/delta";
    case "reasoning":
      return "item/reasoning/summaryTextDelta";
    case "command_execution":
      return "item/commandExecution/outputDelta";
    case "file_change":
      return "item/fileChange/outputDelta";
    case "mcp_tool_call":
      return "item/mcpToolCall/progress";
    case "plan":
      return "item/plan/delta";
    default:
      return null;
  }
}

function searchAction(action: Extract<FakeItem, { type: "web_search" }>["action"]) {
  if (action === undefined) return null;
  return {
    query: null,
    queries: null,
    url: null,
    pattern: null,
    ...action,
    type: camelCase(action.type),
  };
}
