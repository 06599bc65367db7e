/**
 * The messages of a chat, as `ai` 7 has them. The types are structural: nothing of `ai` is loaded. Types
 * only.
 *
 * @module
 */
import type { PartMetadata, ToolMetadata, UIMessageMetadata } from "./chunks.ts";

/**
 * A text, or reasoning.
 *
 * @category Web
 */
export interface UITextPart<Type extends "text" | "reasoning"> {
  /** Discriminant. */
  readonly type: Type;
  /** The text. */
  readonly text: string;
  /** Set if the text is complete. */
  readonly state?: "done";
  /** What the SDK says about the part. */
  readonly providerMetadata?: { readonly codex: PartMetadata };
}

/**
 * An image that the user has sent.
 *
 * @category Web
 */
export interface UIFilePart {
  /** Discriminant. */
  readonly type: "file";
  /** The media type, such as `image/png`. */
  readonly mediaType: string;
  /** The image as a `data:` URL. */
  readonly url: string;
}

/**
 * A tool call.
 *
 * @category Web
 */
export type UIToolPart =
  & {
    /** Discriminant. */
    readonly type: "dynamic-tool";
    /** The call's id. */
    readonly toolCallId: string;
    /** The tool: the item's type, `mcp__server__tool`, or the name of one of the host program's tools. */
    readonly toolName: string;
    /** A name for people. */
    readonly title?: string;
    /** What the SDK says about the tool. */
    readonly toolMetadata?: ToolMetadata;
    /** Codex calls the tool, not the browser. */
    readonly providerExecuted?: true;
    /** The tool's input. */
    readonly input: unknown;
  }
  & (
    | { readonly state: "input-available" }
    | { readonly state: "output-available"; readonly output: unknown }
    | { readonly state: "output-error"; readonly errorText: string }
  );

/**
 * Data besides the text.
 *
 * @category Web
 */
export interface UIDataPart {
  /** Discriminant: `data-plan`, `data-item`, … */
  readonly type: `data-${string}`;
  /** The part's id. */
  readonly id?: string;
  /** The data. */
  readonly data: unknown;
}

/**
 * A part of a message.
 *
 * @category Web
 */
export type UIMessagePart =
  | UITextPart<"text">
  | UITextPart<"reasoning">
  | UIFilePart
  | UIToolPart
  | UIDataPart
  | { readonly type: "step-start" };

/**
 * A message of a chat, for the `messages` of `useChat`.
 *
 * @category Web
 */
export interface UIMessage {
  /** The message's id; for a message of the agent, the turn's id. */
  readonly id: string;
  /** Who wrote it. */
  readonly role: "user" | "assistant";
  /** What it carries besides its parts. */
  readonly metadata?: UIMessageMetadata;
  /** The parts. The list is yours to change: `ai` does. */
  readonly parts: UIMessagePart[];
}
