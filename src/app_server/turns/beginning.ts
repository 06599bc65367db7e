/**
 * The start of a turn: its place on a thread that others use, and a request whose answer may be lost.
 *
 * @module
 */
import type { TraceContext } from "../../core/ports/observer.ts";
import { sleep } from "../../core/base/timers.ts";
import { answerWithId } from "../link/answers.ts";
import { MAX_REPEATS } from "../link/reconnect/repeatable.ts";
import { ConnectionClosedError, RpcError } from "../link/rpc_errors.ts";
import { busy } from "./errors.ts";
import type { LiveTurnOptions } from "./options.ts";
import { LOOK_MS } from "../history/stored_turn.ts";
import type { BegunTurn, StoredTurns } from "../history/stored_turns.ts";
import type { ThreadLink } from "./thread_link.ts";
import type { ThreadState } from "./thread_state.ts";

/** The request that starts a turn. */
export interface TurnRequest {
  /** The method. */
  readonly method: string;
  /** The parameters. */
  readonly params: unknown;
  /** The trace that the request belongs to. */
  readonly trace: TraceContext | undefined;
  /** Waits for the turn's place and takes it, or throws. */
  takePlace(): Promise<void>;
  /** The id of the message, by which the turn is found if the answer is lost. */
  readonly messageId: string | undefined;
}

/**
 * Waits until no other client's turn runs, or until the caller leaves. A message that is sent before would
 * be added to that turn.
 *
 * @throws {ResumeError} If the turn should not wait.
 * @throws {CodexError} If the thread was closed.
 */
export async function whenFree(
  thread: ThreadState,
  { whenBusy }: LiveTurnOptions,
  left: Promise<void>,
): Promise<void> {
  let isLeft = false;
  const leaving = left.then(() => void (isLeft = true));
  while (thread.othersTurn !== null && !isLeft) {
    if (whenBusy !== "wait") throw busy(thread.id, thread.othersTurn);
    await Promise.race([thread.idle(), leaving]);
    thread.checkOpen();
  }
}

/**
 * Sends a request that needs the thread.
 *
 * @throws {CodexError} If the server refuses, or no longer has the thread.
 */
export async function askOf<T>(
  link: ThreadLink,
  thread: ThreadState,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RpcError && /thread not found/.test(error.message)) {
      // If this is known by now, the thread may have been loaded again since.
      thread.checkOpen();
      // Just archived or deleted, which is reported only after this; or lost with its server.
      link.unloaded(thread.id);
      thread.checkOpen();
    }
    throw error;
  }
}

/**
 * Starts a turn, once: if the answer is lost, the stored thread shows whether Codex has received the request.
 *
 * @throws {CodexError} If the server refuses, or no longer has the thread.
 */
export async function sendTurn(
  link: ThreadLink,
  thread: ThreadState,
  history: StoredTurns,
  { method, params, trace, messageId, takePlace }: TurnRequest,
): Promise<BegunTurn> {
  for (let repeats = 0;;) {
    // While the connection is being restored, it is unknown whether others have started a turn.
    await link.connected?.();
    await takePlace();
    try {
      const answer = await askOf(link, thread, () => link.request(method, params, trace));
      // Its id comes only with `turn/started`.
      if (method === "thread/compact/start") return {};
      const turn = answerWithId(method, answer, "turn");
      if (!thread.isUnheard) return { turn };
      // It could not be resumed before its first turn.
      await history.resume();
      thread.unheard(false);
      const stored = await history.turn(turn.id);
      return stored === null ? { turn } : await history.begun(stored);
    } catch (error) {
      if (error instanceof RpcError && /ActiveTurnNotSteerable/.test(error.message)) {
        // The review or the compaction of another client, which this one has yet to hear of.
        await sleep(LOOK_MS);
        thread.found(await history.running());
        continue;
      }
      const isLost = error instanceof ConnectionClosedError && link.lasting;
      if (!isLost || method !== "turn/start" || messageId === undefined) throw error;
      const heard = await history.withMessage(messageId);
      if (heard !== null) return await history.begun(heard);
      if (repeats++ === MAX_REPEATS) throw error;
    }
  }
}
