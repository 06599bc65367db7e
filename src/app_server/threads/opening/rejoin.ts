/**
 * Continues a thread on a new connection.
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

/** How often to try to resume a thread with a running turn: for a second in all. */
const LOOKS = 20;
const NO_EXIT = { exitCode: null, signal: null, stderr: "" };
const UNWRITTEN = "The connection was lost before the app-server had stored the turn";
const UNKNOWN = "The connection was lost before the app-server sent the id of the turn";

/**
 * Resumes a thread, and passes its turns what they have missed.
 *
 * @param thread The thread.
 * @param params The parameters of `thread/resume`.
 * @param request Calls a method on the new connection.
 * @param running Receives the running turn, if there is one.
 * @returns Why the thread is lost, or null.
 * @throws {CodexError} If the connection is lost again.
 */
export async function rejoin(
  thread: ThreadState,
  params: Readonly<Record<string, unknown>>,
  request: Request,
  running: (turn: Turn) => void,
): Promise<CodexError | null> {
  const { id } = thread;
  const history = new StoredTurns(request, id);
  let newest: Turn | null;
  try {
    // A running turn may be the first one, whose file is still being written.
    const looks = thread.turns.length > 0 ? LOOKS : 1;
    newest = await unlessRefused("resume", id, () => history.resume(params, looks));
  } catch (error) {
    const isLost = error instanceof ConnectionClosedError || error instanceof RequestTimeoutError;
    if (isLost || !(error instanceof CodexError)) throw error;
    if (thread.isStored) return error;
    // If the server is alive, a turn can still be started. Nothing more is heard of one that has begun.
    for (const turn of thread.turns) {
      if (turn.isBegun) turn.connectionLost(new ConnectionClosedError(UNWRITTEN, NO_EXIT));
    }
    if (await isGone(request, id)) return error;
    thread.unheard(true);
    return null;
  }
  thread.found(newest?.status === "inProgress" ? newest.id : null);
  if (newest?.status === "inProgress") running(newest);
  for (const turn of thread.turns) {
    if (turn.id === null) {
      // It is unknown which turn it was.
      if (turn.isBegun) turn.connectionLost(new ConnectionClosedError(UNKNOWN, NO_EXIT));
      continue;
    }
    const isNewest = newest?.id === turn.id || isReview(newest, turn.id);
    const stored = await history.known(turn.id, isNewest ? newest : null);
    const used = stored === null ? null : (await history.begun(stored)).used;
    turn.rejoined(stored, used ?? null);
  }
  return null;
}

/** Whether a turn is a running review, which is stored by another id than it is reported by. */
function isReview(newest: Turn | null, turnId: string): boolean {
  return newest?.status === "inProgress" && newest.rootTurnId === turnId;
}

/** Whether the server does not have a thread: then it is not the one on which the thread was started. */
async function isGone(request: Request, threadId: string): Promise<boolean> {
  try {
    await request("thread/read", { threadId });
    return false;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return /thread not loaded/.test(error.message);
  }
}
