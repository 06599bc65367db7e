/**
 * What `useChat` sends: the whole conversation, of which only the new part counts.
 *
 * @module
 */
import { isPlain } from "../../core/base/plain.ts";
import { type Input, normalizeInput } from "../../core/vocabulary/input.ts";
import { HttpError } from "../http/answers.ts";
import { CHAT_ID, isChatId } from "../http/chats.ts";
import { browserInput } from "../routes/input.ts";
import type { HubAnswer } from "../hub/questions_asked.ts";

/** A new message from the user. */
export interface ChatMessage {
  /** Discriminant. */
  readonly type: "message";
  /** What it says. */
  readonly input: Input;
}

/** Answers to what a message of the agent asks. */
export interface ChatAnswers {
  /** Discriminant. */
  readonly type: "answers";
  /** The turn that asks. */
  readonly turnId: string;
  /** The number of the last event in the message, or null if the page does not send it. */
  readonly position: number | null;
  /** The answers by the ids of the questions. */
  readonly answers: ReadonlyMap<string, HubAnswer>;
}

/** What a page sends to a chat. */
export type ChatRequest = { readonly id: string } & (ChatMessage | ChatAnswers);

/**
 * Reads what `useChat` sends.
 *
 * @throws {HttpError} 400 if it is something else, or asks to undo what was done.
 * @throws {InvalidInputError} If Codex does not take such input.
 */
export function chatRequest(body: Readonly<Record<string, unknown>>): ChatRequest {
  const { id, messages, trigger = "submit-message", messageId } = body;
  if (!isChatId(id)) throw invalid(`id must be ${CHAT_ID}`);
  if (!Array.isArray(messages)) throw invalid("messages must be a list");
  if (trigger === "regenerate-message") throw unsupported();
  if (trigger !== "submit-message") throw invalid('trigger must be "submit-message"');
  const isNamed = messageId !== undefined && messageId !== null;
  const found: unknown = isNamed
    ? messages.findLast((message: unknown) => isPlain(message) && message.id === messageId)
    : messages.at(-1);
  if (!isPlain(found) || !Array.isArray(found.parts)) throw invalid("there is no such message");
  const parts = found.parts.filter(isPlain);
  if (found.role === "assistant") {
    return { id, type: "answers", ...answersIn(found, parts) };
  }
  if (found.role !== "user") throw invalid("the message must be one of the user's");
  // A message that already has an answer was changed.
  if (isNamed) throw unsupported();
  const input = browserInput(parts.flatMap(inputPart));
  // First of all: a refused message creates no thread and interrupts nothing.
  normalizeInput(input);
  return { id, type: "message", input };
}

/** What a part of a message says; files are images. */
function inputPart({ type, text, url }: Record<string, unknown>): Record<string, unknown>[] {
  if (type === "text") return [{ type, text }];
  return type === "file" ? [{ type: "image", url }] : [];
}

function answersIn(
  { id, metadata }: Record<string, unknown>,
  parts: readonly Record<string, unknown>[],
): Omit<ChatAnswers, "type"> {
  if (typeof id !== "string") throw invalid("a message must have an id");
  const answers = new Map(parts.flatMap(answerIn));
  if (answers.size === 0) throw invalid("the last message is the agent's, and has no answers");
  const { position } = isPlain(metadata) ? metadata : {};
  return { turnId: id, position: Number.isInteger(position) ? position as number : null, answers };
}

function answerIn({ state, approval }: Record<string, unknown>): [string, HubAnswer][] {
  if (state !== "approval-responded" || !isPlain(approval)) return [];
  const { id, approved, reason } = approval;
  if (typeof id !== "string" || typeof approved !== "boolean") return [];
  if (approved) return [[id, { decision: "accept" }]];
  const message = typeof reason === "string" && reason !== "" ? { message: reason } : {};
  return [[id, { decision: "decline", ...message }]];
}

function invalid(state: string): HttpError {
  return new HttpError(400, "invalid_input", `Cannot read the chat: ${state}`);
}

function unsupported(): HttpError {
  return new HttpError(
    400,
    "not_supported",
    "Cannot change history: what the agent has done cannot be undone; send a new message",
  );
}
