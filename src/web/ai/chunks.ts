/**
 * The chunks of a UI message stream, as `ai` 7 reads them. The types are structural: nothing of `ai` is
 * loaded.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";

/**
 * What a message carries besides its parts: `message.metadata` in the browser.
 *
 * @category Web
 */
export interface UIMessageMetadata {
  /** The Codex thread that the message belongs to. */
  readonly threadId?: string;
  /** The turn that the message belongs to; this is also the message's id. */
  readonly turnId?: string;
  /** Token usage, as far as it is known. */
  readonly usage?: {
    /** The usage of the whole thread. */
    readonly total: Usage;
    /** The usage of the last request: its input and output are what the model's context now holds. */
    readonly last?: Usage;
    /** The size of the model's context in tokens, or null if Codex does not report it. */
    readonly contextWindow?: number | null;
  };
  /** How the turn ended, if it was not completed. */
  readonly status?: "failed" | "interrupted";
  /** Why the turn failed, as the page may show it. */
  readonly errorText?: string;
  /** The number of the last event in the message; a chat continues from there after an approval. */
  readonly position?: number;
}

/**
 * What the SDK says about a part, in `providerMetadata` under `codex`.
 *
 * @category Web
 */
export type PartMetadata = {
  /** The item that the text belongs to. */
  readonly itemId?: string;
  /** `commentary` while the agent works, `final_answer` at the end. */
  readonly phase?: string;
  /** Set if this is the reasoning itself, not its summary. */
  readonly raw?: true;
  /** Set if the text does not count: Codex has started the answer again. */
  readonly discarded?: true;
};

/**
 * What the SDK says about a tool, in `toolMetadata`.
 *
 * @category Web
 */
export type ToolMetadata = {
  /** The type of the item that the part shows: `command_execution`, `mcp_tool_call`, … */
  readonly type: string;
  /** The item's id. */
  readonly itemId: string;
  /** The server, for an MCP tool. */
  readonly server?: string;
  /** The tool's own name, without server or namespace. */
  readonly tool?: string;
};

/**
 * A text or reasoning part begins, continues or ends.
 *
 * @category Web
 */
export interface TextChunk<Type extends string> {
  /** Discriminant. */
  readonly type: Type;
  /** The part's id. */
  readonly id: string;
  /** What the SDK says about the part. */
  readonly providerMetadata?: { readonly codex: PartMetadata };
}

/**
 * Text that is added.
 *
 * @category Web
 */
export interface TextDeltaChunk<Type extends string> extends TextChunk<Type> {
  /** The text. */
  readonly delta: string;
}

/**
 * A tool call; sent again if its input has changed.
 *
 * @category Web
 */
export interface ToolInputChunk {
  /** Discriminant. */
  readonly type: "tool-input-available";
  /** The call's id. */
  readonly toolCallId: string;
  /** The tool: the item's type, `mcp__server__tool`, or the name of one of the host program's tools. */
  readonly toolName: string;
  /** The tool's input. */
  readonly input: unknown;
  /** Codex calls the tool, not the browser. */
  readonly providerExecuted: true;
  /** The part is a `dynamic-tool`. */
  readonly dynamic: true;
  /** A name for people. */
  readonly title: string;
  /** What the SDK says about the tool. */
  readonly toolMetadata: ToolMetadata;
}

/**
 * A tool may run only if the user agrees. The `data-question` with the same id has the question itself.
 *
 * @category Web
 */
export interface ToolApprovalChunk {
  /** Discriminant. */
  readonly type: "tool-approval-request";
  /** The question's id. */
  readonly approvalId: string;
  /** The call's id. */
  readonly toolCallId: string;
}

/**
 * Whether the user agreed; also sent if another page has answered.
 *
 * @category Web
 */
export interface ToolApprovalResponseChunk {
  /** Discriminant. */
  readonly type: "tool-approval-response";
  /** The question's id. */
  readonly approvalId: string;
  /** Whether the tool may run. */
  readonly approved: boolean;
}

/**
 * The output of a tool.
 *
 * @category Web
 */
export interface ToolOutputChunk {
  /** Discriminant. */
  readonly type: "tool-output-available";
  /** The call's id. */
  readonly toolCallId: string;
  /** The output; a later one replaces it. */
  readonly output: unknown;
  /** Set while the tool is still running. */
  readonly preliminary?: true;
}

/**
 * A tool call has failed.
 *
 * @category Web
 */
export interface ToolErrorChunk {
  /** Discriminant. */
  readonly type: "tool-output-error";
  /** The call's id. */
  readonly toolCallId: string;
  /** The reason. */
  readonly errorText: string;
}

/**
 * The user refused a tool call.
 *
 * @category Web
 */
export interface ToolDeniedChunk {
  /** Discriminant. */
  readonly type: "tool-output-denied";
  /** The call's id. */
  readonly toolCallId: string;
}

/**
 * Data besides the text; later data with the same type and id replaces it.
 *
 * @category Web
 */
export interface DataChunk {
  /** Discriminant: `data-plan`, `data-diff`, `data-item`, `data-question`, `data-retry`, `data-event`. */
  readonly type: `data-${string}`;
  /** The part's id. */
  readonly id?: string;
  /** The data. */
  readonly data: unknown;
  /** Set if it is sent only once and is not part of the message. */
  readonly transient?: true;
}

/**
 * The message itself: its beginning, steps, metadata and end.
 *
 * @category Web
 */
export type FrameChunk =
  | {
    readonly type: "start";
    readonly messageId?: string;
    readonly messageMetadata?: UIMessageMetadata;
  }
  | { readonly type: "start-step" | "finish-step" }
  | { readonly type: "message-metadata"; readonly messageMetadata: UIMessageMetadata }
  | {
    readonly type: "finish";
    readonly finishReason: "stop" | "tool-calls" | "error" | "other";
    readonly messageMetadata?: UIMessageMetadata;
  }
  | { readonly type: "abort"; readonly reason: string }
  | { readonly type: "error"; readonly errorText: string };

/**
 * A chunk of a UI message stream: the part of what `ai` 7 knows that this SDK sends.
 *
 * @category Web
 */
export type UIMessageChunk =
  | FrameChunk
  | TextChunk<"text-start" | "text-end" | "reasoning-start" | "reasoning-end">
  | TextDeltaChunk<"text-delta" | "reasoning-delta">
  | ToolInputChunk
  | ToolApprovalChunk
  | ToolApprovalResponseChunk
  | ToolOutputChunk
  | ToolErrorChunk
  | ToolDeniedChunk
  | DataChunk;
