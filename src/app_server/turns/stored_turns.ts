/**
 * The turns of a thread as the server keeps them, also while it is at it.
 *
 * @module
 */
import { sleep } from "../../core/base/timers.ts";
import type { Turn } from "../protocol/common.ts";
import { RpcError } from "../link/rpc_errors.ts";
import { hasMessage, type Request, storedTurn, storedUsage } from "./stored_turn.ts";
import type { BegunTurn } from "./turn_link.ts";

/** How often, and how many milliseconds apart, is looked for what is being written. */
const LOOKS = 100;
const LOOK_MS = 50;
/** Looks in a row that find nothing of a message. */
const NOTHINGS = 10;

/** The turns of one thread. */
export class StoredTurns {
  readonly #request: Request;
  readonly #threadId: string;

  /**
   * @param request Calls a method of the server.
   * @param threadId The thread.
   */
  constructor(request: Request, threadId: string) {
    this.#request = request;
    this.#threadId = threadId;
  }

  /** The newest turn, or null. */
  async newest(): Promise<Turn | null> {
    return await storedTurn(this.#request, this.#threadId, () => true);
  }

  /** The turn of that id, or null. */
  async turn(id: string): Promise<Turn | null> {
    return await storedTurn(this.#request, this.#threadId, (turn) => turn.id === id);
  }

  /** A turn that has ended, or null: the end is written down a moment after it was told. */
  async ended(id: string): Promise<Turn | null> {
    for (let look = 0;; look++) {
      const stored = await this.turn(id);
      if (stored?.status !== "inProgress" || look === LOOKS) return stored;
      await sleep(LOOK_MS);
    }
  }

  /** What there is of a turn, for whoever goes on with it. */
  async begun(stored: Turn): Promise<BegunTurn> {
    const isOver = stored.status !== "inProgress";
    const used = isOver ? await storedUsage(this.#request, this.#threadId, stored.id) : null;
    return { turn: stored, stored, used: used?.total ?? null };
  }

  /**
   * The turn that a message has begun whose answer was lost, or null. The server may still be at it: a
   * turn without a message may be this one's, and nothing at all counts only when it is seen several times.
   */
  async withMessage(messageId: string): Promise<Turn | null> {
    for (let look = 0, nothing = 0; look < LOOKS; look++) {
      const turn = await this.newest().catch(unlessRefused);
      if (turn !== null && hasMessage(turn, messageId)) return turn;
      const isOpen = turn?.status === "inProgress" &&
        !turn.items.some(({ type }) => type === "userMessage");
      nothing = isOpen ? 0 : nothing + 1;
      if (nothing === NOTHINGS) return null;
      await sleep(LOOK_MS);
    }
    return null;
  }

  /** Resumes the thread once its file is there: a moment after its first turn has begun. */
  async resumed(): Promise<boolean> {
    const params = { threadId: this.#threadId, excludeTurns: true };
    for (let look = 0; look < LOOKS; look++) {
      const answer = await this.#request("thread/resume", params).catch(unlessRefused);
      if (answer !== null) return true;
      await sleep(LOOK_MS);
    }
    return false;
  }
}

/** Codex may have nothing of the thread on disk yet. */
function unlessRefused(error: unknown): null {
  if (error instanceof RpcError) return null;
  throw error;
}
