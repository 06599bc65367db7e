/**
 * Finds a stored turn by the id of its message.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";
import { checkArgument } from "../../core/options/check.ts";
import { NAME } from "../../core/options/kinds.ts";
import { answerOf, type ThreadTurn, threadTurn } from "./thread_turn.ts";
import { hasMessage, knownTurn, type Request, storedTurn, storedUsage } from "./stored_turn.ts";

/**
 * A turn as Codex has stored it.
 *
 * @category Threads
 */
export interface FoundTurn extends Omit<ThreadTurn, "status"> {
  /** How the turn ended, or "running". If Codex died during the turn, the status is "interrupted". */
  readonly status: "completed" | "interrupted" | "failed" | "running";
  /** The text of the last agent message, or of a plan that came after it; "" if there was neither. */
  readonly finalResponse: string;
  /**
   * The tokens of the whole thread up to the end of the turn, as `run()` reports them; null if Codex has
   * not stored them.
   */
  readonly usage: Usage | null;
  /** The tokens of this turn alone, or null if unknown. */
  readonly turnUsage: Usage | null;
}

/**
 * Returns the last turn whose message has this id, or null.
 *
 * @param request Calls a method of the server.
 * @param threadId The thread.
 * @param messageId The id of the message.
 * @throws {InvalidInputError} If the id is blank.
 */
export async function findTurn(
  request: Request,
  threadId: string,
  messageId: string,
): Promise<FoundTurn | null> {
  checkArgument(NAME, "messageId", messageId, "find a turn");
  const listed = await storedTurn(request, threadId, (turn) => hasMessage(turn, messageId));
  const found = listed && await knownTurn(request, threadId, listed.id, listed);
  if (found === null) return null;
  const turn = threadTurn(found);
  const used = await storedUsage(request, threadId, found);
  return {
    ...turn,
    status: turn.status === "inProgress" ? "running" : turn.status,
    finalResponse: answerOf(turn) ?? "",
    usage: used?.total ?? null,
    turnUsage: used?.turn ?? null,
  };
}
