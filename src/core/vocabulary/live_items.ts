/**
 * The items of a live session: those of `codex exec` with the details that only the app-server reports,
 * and the kinds of items that only the app-server has.
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
 * When an item started and ended, if Codex reports it.
 *
 * @category Events
 */
export type ItemTimes = {
  /** Unix time of the start, in milliseconds. */
  started_at_ms?: number;
  /** Unix time of the end, in milliseconds. */
  completed_at_ms?: number;
};

/**
 * Which part of the answer a message is.
 *
 * @category Events
 */
export type MessagePhase = "commentary" | "partial_answer" | "final_answer";

/**
 * A message from the agent, live.
 *
 * @category Events
 */
export type LiveAgentMessageItem = AgentMessageItem & ItemTimes & {
  /** `commentary` while the agent works, `final_answer` at the end; null with models that do not say. */
  phase: MessagePhase | null;
  /** `async`: sent to the user while the work goes on. */
  delivery?: "async";
  /** The questions that the message asks the user, who may answer them with the next input. */
  questions?: { title: string; options: string[] | null }[];
  /** The memories that the message is based on, in the server's own form. */
  memory_citation?: unknown;
  /** How the message should be shown, in the server's own form. */
  moderation?: unknown;
};

/**
 * The agent's reasoning, live.
 *
 * @category Events
 */
export type LiveReasoningItem = ReasoningItem & ItemTimes & {
  /** The parts of the reasoning itself, if the model shows it; usually none. */
  content: string[];
};

/**
 * What a part of a command does, as Codex understands it.
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
  /** The folder that the command runs in. */
  cwd: string;
  /** How long the command took, in milliseconds; null while it runs. */
  duration_ms: number | null;
  /** Codex's own id of the process, or null. */
  process_id: string | null;
  /** Who started the command: `agent`, `user_shell`, `unified_exec_startup`, `unified_exec_interaction`. */
  source: string;
  /** What the command does, as far as Codex can tell from its text. */
  command_actions: CommandAction[];
  /** The plugin whose script the command runs. */
  plugin_id?: string;
  /** The path of that script in the plugin. */
  script_path?: string;
};

/**
 * One file of a patch, live.
 *
 * @category Events
 */
export type LiveFileUpdateChange = FileUpdateChange & {
  /** The text of a file that is added or deleted, else a unified diff. */
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
  /** How long the call took, in milliseconds; null while it runs. */
  duration_ms: number | null;
  /** The environment that the server is registered for, or null. */
  environment_id: string | null;
  /** Whether the tool declares that it changes nothing, or null. */
  read_only_hint: boolean | null;
  /** The plugin that the server belongs to. */
  plugin_id?: string;
  /** The app behind the tool, in the server's own form. */
  app_context?: unknown;
  /** How the tool wants its result shown, in the server's own form. */
  mcp_app_ui?: unknown;
};

/**
 * A web search, live.
 *
 * @category Events
 */
export type LiveWebSearchItem = WebSearchItem & ItemTimes & {
  /** The results, in the form that the model's service returned, or null. */
  results: unknown[] | null;
};

/**
 * A call between agents, live.
 *
 * @category Events
 */
export type LiveCollabToolCallItem = CollabToolCallItem & ItemTimes & {
  /** The model of the agent that is started, or null. */
  model: string | null;
  /** The reasoning effort of that model, or null. */
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
