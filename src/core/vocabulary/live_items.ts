/**
 * The items of a live session: those of `codex exec` with what only the app-server tells of them, and
 * those that only the app-server tells at all.
 *
 * @module
 */
import type {
  AgentMessageItem,
  CollabToolCallItem,
  CommandExecutionItem,
  ErrorItem,
  FileChangeItem,
  FileUpdateChange,
  McpToolCallItem,
  ReasoningItem,
  TodoListItem,
  WebSearchItem,
} from "./items.ts";
import type { LiveOnlyItem } from "./live_only_items.ts";

/**
 * When an item began and ended; where Codex tells it.
 *
 * @category Events
 */
export type ItemTimes = {
  /** Unix time of its beginning, in milliseconds. */
  started_at_ms?: number;
  /** Unix time of its end, in milliseconds. */
  completed_at_ms?: number;
};

/**
 * Where a message stands in the answer.
 *
 * @category Events
 */
export type MessagePhase = "commentary" | "partial_answer" | "final_answer";

/**
 * A message of the agent, live.
 *
 * @category Events
 */
export type LiveAgentMessageItem = AgentMessageItem & ItemTimes & {
  /** `commentary` while it works, `final_answer` at the end; null with models that do not tell. */
  phase: MessagePhase | null;
  /** `async`: said to the user beside the work, which goes on. */
  delivery?: "async";
  /** What the message asks the user, who may answer with the next input. */
  questions?: { title: string; options: string[] | null }[];
  /** The memories that the message rests on, in the server's own form. */
  memory_citation?: unknown;
  /** How the message is to be shown, in the server's own form. */
  moderation?: unknown;
};

/**
 * The agent's reasoning, live.
 *
 * @category Events
 */
export type LiveReasoningItem = ReasoningItem & ItemTimes & {
  /** The reasoning itself, part by part, where the model shows it; usually none. */
  content: string[];
};

/**
 * What Codex takes a part of a command for.
 *
 * @category Events
 */
export type CommandAction =
  | { type: "read"; command: string; name: string; path: string }
  | { type: "list_files"; command: string; path: string | null }
  | { type: "search"; command: string; query: string | null; path: string | null }
  | { type: "unknown"; command: string };

/**
 * A command executed by the agent, live.
 *
 * @category Events
 */
export type LiveCommandExecutionItem = CommandExecutionItem & ItemTimes & {
  /** The folder it runs in. */
  cwd: string;
  /** How long it took, in milliseconds; null while it runs. */
  duration_ms: number | null;
  /** The id that Codex has for the process, or null. */
  process_id: string | null;
  /** Who started it: `agent`, `user_shell`, `unified_exec_startup`, `unified_exec_interaction`. */
  source: string;
  /** What it does, as far as Codex can tell from its text. */
  command_actions: CommandAction[];
  /** The plugin whose script it is. */
  plugin_id?: string;
  /** That script, by its path in the plugin. */
  script_path?: string;
};

/**
 * One file of a patch, live.
 *
 * @category Events
 */
export type LiveFileUpdateChange = FileUpdateChange & {
  /** Of a file that is added or deleted its text, else a unified diff. */
  diff: string;
  /** Where an `update` moves the file to, or null. */
  move_path: string | null;
};

/**
 * A set of file changes by the agent, live.
 *
 * @category Events
 */
export type LiveFileChangeItem = Omit<FileChangeItem, "changes"> & ItemTimes & {
  /** The files that the patch touches. */
  changes: LiveFileUpdateChange[];
};

/**
 * A call of an MCP tool, live.
 *
 * @category Events
 */
export type LiveMcpToolCallItem = McpToolCallItem & ItemTimes & {
  /** How long it took, in milliseconds; null while it runs. */
  duration_ms: number | null;
  /** The environment that the server is registered for, or null. */
  environment_id: string | null;
  /** Whether the tool says of itself that it changes nothing, or null. */
  read_only_hint: boolean | null;
  /** The plugin that the server belongs to. */
  plugin_id?: string;
  /** The app behind the tool, in the server's own form. */
  app_context?: unknown;
  /** How the tool wants its result to be shown, in the server's own form. */
  mcp_app_ui?: unknown;
};

/**
 * A web search, live.
 *
 * @category Events
 */
export type LiveWebSearchItem = WebSearchItem & ItemTimes & {
  /** What was found, in the form of the model's service, or null. */
  results: unknown[] | null;
};

/**
 * A call between agents, live.
 *
 * @category Events
 */
export type LiveCollabToolCallItem = CollabToolCallItem & ItemTimes & {
  /** The model of an agent that is started, or null. */
  model: string | null;
  /** How much that model thinks, or null. */
  reasoning_effort: string | null;
};

/**
 * Every item of a live session that this version knows, discriminated by `type`. Items that a newer
 * Codex adds pass through at run time as an `UnknownItem`, with type and fields in snake case.
 *
 * @category Events
 */
export type LiveItem =
  | LiveAgentMessageItem
  | LiveReasoningItem
  | LiveCommandExecutionItem
  | LiveFileChangeItem
  | LiveMcpToolCallItem
  | LiveWebSearchItem
  | LiveCollabToolCallItem
  | TodoListItem
  | ErrorItem
  | LiveOnlyItem;
