/**
 * The turns of a thread as the server stores them, even while it is writing them.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";
import { sleep } from "../../core/base/timers.ts";
import type { Turn } from "../protocol/common.ts";
import { RpcError } from "../link/rpc_errors.ts";
import { onceListed } from "../link/unwritten.ts";
import {
  hasMessage,
  knownTurn,
  LOOK_MS,
  LOOKS,
  type Request,
  storedTurn,
  storedUsage,
} from "./stored_turn.ts";

/** How often to look for something that is known to be on its way to disk. */
const MANY_LOOKS = 100;

/** How many turns of others may follow the turn that is looked for. */
const RECENT = 20;

/** Makes `thread/resume` return the newest turn. */
const NEWEST = {
  excludeTurns: true,
  initialTurnsPage: { limit: 1, itemsView: "full", sortDirection: "desc" },
} as const;

/** A turn that has begun. */
export interface BegunTurn {
  /** The turn; absent if only `turn/started` reports its id. */
  readonly turn?: { readonly id: string };
  /** What the server has stored of the turn, if part of it was missed. */
  readonly stored?: Turn;
  /** What the thread had used by the end of the turn, if it has ended and this is known. */
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

  /** The id of the turn that the server is working on, or null. */
  async running(): Promise<string | null> {
    const newest = await this.newest();
    return newest?.status === "inProgress" ? newest.id : null;
  }

  /** The turn with this id, or null. */
  async turn(id: string): Promise<Turn | null> {
    return await storedTurn(this.#request, this.#threadId, (turn) => turn.id === id);
  }

  /**
   * Returns a turn that Codex has reported, or null if it has not stored it.
   *
   * @param seen What is known of the turn.
   */
  async known(id: string, seen: Turn | null): Promise<Turn | null> {
    return await knownTurn(this.#request, this.#threadId, id, seen);
  }

  /** What is stored of an ended turn, or null. The end is stored a moment after it is reported. */
  async ended(id: string): Promise<BegunTurn | null> {
    for (let look = 0;; look++) {
      const stored = await this.turn(id);
      if (stored === null) return null;
      if (stored.status !== "inProgress" || look === MANY_LOOKS) return await this.begun(stored);
      await sleep(LOOK_MS);
    }
  }

  /** What is stored of a turn, for whoever continues it. */
  async begun(stored: Turn): Promise<BegunTurn> {
    const isOver = stored.status !== "inProgress";
    const used = isOver ? await storedUsage(this.#request, this.#threadId, stored) : null;
    return { turn: stored, stored, used: used?.total ?? null };
  }

  /**
   * Returns the turn that a message has started, if the server's answer to it was lost, or null. The server
   * may still be writing: a running turn without a message may be this one, and finding nothing counts only
   * if it happens several times in a row.
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
   * Resumes the thread: from then on, the server sends its notifications, and repeats requests that wait for
   * an answer. The file of a thread appears a moment after its first turn has begun.
   *
   * @param params More parameters.
   * @param looks How often to try. Default: for as long as a file may take to be written.
   * @returns The newest turn, with its open items, which no list has; or null.
   * @throws {RpcError} If the server refuses.
   */
  async resume(
    params: Readonly<Record<string, unknown>> = {},
    looks: number = MANY_LOOKS,
  ): Promise<Turn | null> {
    const all = { ...params, threadId: this.#threadId, ...NEWEST };
    const ask = () => this.#request("thread/resume", all);
    for (let look = 1;; look++) {
      try {
        // Another client may still be opening or closing the thread at the last look.
        return newestOf(await (look < looks ? ask() : onceListed(ask)));
      } catch (error) {
        if (!(error instanceof RpcError) || look >= looks) throw error;
        await sleep(LOOK_MS);
      }
    }
  }
}

/** The newest turn in the answer to `thread/resume`, or null. Only this turn has open items. */
function newestOf(answer: unknown): Turn | null {
  const { initialTurnsPage } = Object(answer) as { readonly initialTurnsPage?: unknown };
  const { data } = Object(initialTurnsPage) as { readonly data?: unknown };
  const turn: Turn | undefined = Array.isArray(data) ? data[0] : undefined;
  return typeof turn?.id === "string" && Array.isArray(turn.items) ? turn : null;
}

/** Whether a turn is running that has no user message yet. */
function isWordless(turn: Turn | undefined): boolean {
  return turn?.status === "inProgress" && !turn.items.some(({ type }) => type === "userMessage");
}

/** Ignores refusals: Codex may not have stored the thread yet. */
function unlessRefused(error: unknown): null {
  if (error instanceof RpcError) return null;
  throw error;
}
