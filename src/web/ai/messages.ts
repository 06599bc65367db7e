/**
 * The messages of a chat, as `ai` 7 has them. By structure: nothing of `ai` is loaded. Types only.
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
  /** It is whole. */
  readonly state?: "done";
  /** What the SDK says of it. */
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
  /** What it is, such as `image/png`. */
  readonly mediaType: string;
  /** The image as a `data:` URL. */
  readonly url: string;
}

/**
 * A call of a tool.
 *
 * @category Web
 */
export type UIToolPart =
  & {
    /** Discriminant. */
    readonly type: "dynamic-tool";
    /** The call. */
    readonly toolCallId: string;
    /** The tool: the item's type, `mcp__server__tool`, or the name of a tool of the host program. */
    readonly toolName: string;
    /** A name for people. */
    readonly title?: string;
    /** What the SDK says of it. */
    readonly toolMetadata?: ToolMetadata;
    /** Codex calls the tool, not the browser. */
    readonly providerExecuted?: true;
    /** What it is given. */
    readonly input: unknown;
  }
  & (
    | { readonly state: "input-available" }
    | { readonly state: "output-available"; readonly output: unknown }
    | { readonly state: "output-error"; readonly errorText: string }
  );

/**
 * Data beside the text.
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
 * A message of a chat: for `messages` of `useChat`.
 *
 * @category Web
 */
export interface UIMessage {
  /** The message's id: of the agent's the turn's. */
  readonly id: string;
  /** Whose it is. */
  readonly role: "user" | "assistant";
  /** What it tells beside its parts. */
  readonly metadata?: UIMessageMetadata;
  /** The parts. A list of yours: `ai` changes it. */
  readonly parts: UIMessagePart[];
}
