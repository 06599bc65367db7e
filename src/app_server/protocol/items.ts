/**
 * The items of a turn. Made by `deno task protocol` from the schema of Codex 0.171.0.
 *
 * @module
 */
import type {
  AbsolutePathBuf,
  CommandAction,
  DynamicToolCallOutputContentItem,
  FileUpdateChange,
  FunctionCallOutputBody,
  LegacyAppPathString,
  MessagePhase,
  ReasoningEffort,
  UserInput,
} from "./common.ts";

/**
 * Agent message delivery, in `ThreadItem`.
 *
 * @category Items
 */
export type AgentMessageDelivery = "async";

/**
 * Agent message display, in `AgentMessageModeration`.
 *
 * @category Items
 */
export type AgentMessageDisplay = {
  readonly mode: "show";
  readonly annotation?: AnswerAnnotation | null;
  readonly trustedContacts: TrustedContacts;
  readonly version: 1;
} | {
  readonly mode: "hide";
  readonly replacement: AnswerReplacement;
  readonly version: 1;
} | {
  readonly mode: "block";
  readonly reason: BlockReason;
  readonly version: 1;
};

/**
 * Agent message moderation, in `ThreadItem`.
 *
 * @category Items
 */
export type AgentMessageModeration = {
  readonly display?: AgentMessageDisplay | null;
  readonly moderated: boolean;
};

/**
 * Answer annotation, in `AgentMessageDisplay`.
 *
 * @category Items
 */
export type AnswerAnnotation = {
  readonly kind: "wellbeingHelpline";
  readonly subject: HelplineSubject;
};

/**
 * Answer replacement, in `AgentMessageDisplay`.
 *
 * @category Items
 */
export type AnswerReplacement = {
  readonly kind: "wellbeingPromptHelpline";
};

/**
 * Async user input question, in `ThreadItem`.
 *
 * @category Items
 */
export type AsyncUserInputQuestion = {
  readonly options?: readonly string[] | null;
  readonly title: string;
};

/**
 * Block reason, in `AgentMessageDisplay`.
 *
 * @category Items
 */
export type BlockReason = {
  readonly kind: "protection";
  readonly protectionType: string;
} | {
  readonly kind: "cyber";
  readonly trustedAccess?: boolean | null;
};

/**
 * Collab agent state, in `ThreadItem`.
 *
 * @category Items
 */
export type CollabAgentState = {
  readonly message?: string | null;
  readonly status: CollabAgentStatus;
};

/**
 * Collab agent status, in `CollabAgentState`.
 *
 * @category Items
 */
export type CollabAgentStatus =
  | "pendingInit"
  | "running"
  | "interrupted"
  | "completed"
  | "errored"
  | "shutdown"
  | "notFound";

/**
 * Collab agent tool, in `ThreadItem`.
 *
 * @category Items
 */
export type CollabAgentTool =
  | "spawnAgent"
  | "sendInput"
  | "resumeAgent"
  | "wait"
  | "closeAgent"
  | "sendMessage"
  | "followupTask"
  | "interruptAgent"
  | "listAgents";

/**
 * Collab agent tool call status, in `ThreadItem`.
 *
 * @category Items
 */
export type CollabAgentToolCallStatus = "inProgress" | "completed" | "failed" | "interrupted";

/**
 * Command execution source, in `ThreadItem`.
 *
 * @category Items
 */
export type CommandExecutionSource =
  | "agent"
  | "userShell"
  | "unifiedExecStartup"
  | "unifiedExecInteraction";

/**
 * Command execution status, in `ThreadItem`.
 *
 * @category Items
 */
export type CommandExecutionStatus = "inProgress" | "completed" | "failed" | "declined";

/**
 * Dynamic tool call status, in `ThreadItem`.
 *
 * @category Items
 */
export type DynamicToolCallStatus = "inProgress" | "completed" | "failed";

/**
 * Helpline subject, in `AnswerAnnotation`.
 *
 * @category Items
 */
export type HelplineSubject = "answer" | "prompt";

/**
 * Hook prompt fragment, in `ThreadItem`.
 *
 * @category Items
 */
export type HookPromptFragment = {
  readonly hookRunId: string;
  readonly text: string;
};

