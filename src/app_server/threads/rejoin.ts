/**
 * Takes up a thread on a new connection.
 *
 * @module
 */
import { sleep } from "../../core/base/timers.ts";
import { CodexError } from "../../core/vocabulary/errors.ts";
import { ConnectionClosedError, RequestTimeoutError } from "../link/rpc_errors.ts";
import type { Turn } from "../protocol/common.ts";
import type { Request } from "../turns/stored_turn.ts";
import { NEWEST, newestOf, StoredTurns } from "../turns/stored_turns.ts";
import type { ThreadState } from "../turns/thread_state.ts";
import { resuming } from "./resume_failure.ts";

/** How often, and how many milliseconds apart, a thread is asked for whose file may be being written. */
const ATTEMPTS = 20;
const WAIT_MS = 50;
const NO_EXIT = { exitCode: null, signal: null, stderr: "" };
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
  let newest: Turn | null;
  for (let attempt = 0;; attempt++) {
    try {
      const resume = () => request("thread/resume", { ...params, ...NEWEST });
      newest = newestOf(await resuming("resume", id, resume));
      break;
    } catch (error) {
      const isLost = error instanceof ConnectionClosedError || error instanceof RequestTimeoutError;
      if (isLost || !(error instanceof CodexError)) throw error;
      // The file of a thread is written a moment after its first turn has begun.
      if (thread.turns.length === 0 || attempt === ATTEMPTS) {
        if (thread.isStored) return error;
        // If the server lives, a turn can be started all the same.
        thread.unheard(true);
        return null;
      }
      await sleep(WAIT_MS);
    }
  }
  const history = new StoredTurns(request, id);
  thread.found(newest?.status === "inProgress" ? newest.id : null);
  for (const turn of thread.turns) {
    if (turn.id === null) {
      // Nothing tells which turn it was.
      if (turn.isBegun) turn.connectionLost(new ConnectionClosedError(UNKNOWN, NO_EXIT));
      continue;
    }
    const stored = newest?.id === turn.id ? newest : await history.turn(turn.id);
    const used = stored === null ? null : (await history.begun(stored)).used;
    turn.rejoined(stored, used ?? null);
  }
  return null;
}
