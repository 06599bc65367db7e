/**
 * Takes up a thread on a new connection.
 *
 * @module
 */
import { sleep } from "../../core/base/timers.ts";
import { CodexError } from "../../core/vocabulary/errors.ts";
import { ConnectionClosedError } from "../link/rpc_errors.ts";
import type { Request } from "../turns/stored_turn.ts";
import { StoredTurns } from "../turns/stored_turns.ts";
import type { ThreadState } from "../turns/thread_state.ts";
import { resuming } from "./resume_failure.ts";

/** How often, and how many milliseconds apart, a thread is asked for whose file may be being written. */
const ATTEMPTS = 20;
const WAIT_MS = 50;

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
  for (let attempt = 0;; attempt++) {
    try {
      await resuming(
        "resume",
        id,
        () => request("thread/resume", { ...params, excludeTurns: true }),
      );
      break;
    } catch (error) {
      if (error instanceof ConnectionClosedError || !(error instanceof CodexError)) throw error;
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
  const newest = await history.newest();
  thread.found(newest?.status === "inProgress" ? newest.id : null);
  for (const turn of thread.turns) {
    if (turn.id === null) continue;
    const stored = newest?.id === turn.id ? newest : await history.turn(turn.id);
    const used = stored === null ? null : (await history.begun(stored)).used;
    turn.rejoined(stored, used ?? null);
  }
  return null;
}