/**
 * Image generation failure, in `ThreadItem`.
 *
 * @category Items
 */
export type ImageGenerationFailure = {
  readonly type: "usageLimitExceeded";
  readonly limitId: string;
  readonly resetsAt?: number | null;
};

/**
 * Image generation input image, in `ThreadItem`.
 *
 * @category Items
 */
export type ImageGenerationInputImage = {
  readonly path: AbsolutePathBuf;
  readonly sha256: string;
};

/**
 * Mcp app display mode, in `McpAppUi`.
 *
 * @category Items
 */
export type McpAppDisplayMode = "inline" | "fullscreen";

/**
 * Mcp app ui, in `ThreadItem`.
 *
 * @category Items
 */
export type McpAppUi = {
  readonly preferredModelDisplayMode: McpAppDisplayMode;
  readonly resourceUri: string;
};

/**
 * Mcp tool call app context, in `ThreadItem`.
 *
 * @category Items
 */
export type McpToolCallAppContext = {
  readonly actionName?: string | null;
  readonly appName?: string | null;
  readonly connectorId: string;
  readonly linkId?: string | null;
  readonly resourceUri?: string | null;
};

/**
 * Mcp tool call error, in `ThreadItem`.
 *
 * @category Items
 */
export type McpToolCallError = {
  readonly message: string;
};

/**
 * Mcp tool call result, in `ThreadItem`.
 *
 * @category Items
 */
export type McpToolCallResult = {
  readonly _meta?: unknown;
  readonly content: readonly unknown[];
  readonly structuredContent?: unknown;
};

/**
 * Mcp tool call status, in `ThreadItem`.
 *
 * @category Items
 */
export type McpToolCallStatus = "inProgress" | "completed" | "failed";

/**
 * Memory citation, in `ThreadItem`.
 *
 * @category Items
 */
export type MemoryCitation = {
  readonly entries: readonly MemoryCitationEntry[];
  readonly threadIds: readonly string[];
};

/**
 * Memory citation entry, in `MemoryCitation`.
 *
 * @category Items
 */
export type MemoryCitationEntry = {
  readonly lineEnd: number;
  readonly lineStart: number;
  readonly note: string;
  readonly path: string;
};

/**
 * Patch apply status, in `ThreadItem`.
 *
 * @category Items
 */
export type PatchApplyStatus = "inProgress" | "completed" | "failed" | "declined";

/**
 * Sub agent activity kind, in `ThreadItem`.
 *
 * @category Items
 */
export type SubAgentActivityKind = "started" | "interacted" | "interrupted" | "completed";

/**
 * Thread item, in `ItemCompletedNotification`, `ItemStartedNotification`, `ThreadItemEntry` and others.
 *
 * @category Items
 */
