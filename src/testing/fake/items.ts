/**
 * Builders of items for a fake Codex, named for their types.
 *
 * @module
 */
import type {
  CollabToolCallItem,
  FileUpdateChange,
  McpContentBlock,
  WebSearchAction,
} from "../../core/vocabulary/items.ts";
import type { FakeItem } from "./script.ts";

type Of<T extends FakeItem["type"]> = Extract<FakeItem, { type: T }>;

/** Builders of items: `item.agentMessage("Done")`. */
export const item: {
  /** A message of the agent. */
  readonly agentMessage: (text: string) => FakeItem;
  /** A reasoning summary. */
  readonly reasoning: (text: string) => FakeItem;
  /** A command; failed when its exit code is not 0. */
  readonly commandExecution: (
    command: string,
    result?: { readonly output?: string; readonly exitCode?: number },
  ) => FakeItem;
  /** A patch. */
  readonly fileChange: (
    changes: readonly FileUpdateChange[],
    status?: "completed" | "failed",
  ) => FakeItem;
  /** A call of an MCP tool; with an `error` it failed. */
  readonly mcpToolCall: (
    server: string,
    tool: string,
    call?: { readonly arguments?: unknown; readonly text?: string; readonly error?: string },
  ) => FakeItem;
  /** A web search. */
  readonly webSearch: (query: string, action?: WebSearchAction) => FakeItem;
  /** The plan: steps, done or not. */
  readonly todoList: (steps: Readonly<Record<string, boolean>>) => FakeItem;
  /** A call between agents. */
  readonly collabToolCall: (
    call: Pick<CollabToolCallItem, "tool"> & Partial<Omit<CollabToolCallItem, "id" | "type">>,
  ) => FakeItem;
  /** A problem that does not end the turn. */
  readonly error: (message: string) => FakeItem;
} = {
  agentMessage: (text) => ({ type: "agent_message", text }),
  reasoning: (text) => ({ type: "reasoning", text }),
  commandExecution: (command, { output = "", exitCode = 0 } = {}): Of<"command_execution"> => ({
    type: "command_execution",
    command,
    aggregated_output: output,
    exit_code: exitCode,
    status: exitCode === 0 ? "completed" : "failed",
  }),
  fileChange: (changes, status = "completed"): Of<"file_change"> => ({
    type: "file_change",
    changes: [...changes],
    status,
  }),
  mcpToolCall: (server, tool, call = {}): Of<"mcp_tool_call"> => {
    const { text, error } = call;
    const content: McpContentBlock[] = [{ type: "text", text: text ?? "" }];
    return {
      type: "mcp_tool_call",
      server,
      tool,
      arguments: call.arguments ?? {},
      result: error === undefined ? { content, structured_content: null } : null,
      error: error === undefined ? null : { message: error },
      status: error === undefined ? "completed" : "failed",
    };
  },
  webSearch: (query, action = { type: "search", query }) => ({ type: "web_search", query, action }),
  todoList: (steps) => ({
    type: "todo_list",
    items: Object.entries(steps).map(([text, completed]) => ({ text, completed })),
  }),
  collabToolCall: (call): Of<"collab_tool_call"> => ({
    type: "collab_tool_call",
    sender_thread_id: "",
    receiver_thread_ids: [],
    prompt: null,
    agents_states: {},
    status: "completed",
    ...call,
  }),
  error: (message) => ({ type: "error", message }),
};
