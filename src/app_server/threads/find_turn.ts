/**
 * Finds a turn again by the id of its message.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import { NAME } from "../../core/options/kinds.ts";
import { usageOf } from "../../core/rollout/usage.ts";
import type { Turn } from "../protocol/common.ts";
import { answerFields, answerObject, answerPage } from "../link/answers.ts";
import { RpcError } from "../link/rpc_errors.ts";
import { type ThreadTurn, threadTurn } from "../events/history.ts";
import { listPages, type Page } from "./list.ts";

/** Calls a method of the server. */
type Request = (method: string, params: unknown) => Promise<unknown>;

/**
 * A turn as Codex has stored it.
 *
 * @category Threads
 */
export interface FoundTurn extends Omit<ThreadTurn, "status"> {
  /** How it ended; "running": it has not. One whose Codex died in it is "interrupted". */
  readonly status: "completed" | "interrupted" | "failed" | "running";
  /** The text of its last agent message, or of the plan that came after it; "" when there was none. */
  readonly finalResponse: string;
  /** The tokens of the whole thread up to the end of the turn, as `run()` has them; null where Codex has not stored them. */
  readonly usage: Usage | null;
  /** The tokens of this turn alone, or null. */
  readonly turnUsage: Usage | null;
}

/**
 * The last turn whose message has that id, or null.
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
  const complaint = NAME.complaint(messageId, "messageId");
  if (complaint !== null) {
    throw new InvalidInputError("messageId", `Cannot find a turn: ${complaint}`);
  }
  const found = await storedTurn(request, threadId, messageId);
  if (found === null) return null;
  const turn = threadTurn(found);
  const used = await usage(request, threadId, turn.id);
  return {
    ...turn,
    status: turn.status === "inProgress" ? "running" : turn.status,
    finalResponse: answerOf(turn),
    usage: used?.total ?? null,
    turnUsage: used?.turn ?? null,
  };
}

async function storedTurn(
  request: Request,
  threadId: string,
  messageId: string,
): Promise<Turn | null> {
  const params = { threadId, itemsView: "full", sortDirection: "desc" };
  const turns = listPages(async (cursor) => {
    const answer = await request("thread/turns/list", { ...params, cursor });
    answerPage("thread/turns/list", answer);
    return answer as Page<Turn>;
  });
  try {
    for await (const turn of turns) {
      if (turn.items.some((item) => item.type === "userMessage" && item.clientId === messageId)) {
        return turn;
      }
    }
  } catch (error) {
    // Codex 0.169 refuses to list the turns of a thread that has had none.
    if (!(error instanceof RpcError) || !/not materialized/.test(error.message)) throw error;
  }
  return null;
}

function answerOf({ items }: ThreadTurn): string {
  const said = items.filter((item) => item.type === "agent_message" || item.type === "plan");
  return said.at(-1)?.text ?? "";
}

/** No method tells it but for the last turn; the thread's file does. */
async function usage(request: Request, threadId: string, turnId: string) {
  try {
    const { path } = answerObject(
      "thread/read",
      await request("thread/read", { threadId }),
      "thread",
    );
    if (typeof path !== "string") return null;
    const { dataBase64 } = answerFields("fs/readFile", await request("fs/readFile", { path }));
    return typeof dataBase64 === "string" ? usageOf(textOf(dataBase64), turnId) : null;
  } catch (error) {
    // The turn is what was asked for.
    if (!(error instanceof RpcError)) throw error;
    return null;
  }
}

function textOf(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
}