export type ThreadItem = {
  readonly type: "userMessage";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly clientId?: string | null;
  readonly content: readonly UserInput[];
  readonly id: string;
} | {
  readonly type: "hookPrompt";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly fragments: readonly HookPromptFragment[];
  readonly id: string;
} | {
  readonly type: "agentMessage";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly delivery?: AgentMessageDelivery | null;
  readonly id: string;
  readonly memoryCitation?: MemoryCitation | null;
  readonly moderation?: AgentMessageModeration | null;
  readonly phase?: MessagePhase | null;
  readonly questions?: readonly AsyncUserInputQuestion[] | null;
  readonly text: string;
} | {
  readonly type: "functionCallOutput";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly id: string;
  readonly name: string;
  readonly namespace?: string | null;
  readonly output: FunctionCallOutputBody;
} | {
  readonly type: "plan";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly id: string;
  readonly text: string;
} | {
  readonly type: "reasoning";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly content?: readonly string[];
  readonly id: string;
  readonly summary?: readonly string[];
} | {
  readonly type: "commandExecution";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly aggregatedOutput?: string | null;
  readonly command: string;
  readonly commandActions: readonly CommandAction[];
  readonly cwd: LegacyAppPathString;
  readonly durationMs?: number | null;
  readonly exitCode?: number | null;
  readonly id: string;
  readonly pluginId?: string | null;
  readonly processId?: string | null;
  readonly scriptPath?: string | null;
  readonly source?: CommandExecutionSource;
  readonly status: CommandExecutionStatus;
} | {
  readonly type: "fileChange";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly changes: readonly FileUpdateChange[];
  readonly id: string;
  readonly status: PatchApplyStatus;
} | {
  readonly type: "mcpToolCall";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly appContext?: McpToolCallAppContext | null;
  readonly arguments: unknown;
  readonly durationMs?: number | null;
  readonly environmentId?: string | null;
  readonly error?: McpToolCallError | null;
  readonly id: string;
  readonly mcpAppResourceUri?: string | null;
  readonly mcpAppUi?: McpAppUi | null;
  readonly pluginId?: string | null;
  readonly readOnlyHint?: boolean | null;
  readonly result?: McpToolCallResult | null;
  readonly server: string;
  readonly status: McpToolCallStatus;
  readonly tool: string;
} | {
  readonly type: "dynamicToolCall";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly arguments: unknown;
  readonly contentItems?: readonly DynamicToolCallOutputContentItem[] | null;
  readonly durationMs?: number | null;
  readonly id: string;
  readonly namespace?: string | null;
  readonly status: DynamicToolCallStatus;
  readonly success?: boolean | null;
  readonly tool: string;
} | {
  readonly type: "collabAgentToolCall";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly agentsStates: { readonly [key: string]: CollabAgentState };
  readonly id: string;
  readonly model?: string | null;
  readonly prompt?: string | null;
  readonly reasoningEffort?: ReasoningEffort | null;
  readonly receiverThreadIds: readonly string[];
  readonly senderThreadId: string;
  readonly status: CollabAgentToolCallStatus;
  readonly tool: CollabAgentTool;
} | {
  readonly type: "subAgentActivity";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly agentPath: string;
  readonly agentThreadId: string;
  readonly id: string;
  readonly kind: SubAgentActivityKind;
  readonly model?: string | null;
  readonly reasoningEffort?: ReasoningEffort | null;
} | {
  readonly type: "webSearch";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly action?: WebSearchAction | null;
  readonly id: string;
  readonly query: string;
  readonly results?: readonly unknown[] | null;
} | {
  readonly type: "imageView";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly id: string;
  readonly path: LegacyAppPathString;
} | {
  readonly type: "sleep";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly durationMs: number;
  readonly id: string;
} | {
  readonly type: "imageGeneration";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly failure?: ImageGenerationFailure | null;
  readonly generationId?: string | null;
  readonly id: string;
  readonly inputImages?: readonly ImageGenerationInputImage[];
  readonly revisedPrompt?: string | null;
  readonly savedPath?: AbsolutePathBuf | null;
  readonly status: string;
  readonly transparentBackground?: boolean | null;
  readonly fileId: string;
} | {
  readonly type: "imageGeneration";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly failure?: ImageGenerationFailure | null;
  readonly generationId?: string | null;
  readonly id: string;
  readonly inputImages?: readonly ImageGenerationInputImage[];
  readonly revisedPrompt?: string | null;
  readonly savedPath?: AbsolutePathBuf | null;
  readonly status: string;
  readonly transparentBackground?: boolean | null;
  readonly result: string;
} | {
  readonly type: "enteredReviewMode";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly id: string;
  readonly review: string;
} | {
  readonly type: "exitedReviewMode";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly id: string;
  readonly review: string;
} | {
  readonly type: "contextCompaction";
  readonly completedAtMs?: number | null;
  readonly startedAtMs?: number | null;
  readonly id: string;
};

/**
 * Trusted contacts, in `AgentMessageDisplay`.
 *
 * @category Items
 */
export type TrustedContacts = "check" | "skip";

/**
 * Web search action, in `ThreadItem`.
 *
 * @category Items
 */
export type WebSearchAction = {
  readonly type: "search";
  readonly queries?: readonly string[] | null;
  readonly query?: string | null;
} | {
  readonly type: "openPage";
  readonly url?: string | null;
} | {
  readonly type: "findInPage";
  readonly pattern?: string | null;
  readonly url?: string | null;
} | {
  readonly type: "other";
};

/**
 * An item of a turn: a short name for `ThreadItem`.
 *
 * @category Items
 */
export type Item = ThreadItem;
