/**
 * Builders of items for a fake Codex, named after the item types.
 *
 * @module
 */
import type {
  CollabToolCallItem,
  FileUpdateChange,
  McpContentBlock,
  WebSearchAction,
} from "../../core/vocabulary/items.ts";
import type { LiveFileUpdateChange, MessagePhase } from "../../core/vocabulary/live_items.ts";
import { checkList, checkNames, checkText } from "../../core/options/arguments.ts";
import { type LiveItemBuilders, liveItems } from "./live_items.ts";
import type { FakeItem } from "./script.ts";

const COMMAND = ["output", "exitCode", "cwd", "durationMs", "processId"];
const TOOL_CALL = ["arguments", "text", "error", "durationMs", "environmentId"];

type Of<T extends FakeItem["type"]> = Extract<FakeItem, { type: T }>;

/**
 * Builders of the items that both transports report. Only the app-server reports what is marked "live".
 *
 * @category Fake Codex
 */
export interface ItemBuilders {
  /** A message from the agent. Live: its phase. */
  readonly agentMessage: (
    text: string,
    options?: { readonly phase?: MessagePhase | undefined },
  ) => FakeItem;
  /** A reasoning summary. Live: the reasoning itself, part by part. */
  readonly reasoning: (
    text: string,
    options?: { readonly content?: readonly string[] | undefined },
  ) => FakeItem;
  /** A command; it fails if its exit code is not 0. Live: folder, milliseconds, process. */
  readonly commandExecution: (
    command: string,
    result?: {
      readonly output?: string | undefined;
      readonly exitCode?: number | undefined;
      readonly cwd?: string | undefined;
      readonly durationMs?: number | undefined;
      readonly processId?: string | undefined;
    },
  ) => FakeItem;
  /** A patch. Live: the diff of each file, and where it is moved. */
  readonly fileChange: (
    changes: readonly (FileUpdateChange & Partial<LiveFileUpdateChange>)[],
    status?: "completed" | "failed",
  ) => FakeItem;
  /** A call of an MCP tool; with an `error`, it fails. Live: milliseconds, environment. */
  readonly mcpToolCall: (
    server: string,
    tool: string,
    call?: {
      readonly arguments?: unknown;
      readonly text?: string | undefined;
      readonly error?: string | undefined;
      readonly durationMs?: number | undefined;
      readonly environmentId?: string | undefined;
    },
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
}

/**
 * Builders of items: `item.agentMessage("Done")`.
 *
 * @category Fake Codex
 */
export const item: ItemBuilders & LiveItemBuilders = {
  agentMessage: (text, options = {}) => {
    checkText("make an agent message", "its text", text);
    checkNames("make an agent message", options, ["phase"]);
    const { phase } = options;
    return { type: "agent_message", text, ...(phase === undefined ? {} : { phase }) };
  },
  reasoning: (text, options = {}) => {
    checkText("make a reasoning", "its text", text);
    checkNames("make a reasoning", options, ["content"]);
    const { content } = options;
    return { type: "reasoning", text, ...(content === undefined ? {} : { content: [...content] }) };
  },
  commandExecution: (command, result = {}): Of<"command_execution"> => {
    checkText("make a command", "the command", command);
    checkNames("make a command", result, COMMAND);
    const { output = "", exitCode = 0, cwd, durationMs, processId } = result;
    return {
      type: "command_execution",
      command,
      aggregated_output: output,
      exit_code: exitCode,
      status: exitCode === 0 ? "completed" : "failed",
      ...(cwd === undefined ? {} : { cwd }),
      ...(durationMs === undefined ? {} : { duration_ms: durationMs }),
      ...(processId === undefined ? {} : { process_id: processId }),
    };
  },
  fileChange: (changes, status = "completed"): Of<"file_change"> => {
    checkList("make a file change", "its changes", changes);
    for (const change of changes) {
      checkNames(
        "make a file change",
        change,
        ["path", "kind", "diff", "move_path"],
        "each change",
      );
      checkText("make a file change", "each path", change.path);
    }
    return { type: "file_change", changes: [...changes], status };
  },
  mcpToolCall: (server, tool, call = {}): Of<"mcp_tool_call"> => {
    checkText("make a tool call", "the server", server);
    checkText("make a tool call", "the tool", tool);
    checkNames("make a tool call", call, TOOL_CALL);
    const { text, error, durationMs, environmentId } = call;
    const content: McpContentBlock[] = [{ type: "text", text: text ?? "" }];
    return {
      type: "mcp_tool_call",
      server,
      tool,
      arguments: call.arguments ?? {},
      result: error === undefined ? { content, structured_content: null } : null,
      error: error === undefined ? null : { message: error },
      status: error === undefined ? "completed" : "failed",
      ...(durationMs === undefined ? {} : { duration_ms: durationMs }),
      ...(environmentId === undefined ? {} : { environment_id: environmentId }),
    };
  },
  webSearch: (query, action = { type: "search", query }) => {
    checkText("make a web search", "its query", query);
    return { type: "web_search", query, action };
  },
  todoList: (steps) => {
    // Any names will do.
    checkNames("make a plan", steps, Object.keys(Object(steps)), "the steps");
    const items = Object.entries(steps).map(([text, completed]) => ({ text, completed }));
    return { type: "todo_list", items };
  },
  collabToolCall: (call): Of<"collab_tool_call"> => ({
    type: "collab_tool_call",
    sender_thread_id: "",
    receiver_thread_ids: [],
    prompt: null,
    agents_states: {},
    status: "completed",
    ...call,
  }),
  error: (message) => {
    checkText("make an error item", "its message", message);
    return { type: "error", message };
  },
  ...liveItems,
};
