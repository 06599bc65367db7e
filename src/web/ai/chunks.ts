/**
 * The chunks of a UI message stream, as `ai` 7 reads them. By structure: nothing of `ai` is loaded.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";

/**
 * What a message tells beside its parts: `message.metadata` in the browser.
 *
 * @category Web
 */
export interface UIMessageMetadata {
  /** The thread of Codex that the message is of. */
  readonly threadId?: string;
  /** The turn that the message is of; the message's id as well. */
  readonly turnId?: string;
  /** Token usage, as far as it is known. */
  readonly usage?: {
    /** The whole thread's. */
    readonly total: Usage;
    /** The last request's: its input and output are what the model's context now holds. */
    readonly last?: Usage;
    /** The tokens that the model's context has room for, or null where Codex does not tell. */
    readonly contextWindow?: number | null;
  };
  /** The number of the last event in the message; from there a chat goes on after an approval. */
  readonly position?: number;
}

/**
 * What the SDK says of a part, in `providerMetadata` under `codex`.
 *
 * @category Web
 */
export type PartMetadata = {
  /** Of which item the text is. */
  readonly itemId?: string;
  /** `commentary` while the agent works, `final_answer` at the end. */
  readonly phase?: string;
  /** The reasoning itself, not its summary. */
  readonly raw?: true;
  /** The text does not count: Codex has begun the answer anew. */
  readonly discarded?: true;
};

/**
 * What the SDK says of a tool, in `toolMetadata`.
 *
 * @category Web
 */
export type ToolMetadata = {
  /** The type of the item that the part is of: `command_execution`, `mcp_tool_call`, … */
  readonly type: string;
  /** The item's id. */
  readonly itemId: string;
  /** Of an MCP tool its server. */
  readonly server?: string;
  /** The tool's own name, without server or namespace. */
  readonly tool?: string;
};

/**
 * A part of a text, or of reasoning, begins, goes on or ends.
 *
 * @category Web
 */
export interface TextChunk<Type extends string> {
  /** Discriminant. */
  readonly type: Type;
  /** The part's id. */
  readonly id: string;
  /** What the SDK says of it. */
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
 * A tool is called; sent again where its input has changed.
 *
 * @category Web
 */
export interface ToolInputChunk {
  /** Discriminant. */
  readonly type: "tool-input-available";
  /** The call. */
  readonly toolCallId: string;
  /** The tool: the item's type, `mcp__server__tool`, or the name of a tool of the host program. */
  readonly toolName: string;
  /** What it is given. */
  readonly input: unknown;
  /** Codex calls the tool, not the browser. */
  readonly providerExecuted: true;
  /** The part is a `dynamic-tool`. */
  readonly dynamic: true;
  /** A name for people. */
  readonly title: string;
  /** What the SDK says of it. */
  readonly toolMetadata: ToolMetadata;
}

/**
 * A tool may run only when the user agrees. `data-question` of the same id has the question itself.
 *
 * @category Web
 */
export interface ToolApprovalChunk {
  /** Discriminant. */
  readonly type: "tool-approval-request";
  /** The question's id. */
  readonly approvalId: string;
  /** The call. */
  readonly toolCallId: string;
}

/**
 * Whether the user agreed; also where another page has answered.
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
 * What a tool gave.
 *
 * @category Web
 */
export interface ToolOutputChunk {
  /** Discriminant. */
  readonly type: "tool-output-available";
  /** The call. */
  readonly toolCallId: string;
  /** The output; a later one replaces it. */
  readonly output: unknown;
  /** The tool still runs. */
  readonly preliminary?: true;
}

/**
 * A tool has failed.
 *
 * @category Web
 */
export interface ToolErrorChunk {
  /** Discriminant. */
  readonly type: "tool-output-error";
  /** The call. */
  readonly toolCallId: string;
  /** Why. */
  readonly errorText: string;
}

/**
 * The user did not agree.
 *
 * @category Web
 */
export interface ToolDeniedChunk {
  /** Discriminant. */
  readonly type: "tool-output-denied";
  /** The call. */
  readonly toolCallId: string;
}

/**
 * Data beside the text; a later one of the same type and id replaces it.
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
  /** Told once, and no part of the message. */
  readonly transient?: true;
}

/**
 * The message itself.
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
 * A chunk of a UI message stream: what this SDK sends of what `ai` 7 knows.
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
