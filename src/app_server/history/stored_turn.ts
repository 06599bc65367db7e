/**
 * A turn as the server stores it.
 *
 * @module
 */
import { fromBase64 } from "../../core/base/base64.ts";
import { hasEnd, type StoredUsage, usageOf } from "../../core/rollout/usage.ts";
import { sleep } from "../../core/base/timers.ts";
import { answerFields, answerObject, answerPage } from "../link/answers.ts";
import { listPages, type Page } from "../link/pages.ts";
import { RpcError } from "../link/rpc_errors.ts";
import { isUnwritten, onceWritten } from "../link/unwritten.ts";
import type { Turn } from "../protocol/common.ts";

/** Calls a method of the server. */
export type Request = (method: string, params: unknown) => Promise<unknown>;

/** Whether the message with this id started or steered the turn. */
export function hasMessage({ items }: Turn, messageId: string): boolean {
  return items.some((item) => item.type === "userMessage" && item.clientId === messageId);
}

/**
 * Returns the newest turn that passes a test, with its finished items, or null. In a loaded thread, this may
 * be the running turn.
 *
 * @param among How many turns to look at, newest first. Default: all.
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

/** How often, and at what interval in milliseconds, to look whether a reported turn has been stored. */
export const LOOKS = 10;
export const LOOK_MS = 50;

/**
 * Returns a turn that Codex has reported, or null if it has not stored it. For some milliseconds after its
 * start, Codex lists a turn as interrupted, and at the moment of its end, a turn may be in no list.
 *
 * @param seen What is known of the turn.
 */
export async function knownTurn(
  request: Request,
  threadId: string,
  id: string,
  seen: Turn | null,
): Promise<Turn | null> {
  const look = () => storedTurn(request, threadId, (turn) => turn.id === id);
  let turn = seen ?? await look();
  for (let left = LOOKS; left > 0; left--) {
    if (turn !== null && turn.status !== "interrupted") return turn;
    await sleep(LOOK_MS);
    turn = await look();
  }
  return turn;
}

/**
 * Returns what a turn has used, or null. The protocol reports this only for the last turn, but the thread's
 * file has it for all.
 *
 * @param stored The turn. Its end appears in the file a moment after the server reports it.
 */
export async function storedUsage(
  request: Request,
  threadId: string,
  { id, status }: Pick<Turn, "id" | "status">,
): Promise<StoredUsage | null> {
  const hasEnded = status === "completed" || status === "failed";
  for (let look = 1;; look++) {
    const text = await threadText(request, threadId);
    if (text === null) return null;
    if (!hasEnded || look === LOOKS || hasEnd(text, id)) return usageOf(text, id);
    await sleep(LOOK_MS);
  }
}

/** The text of a thread's file, or null. */
async function threadText(request: Request, threadId: string): Promise<string | null> {
  try {
    const { path } = answerObject(
      "thread/read",
      await request("thread/read", { threadId }),
      "thread",
    );
    if (typeof path !== "string") return null;
    const { dataBase64 } = answerFields("fs/readFile", await request("fs/readFile", { path }));
    return typeof dataBase64 === "string" ? textOf(dataBase64) : null;
  } catch (error) {
    // The turn itself is known; only its usage is not.
    if (!(error instanceof RpcError)) throw error;
    return null;
  }
}

function textOf(base64: string): string {
  return new TextDecoder().decode(fromBase64(base64));
}
