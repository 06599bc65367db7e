/**
 * Past turns as the messages that their streams would have made.
 *
 * @module
 */
import type { ThreadTurn } from "../../app_server/history/thread_turn.ts";
import { kindOf } from "../../core/base/words.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { LiveItem } from "../../core/vocabulary/live_items.ts";
import type { UserContent } from "../../core/vocabulary/live_only_items.ts";
import type { UIMessageMetadata } from "./chunks.ts";
import { safeErrorText } from "./error_text.ts";
import { UIMessageMapper } from "./mapper.ts";
import { MessageFold } from "./message_fold.ts";
import type { UIMessage, UIMessagePart } from "./messages.ts";

/**
 * Turns the turns of a thread into messages, for a page that is loading: the user's messages, and the
 * agent's with the parts that {@linkcode toUIMessageStream} makes. The message of a turn under way has
 * what is finished; a stream that resumes the turn replaces the message.
 *
 * @param turns The turns, from `history()` of a hub's thread or `readThread()` of a server.
 * @returns The messages, oldest first.
 * @throws {InvalidInputError} If the turns are not an array of turns.
 * @category Web
 */
export function toUIMessages(turns: readonly ThreadTurn[]): UIMessage[] {
  checkTurns(turns);
  return messagesOf(turns, null);
}

/** The same, of a thread that is known: its id is in the metadata, as in that of a stream. */
export function messagesOf(turns: readonly ThreadTurn[], threadId: string | null): UIMessage[] {
  return turns.flatMap((turn) => {
    const { id, items } = turn;
    const input = items.find(({ type }) => type === "user_message");
    const parts = input?.type === "user_message" ? input.content.flatMap(userPart) : [];
    const user: UIMessage[] = parts.length === 0 ? [] : [{ id: `${id}/user`, role: "user", parts }];
    return [...user, agentMessage(turn, threadId)];
  });
}

/** The likely mistake is a thread, of `readThread()` or of the handler, instead of its turns. */
function checkTurns(given: unknown): void {
  if (Array.isArray(given)) {
    const index = given.findIndex((turn) => !Array.isArray(Object(turn).items));
    if (index === -1) return;
    const state = `turns[${index}] is no turn of a thread, which has items`;
    throw new InvalidInputError("turns", `Cannot make messages: ${state}`);
  }
  const hint = Object(given).turns === undefined ? "" : "; pass its `turns`";
  const state = `turns must be an array, not ${kindOf(given)}${hint}`;
  throw new InvalidInputError("turns", `Cannot make messages: ${state}`);
}

function agentMessage(
  { id, status, items, error }: ThreadTurn,
  threadId: string | null,
): UIMessage {
  const mapper = new UIMessageMapper();
  if (threadId !== null) mapper.map({ type: "thread.started", thread_id: threadId });
  const fold = new MessageFold();
  fold.add(mapper.map({ type: "turn.started", turn_id: id }));
  for (const item of items) {
    // What the turn was steered with is reported when it begins.
    fold.add(mapper.map({ type: "item.started", item }));
    if (status !== "inProgress" || !isRunning(item)) {
      fold.add(mapper.map({ type: "item.completed", item }));
    }
  }
  if (status !== "inProgress") fold.add(mapper.map({ type: "turn.interrupted", turn_id: id }));
  const { message } = fold;
  return { ...message, metadata: { ...message.metadata, ...ending(status, error) } };
}

function ending(status: ThreadTurn["status"], error: ThreadTurn["error"]): UIMessageMetadata {
  if (status === "failed") return { status, errorText: safeErrorText(error ?? { code: "other" }) };
  return status === "interrupted" ? { status } : {};
}

function isRunning(item: LiveItem): boolean {
  return "status" in item && item.status === "in_progress";
}

/** What the user said; files on this machine are not for pages. */
function userPart(part: UserContent): UIMessagePart[] {
  if (part.type === "text") return [{ type: "text", text: part.text }];
  const { url = "" } = part as { readonly url?: string };
  const [, mediaType] = /^data:(image\/[\w.+-]+)[;,]/.exec(url) ?? [];
  return mediaType === undefined ? [] : [{ type: "file", mediaType, url }];
}
