/**
 * A stored thread.
 *
 * @module
 */
import { sleep } from "../../core/base/timers.ts";
import { type ThreadTurn, threadTurn } from "../history/thread_turn.ts";
import { answerPage, answerWithId } from "../link/answers.ts";
import { listPages, type Page } from "../link/pages.ts";
import { isUnwritten, onceWritten } from "../link/unwritten.ts";
import { LOOK_MS, LOOKS, type Request, storedTurn } from "../history/stored_turn.ts";
import type { Thread, Turn } from "../protocol/common.ts";
import { type ThreadInfo, threadInfo } from "./info.ts";

/**
 * Reads a stored thread without loading it.
 *
 * @param request Calls a method of the server.
 * @param id The thread's id.
 * @param options `includeTurns`: whether to read its turns too. Default: false.
 */
export async function readThread(
  request: Request,
  id: string,
  { includeTurns = false }: { readonly includeTurns?: boolean | undefined },
): Promise<ThreadInfo> {
  const thread = await read(request, id);
  if (!includeTurns) return threadInfo(thread);
  const turns = await threadTurns(request, id);
  if (turns.at(-1)?.status !== "interrupted") return threadInfo(thread, turns);
  const now = await settled(request, id);
  return threadInfo(now, await threadTurns(request, id));
}

/** Waits while Codex lists a running turn as interrupted, for some milliseconds after it has begun. */
async function settled(request: Request, id: string): Promise<Thread> {
  for (let left = LOOKS;; left--) {
    const thread = await read(request, id);
    if (thread.status?.type !== "active" || left === 0) return thread;
    const last = await storedTurn(request, id, () => true, 1);
    if (last?.status !== "interrupted") return thread;
    await sleep(LOOK_MS);
  }
}

async function read(request: Request, threadId: string): Promise<Thread> {
  const answer = await onceWritten(() => request("thread/read", { threadId }));
  answerWithId("thread/read", answer, "thread");
  return (answer as { readonly thread: Thread }).thread;
}

/** The turns of a stored thread, oldest first, with their items. */
async function threadTurns(request: Request, threadId: string): Promise<ThreadTurn[]> {
  const turns: ThreadTurn[] = [];
  const params = { threadId, itemsView: "full", sortDirection: "asc" };
  const page = async (cursor: string | null) => {
    const answer = await onceWritten(() => request("thread/turns/list", { ...params, cursor }));
    answerPage("thread/turns/list", answer);
    return answer as Page<Turn>;
  };
  try {
    for await (const turn of listPages(page)) turns.push(threadTurn(turn));
  } catch (error) {
    // Codex 0.169 refuses to list the turns of a thread that has had none.
    if (!isUnwritten(error)) throw error;
  }
  return turns;
}
