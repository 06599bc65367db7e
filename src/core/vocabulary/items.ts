/**
 * The items of a thread, as `codex exec --experimental-json` writes them.
 * Field names, nullability and statuses were measured on Codex 0.169 and 0.65.
 *
 * @module
 */

/**
 * The status of a command execution. `declined`: an automatic review refused it.
 *
 * @category Events
 */
export type CommandExecutionStatus =
  | "in_progress"
  | "completed"
  | "failed"
  | "declined";

/**
 * A command executed by the agent.
 *
 * @category Events
 */
export type CommandExecutionItem = {
  /** Unique within the turn. */
  id: string;
  /** Discriminant. */
  type: "command_execution";
  /** The command line, usually wrapped in the user's shell: `/bin/bash -lc '…'`. */
  command: string;
  /** stdout and stderr together. Empty until the command has ended; cut by Codex to 1 MiB. */
  aggregated_output: string;
  /** The exit code; null while the command runs and if it never ran; -1 if a live turn was interrupted. */
  exit_code?: number | null;
  /** `failed` also stands for a non-zero exit code. */
  status: CommandExecutionStatus;
};

/**
 * What a patch does to a file. A move is an `update` under the old path.
 *
 * @category Events
 */
export type PatchChangeKind = "add" | "delete" | "update";

/**
 * One file of a patch.
 *
 * @category Events
 */
export type FileUpdateChange = {
  /** Absolute path of the file. */
  path: string;
  /** What is done to it. */
  kind: PatchChangeKind;
};

/**
 * The status of a file change. `declined`: an approval was refused (app-server only).
 *
 * @category Events
 */
export type PatchApplyStatus =
  | "in_progress"
  | "completed"
  | "failed"
  | "declined";

/**
 * A set of file changes by the agent. Codex before 0.120 sends it only when it is completed.
 *
 * @category Events
 */
export type FileChangeItem = {
  /** Unique within the turn. */
  id: string;
  /** Discriminant. */
  type: "file_change";
  /** The files that the patch touches. */
  changes: FileUpdateChange[];
  /** Whether the patch was applied. */
  status: PatchApplyStatus;
};

/**
 * The status of an MCP tool call.
 *
 * @category Events
 */
export type McpToolCallStatus = "in_progress" | "completed" | "failed";

/**
 * A block of an MCP tool's result, as the Model Context Protocol defines it: the `ContentBlock` of the
 * protocol's own SDK.
 *
 * @category Events
 */
export type McpContentBlock =
  & (
    | { type: "text"; text: string }
    | {
      type: "image" | "audio";
      /** Base64. */
      data: string;
      mimeType: string;
    }
    | {
      type: "resource_link";
      uri: string;
      name: string;
      title?: string | undefined;
      description?: string | undefined;
      mimeType?: string | undefined;
      /** Bytes. */
      size?: number | undefined;
      icons?: {
        src: string;
        mimeType?: string | undefined;
        sizes?: string[] | undefined;
        theme?: "light" | "dark" | undefined;
      }[] | undefined;
    }
    | {
      type: "resource";
      resource:
        & {
          uri: string;
          mimeType?: string | undefined;
          _meta?: { [key: string]: unknown } | undefined;
        }
        & ({ text: string } | { blob: string });
    }
  )
  & {
    /** Whom the block is for, how important it is, and when it was changed. */
    annotations?: {
      audience?: ("user" | "assistant")[] | undefined;
      /** From 0 to 1. */
      priority?: number | undefined;
      lastModified?: string | undefined;
    } | undefined;
    _meta?: { [key: string]: unknown } | undefined;
  };

/**
 * What an MCP tool returned.
 *
 * @category Events
 */
export type McpToolCallResult = {
  /**
   * The content blocks as the server sent them. Codex 0.171 replaces audio with a text, and a result above
   * 1 MiB, or above 64 KiB in a stored turn (`readThread()`), with one text block that holds its beginning
   * and its end.
   */
  content: McpContentBlock[];
  /** Metadata; present only when the server sent it. */
  _meta?: unknown;
  /** The structured result; null if there is none, or if `content` was shortened. */
  structured_content: unknown;
};

/**
 * A call of an MCP tool.
 *
 * @category Events
 */
export type McpToolCallItem = {
  /** Unique within the turn. */
  id: string;
  /** Discriminant. */
  type: "mcp_tool_call";
  /** Name of the MCP server. */
  server: string;
  /** The tool that is called on it. */
  tool: string;
  /** The arguments: any JSON, null included. */
  arguments: unknown;
  /**
   * The result; null while the call runs and if the call itself failed. A tool that returns `isError` has a
   * result and the status `failed`.
   */
  result?: McpToolCallResult | null;
  /** Why the call itself failed (RPC error, timeout, refusal), or null. */
  error?: { message: string } | null;
  /** Status of the call. */
  status: McpToolCallStatus;
};

/**
 * A message from the agent: text, or JSON if structured output was requested.
 *
 * @category Events
 */
