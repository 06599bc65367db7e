/**
 * A turn as the server keeps it.
 *
 * @module
 */
import { type StoredUsage, usageOf } from "../../core/rollout/usage.ts";
import { answerFields, answerObject, answerPage } from "../link/answers.ts";
import { listPages, type Page } from "../link/pages.ts";
import { RpcError } from "../link/rpc_errors.ts";
import { isUnwritten, onceWritten } from "../link/unwritten.ts";
import type { Turn } from "../protocol/common.ts";

/** Calls a method of the server. */
export type Request = (method: string, params: unknown) => Promise<unknown>;

/** Whether a turn was begun, or steered, by the message of that id. */
export function hasMessage({ items }: Turn, messageId: string): boolean {
  return items.some((item) => item.type === "userMessage" && item.clientId === messageId);
}

/**
 * The newest turn that a test is true of, with its finished items, or null. Of a loaded thread also the
 * one that runs.
 *
 * @param among How many turns to look at, the newest first. Default: all.
 */
export async function storedTurn(
  request: Request,
  threadId: string,
  test: (turn: Turn) => boolean,
  among = Infinity,
): Promise<Turn | null> {
  let left = among;
  const params = { threadId, itemsView: "full", sortDirection: "desc" };
  const turns = listPages(async (cursor) => {
    const answer = await onceWritten(() => request("thread/turns/list", { ...params, cursor }));
    answerPage("thread/turns/list", answer);
    return answer as Page<Turn>;
  });
  try {
    for await (const turn of turns) {
      if (test(turn)) return turn;
      if (--left <= 0) return null;
    }
  } catch (error) {
    // Codex 0.169 refuses to list the turns of a thread that has had none.
    if (!isUnwritten(error)) throw error;
  }
  return null;
}

/** What a turn has used, or null. No method tells it but for the last turn; the thread's file does. */
export async function storedUsage(
  request: Request,
  threadId: string,
  turnId: string,
): Promise<StoredUsage | null> {
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
