/**
 * Items as executions of tools.
 *
 * @module
 */
import type { LiveItem } from "../core/vocabulary/live_items.ts";
import type { ThreadItem } from "../core/vocabulary/items.ts";
import type { SpanAttributes } from "./tracer.ts";

/** An item of either transport. */
export type AnyItem = ThreadItem | LiveItem;

/** A tool call, made from an item. */
export interface ToolCall {
  /**
   * The tool's name: as the model calls it, or, for tools of MCP servers and host programs, their own.
   */
  readonly name: string;
  /** Who runs it: `function` is the host program, `extension` the agent. */
  readonly type: "function" | "extension";
  /** `in_progress`, `completed`, `failed` or `declined`. */
  readonly status: string;
  /** What else the item says, except content. */
  readonly attributes: SpanAttributes;
  /** The tool's input. */
  readonly arguments: unknown;
  /** The tool's output. */
  readonly result: unknown;
}

/** The name of the MCP server that offers the host program's functions over `codex exec`. */
const HOST_TOOLS = "host_tools";

/** The tool call that an item is, or null. */
export function toolCall(item: AnyItem): ToolCall | null {
  switch (item.type) {
    case "command_execution": {
      const code = item.exit_code ?? null;
      const attributes: SpanAttributes = code === null ? {} : { "process.exit.code": code };
      const given = { command: item.command, ...("cwd" in item ? { cwd: item.cwd } : {}) };
      return agents("shell", item.status, given, item.aggregated_output, attributes);
    }
    case "file_change":
      return agents("apply_patch", item.status, { changes: item.changes }, null);
    case "web_search":
      return agents("web_search", "completed", { query: item.query, action: item.action }, null);
    case "collab_tool_call":
      return agents(item.tool, item.status, { prompt: item.prompt }, item.agents_states);
    case "image_generation":
      return agents("image_generation", item.status, { prompt: item.revised_prompt }, null);
    case "image_view":
      return agents("view_image", "completed", { path: item.path }, null);
    case "mcp_tool_call": {
      const { server, tool, status, arguments: given, result, error } = item;
      const isHost = server === HOST_TOOLS;
      return {
        name: tool,
        type: isHost ? "function" : "extension",
        status,
        attributes: isHost ? {} : { "codex.mcp.server": server },
        arguments: given,
        result: result ?? error ?? null,
      };
    }
    case "dynamic_tool_call":
      return {
        name: item.tool,
        type: "function",
        status: item.status,
        attributes: {},
        arguments: item.arguments,
        result: item.content,
      };
    default:
      return null;
  }
}

/** A call of one of the agent's own tools. */
function agents(
  name: string,
  status: string,
  given: unknown,
  result: unknown,
  attributes: SpanAttributes = {},
): ToolCall {
  return { name, type: "extension", status, attributes, arguments: given, result };
}
