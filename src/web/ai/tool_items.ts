/**
 * Items that are tool calls: what a tool part says about them.
 *
 * @module
 */
import type { McpToolCallResult } from "../../core/vocabulary/items.ts";
import type { LiveItem } from "../../core/vocabulary/live_items.ts";

/** A call as its part begins. */
export interface ToolCall {
  /** The tool. */
  readonly name: string;
  /** A name for people. */
  readonly title: string;
  /** The tool's input. */
  readonly input: unknown;
  /** The server, for an MCP tool. */
  readonly server?: string;
  /** The tool's own name, for MCP tools and those of the host program. */
  readonly tool?: string;
}

/** How a call ended. */
export type ToolOutcome =
  | { readonly output: unknown }
  | { readonly error: string }
  | { readonly declined: true };

/** The call that an item is, or null. */
export function toolCall(item: LiveItem): ToolCall | null {
  switch (item.type) {
    case "command_execution":
      return named(item, "Command", { command: item.command, cwd: item.cwd });
    case "file_change":
      return named(item, "File change", { changes: item.changes });
    case "web_search":
      return named(item, "Web search", { query: item.query, action: item.action });
    case "image_generation":
      return named(item, "Image", { prompt: item.revised_prompt });
    case "collab_tool_call": {
      const { tool, prompt, receiver_thread_ids, model } = item;
      return named(item, "Agent", { tool, prompt, receiver_thread_ids, model });
    }
    case "mcp_tool_call": {
      const { server, tool } = item;
      return {
        name: `mcp__${server}__${tool}`,
        title: `${server}: ${tool}`,
        input: item.arguments,
        server,
        tool,
      };
    }
    case "dynamic_tool_call":
      return hostTool(item.tool, item.namespace, item.arguments);
    case "function_call_output":
      return hostTool(item.name, item.namespace, {});
    default:
      return null;
  }
}

/** How the call of a completed item ended. */
export function toolOutcome(item: LiveItem): ToolOutcome {
  if ("status" in item && item.status === "declined") return { declined: true };
  switch (item.type) {
    case "command_execution": {
      const { status, exit_code = null, aggregated_output, duration_ms } = item;
      return { output: { status, exit_code, aggregated_output, duration_ms } };
    }
    case "file_change":
      return item.status === "failed"
        ? { error: "The patch was not applied." }
        : { output: { status: item.status } };
    case "web_search":
      return { output: { results: item.results } };
    case "image_generation": {
      const { status, saved_path, failure } = item;
      return failure === null
        ? { output: { status, saved_path } }
        : { error: "The image was not created." };
    }
    case "collab_tool_call": {
      const { status, agents_states } = item;
      return { output: { status, agents_states } };
    }
    case "mcp_tool_call":
      return item.status === "failed"
        ? { error: item.error?.message ?? textOf(item.result) }
        : { output: item.result ?? null };
    case "dynamic_tool_call":
      return item.status === "failed" || item.success === false
        ? { error: wordsOf(item.content) }
        : { output: { content: item.content } };
    case "function_call_output":
      return { output: item.output };
    default:
      return { output: null };
  }
}

/** The output of a running call so far. */
export function outputSoFar(type: string, text: string): unknown {
  const status = "in_progress";
  if (type === "mcp_tool_call") return { status, progress: text };
  if (type !== "command_execution") return { status, output: text };
  return { status, exit_code: null, aggregated_output: text, duration_ms: null };
}

function named({ type }: LiveItem, title: string, input: unknown): ToolCall {
  return { name: type, title, input };
}

function hostTool(tool: string, namespace: string | null, input: unknown): ToolCall {
  const name = namespace === null ? tool : `${namespace}__${tool}`;
  return { name, title: tool, input, tool };
}

function textOf(result: McpToolCallResult | null | undefined): string {
  return wordsOf(result?.content ?? null);
}

/** The texts in a tool's output. */
function wordsOf(content: readonly { readonly type: string }[] | null): string {
  const texts = (content ?? []).flatMap((block) => {
    // What a tool gives may be anything.
    const { text } = Object(block);
    return typeof text === "string" ? [text] : [];
  });
  return texts.join("\n") || "The tool failed.";
}
