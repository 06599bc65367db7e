/**
 * Takes up a thread on a new connection.
 *
 * @module
 */
import { CodexError } from "../../../core/vocabulary/errors.ts";
import { ConnectionClosedError, RequestTimeoutError, RpcError } from "../../link/rpc_errors.ts";
import type { Turn } from "../../protocol/common.ts";
import type { Request } from "../../history/stored_turn.ts";
import { StoredTurns } from "../../history/stored_turns.ts";
import type { ThreadState } from "../../turns/thread_state.ts";
import { unlessRefused } from "../refusals.ts";

/** How often a thread is asked for that has a turn under way: a second in all. */
const LOOKS = 20;
const NO_EXIT = { exitCode: null, signal: null, stderr: "" };
const UNWRITTEN = "The connection was lost before the app-server had written the turn down";
const UNKNOWN = "The connection was lost before the app-server told the id of the turn";

/**
 * Resumes a thread, and hands its turns what they have missed.
 *
 * @param thread The thread.
 * @param params The parameters of `thread/resume`.
 * @param request Calls a method on the new connection.
 * @returns Why the thread is lost, or null.
 * @throws {CodexError} If the connection is lost again.
 */
export async function rejoin(
  thread: ThreadState,
  params: Readonly<Record<string, unknown>>,
  request: Request,
): Promise<CodexError | null> {
  const { id } = thread;
  const history = new StoredTurns(request, id);
  let newest: Turn | null;
  try {
    // A turn under way may be the first one, whose file is being written.
    const looks = thread.turns.length > 0 ? LOOKS : 1;
    newest = await unlessRefused("resume", id, () => history.resume(params, looks));
  } catch (error) {
    const isLost = error instanceof ConnectionClosedError || error instanceof RequestTimeoutError;
    if (isLost || !(error instanceof CodexError)) throw error;
    if (thread.isStored) return error;
    // If the server lives, a turn can be started all the same. Of one that it has begun nobody hears more.
    for (const turn of thread.turns) {
      if (turn.isBegun) turn.connectionLost(new ConnectionClosedError(UNWRITTEN, NO_EXIT));
    }
    if (await isGone(request, id)) return error;
    thread.unheard(true);
    return null;
  }
  thread.found(newest?.status === "inProgress" ? newest.id : null);
  for (const turn of thread.turns) {
    if (turn.id === null) {
      // Nothing tells which turn it was.
      if (turn.isBegun) turn.connectionLost(new ConnectionClosedError(UNKNOWN, NO_EXIT));
      continue;
    }
    const stored = await history.known(turn.id, newest?.id === turn.id ? newest : null);
    const used = stored === null ? null : (await history.begun(stored)).used;
    turn.rejoined(stored, used ?? null);
  }
  return null;
}

/** Whether the server has nothing of a thread: it is another one than the thread was started on. */
async function isGone(request: Request, threadId: string): Promise<boolean> {
  try {
    await request("thread/read", { threadId });
    return false;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return /thread not loaded/.test(error.message);
  }
}