export type AgentMessageItem = {
  /** Unique within the turn. */
  id: string;
  /** Discriminant. */
  type: "agent_message";
  /** The text; may be empty. */
  text: string;
};

/**
 * The agent's reasoning summary.
 *
 * @category Events
 */
export type ReasoningItem = {
  /** Unique within the turn. */
  id: string;
  /** Discriminant. */
  type: "reasoning";
  /** The summary, its parts joined by newlines. */
  text: string;
};

/**
 * What a web search did. Codex 0.65 does not report it.
 *
 * @category Events
 */
export type WebSearchAction =
  | { type: "search"; query?: string; queries?: string[] }
  | { type: "open_page"; url?: string }
  | { type: "find_in_page"; url?: string; pattern?: string }
  | { type: "other" };

/**
 * A web search.
 *
 * @category Events
 */
export type WebSearchItem = {
  /** The id that the model's service gave; not `item_N`. */
  id: string;
  /** Discriminant. */
  type: "web_search";
  /** The query; empty while it is not known. */
  query: string;
  /** What was done; absent before Codex 0.98. */
  action?: WebSearchAction;
};

/**
 * A problem that did not end the turn: a warning, a fallback, an unknown configuration key.
 *
 * @category Events
 */
export type ErrorItem = {
  /** Unique within the turn. */
  id: string;
  /** Discriminant. */
  type: "error";
  /** What happened. */
  message: string;
};

/**
 * One step of the agent's plan.
 *
 * @category Events
 */
export type TodoItem = {
  /** The step. */
  text: string;
  /** Whether it is done. */
  completed: boolean;
};

/**
 * The agent's plan. It is completed at the end of the turn, after the last message.
 *
 * @category Events
 */
export type TodoListItem = {
  /** Unique within the turn. */
  id: string;
  /** Discriminant. */
  type: "todo_list";
  /** The steps. */
  items: TodoItem[];
};

/**
 * The state of an agent that another agent works with.
 *
 * @category Events
 */
export type CollabAgentState = {
  /** Seen so far: `pending_init`, `running`, `completed`, `not_found`. */
  status: string;
  /** Its last message, or null. */
  message: string | null;
};

/**
 * A call between agents.
 *
 * @category Events
 */
export type CollabToolCallItem = {
  /** Unique within the turn. */
  id: string;
  /** Discriminant. */
  type: "collab_tool_call";
  /**
   * The tool. Codex 0.171 tells of the first five, and over exec calls `resume_agent` a `wait`. What newer
   * models do with the others is a `sub_agent_activity`, which is live only.
   */
  tool:
    | "spawn_agent"
    | "send_input"
    | "wait"
    | "close_agent"
    | "resume_agent"
    | "send_message"
    | "followup_task"
    | "interrupt_agent"
    | "list_agents";
  /** The thread of the calling agent. */
  sender_thread_id: string;
  /** The threads of the called agents. */
  receiver_thread_ids: string[];
  /** The prompt that they were given, or null. */
  prompt: string | null;
  /** Their states, by thread id. */
  agents_states: { [threadId: string]: CollabAgentState };
  /** Status of the call. */
  status: "in_progress" | "completed" | "failed";
};

/**
 * Every item that this version knows, discriminated by `type`. Items of other types pass through
 * at run time: see {@linkcode isKnownItem}.
 *
 * @category Events
 */
export type ThreadItem =
  | AgentMessageItem
  | ReasoningItem
  | CommandExecutionItem
  | FileChangeItem
  | McpToolCallItem
  | WebSearchItem
  | TodoListItem
  | CollabToolCallItem
  | ErrorItem;

/**
 * An item of a type that this version does not know, as a newer Codex may send. Live, an item that lacks what
 * its type requires becomes one, too: its type then begins with `malformed_`.
 *
 * @category Events
 */
export interface UnknownItem {
  /** The item's type. */
  readonly type: string;
  /** Whatever else it carries. */
  readonly [key: string]: unknown;
}

const KNOWN_ITEMS: ReadonlySet<string> = new Set<ThreadItem["type"]>([
  "agent_message",
  "reasoning",
  "command_execution",
  "file_change",
  "mcp_tool_call",
  "web_search",
  "todo_list",
  "collab_tool_call",
  "error",
]);

/**
 * Returns whether an item is of a type that this version knows.
 *
 * @param item The item, from an event or from `turn.items`.
 * @returns False for items that only a newer Codex sends, and for whatever is no item.
 *
 * @example Handle what a newer Codex may send
 * ```ts
 * import { isKnownItem, type ThreadItem } from "@codex-js/sdk";
 *
 * function title(item: ThreadItem): string {
 *   if (!isKnownItem(item)) return "something new";
 *   return item.type === "command_execution" ? item.command : item.type;
 * }
 *
 * console.log(title({ id: "item_0", type: "reasoning", text: "Thinking" }));
 * ```
 *
 * @category Events
 */
export function isKnownItem(item: ThreadItem | UnknownItem): item is ThreadItem {
  return KNOWN_ITEMS.has(item?.type);
}
