/**
 * The turns of a thread as the server keeps them, also while it is at it.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";
import { sleep } from "../../core/base/timers.ts";
import type { Turn } from "../protocol/common.ts";
import { RpcError } from "../link/rpc_errors.ts";
import {
  hasMessage,
  knownTurn,
  LOOK_MS,
  LOOKS,
  type Request,
  storedTurn,
  storedUsage,
} from "./stored_turn.ts";

/** How often is looked for what is being written, where it is known to come. */
const MANY_LOOKS = 100;

/** Turns of others that may have come behind one that is looked for. */
const RECENT = 20;

/** Has `thread/resume` give the newest turn. */
const NEWEST = {
  excludeTurns: true,
  initialTurnsPage: { limit: 1, itemsView: "full", sortDirection: "desc" },
} as const;

/** A turn that was begun. */
export interface BegunTurn {
  /** The turn; absent where only `turn/started` tells its id. */
  readonly turn?: { readonly id: string };
  /** What the server has of it, where something of it was missed. */
  readonly stored?: Turn;
  /** What the thread has used by its end, where it has ended meanwhile and that is known. */
  readonly used?: Usage | null;
}

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

  /** The id of the turn that the server works on, or null. */
  async running(): Promise<string | null> {
    const newest = await this.newest();
    return newest?.status === "inProgress" ? newest.id : null;
  }

  /** The turn of that id, or null. */
  async turn(id: string): Promise<Turn | null> {
    return await storedTurn(this.#request, this.#threadId, (turn) => turn.id === id);
  }

  /**
   * A turn that Codex has told of, or null where it has nothing of it.
   *
   * @param seen What is known of it.
   */
  async known(id: string, seen: Turn | null): Promise<Turn | null> {
    return await knownTurn(this.#request, this.#threadId, id, seen);
  }

  /** What there is of a turn that has ended, or null: the end is written down a moment after it was told. */
  async ended(id: string): Promise<BegunTurn | null> {
    for (let look = 0;; look++) {
      const stored = await this.turn(id);
      if (stored === null) return null;
      if (stored.status !== "inProgress" || look === MANY_LOOKS) return await this.begun(stored);
      await sleep(LOOK_MS);
    }
  }

  /** What there is of a turn, for whoever goes on with it. */
  async begun(stored: Turn): Promise<BegunTurn> {
    const isOver = stored.status !== "inProgress";
    const used = isOver ? await storedUsage(this.#request, this.#threadId, stored) : null;
    return { turn: stored, stored, used: used?.total ?? null };
  }

  /**
   * The turn that a message has begun whose answer was lost, or null. The server may still be at it: a
   * turn without a message may be this one's, and nothing at all counts only when it is seen several times.
   */
  async withMessage(messageId: string): Promise<Turn | null> {
    for (let look = 0, nothing = 0; look < MANY_LOOKS; look++) {
      const turns: Turn[] = [];
      // Others may have run turns since.
      const test = (turn: Turn) => turns.push(turn) > 0 && hasMessage(turn, messageId);
      const found = await storedTurn(this.#request, this.#threadId, test, RECENT)
        .catch(unlessRefused);
      if (found !== null) return found;
      nothing = isWordless(turns[0]) ? 0 : nothing + 1;
      if (nothing === LOOKS) return null;
      await sleep(LOOK_MS);
    }
    return null;
  }

  /**
   * Resumes the thread: from then on the server tells of it, and asks again what waits for an answer. The
   * file of a thread is there a moment after its first turn has begun.
   *
   * @param params Further parameters.
   * @param looks How often to try. Default: as long as a file may take to be written.
   * @returns The newest turn, with its items under way, which no list has; or null.
   * @throws {RpcError} If the server refuses.
   */
  async resume(
    params: Readonly<Record<string, unknown>> = {},
    looks: number = MANY_LOOKS,
  ): Promise<Turn | null> {
    const all = { ...params, threadId: this.#threadId, ...NEWEST };
    for (let look = 1;; look++) {
      try {
        return newestOf(await this.#request("thread/resume", all));
      } catch (error) {
        if (!(error instanceof RpcError) || look >= looks) throw error;
        await sleep(LOOK_MS);
      }
    }
  }
}

/** The newest turn in the answer to `thread/resume`, or null. Items under way are in this one alone. */
function newestOf(answer: unknown): Turn | null {
  const { initialTurnsPage } = Object(answer) as { readonly initialTurnsPage?: unknown };
  const { data } = Object(initialTurnsPage) as { readonly data?: unknown };
  const turn: Turn | undefined = Array.isArray(data) ? data[0] : undefined;
  return typeof turn?.id === "string" && Array.isArray(turn.items) ? turn : null;
}

/** Whether a turn runs in which no message was said yet. */
function isWordless(turn: Turn | undefined): boolean {
  return turn?.status === "inProgress" && !turn.items.some(({ type }) => type === "userMessage");
}

/** Codex may have nothing of the thread on disk yet. */
function unlessRefused(error: unknown): null {
  if (error instanceof RpcError) return null;
  throw error;
}
