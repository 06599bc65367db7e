/**
 * Codex's questions in a durable turn: put under a lasting id, answered by whoever is there at the time.
 *
 * @module
 */
import type { ApprovalRequest, OnApproval } from "../../app_server/asks/approvals.ts";
import type { LiveEvent } from "../../app_server/events/live_events.ts";
import type { DurableQuestions } from "../options.ts";
import type { Keeper } from "./keeper.ts";

/** Puts the questions of one turn. */
export class QuestionDesk {
  readonly #questions: DurableQuestions;
  readonly #keeper: Keeper;
  readonly #message: string;
  readonly #fail: (error: unknown) => void;
  // By the waiting item, in the current turn.
  readonly #open: Map<string, string> = new Map();

  /**
   * @param questions The caller's port.
   * @param keeper Keeps the turn.
   * @param message The message's id.
   * @param fail Stops the turn: a question that cannot be put does not count as declined.
   */
  constructor(
    questions: DurableQuestions,
    keeper: Keeper,
    message: string,
    fail: (error: unknown) => void,
  ) {
    this.#questions = questions;
    this.#keeper = keeper;
    this.#message = message;
    this.#fail = fail;
  }

  /** Answers Codex. */
  readonly onApproval: OnApproval = async (request) => {
    try {
      return await this.#answer(request);
    } catch (error) {
      // A turn that has ended has no more questions.
      if (!request.signal.aborted) this.#fail(error);
      return "decline";
    }
  };

  async #answer(request: ApprovalRequest): ReturnType<DurableQuestions["answer"]> {
    const what = whatIs(request);
    const message = this.#message;
    const itemId = request.itemId ?? request.kind;
    const id = this.#known(what) ?? `${request.turnId}/${itemId}`;
    this.#open.set(itemId, id);
    await this.#keeper.note({ message, asked: id, what });
    // The item before it, and the question's own.
    this.#keeper.mirror();
    await this.#questions.ask(id, request);
    const answer = await this.#questions.answer(id, request.signal);
    // Another call that has taken over acts on the same answer: only one of the two may.
    await this.#keeper.note({ message, answered: id });
    return answer;
  }

  /** An earlier question whose item has not ended and which nobody has asked again yet. */
  #known(what: string): string | null {
    const taken = new Set(this.#open.values());
    const asked = this.#keeper.record.message(this.#message)?.questions ?? [];
    for (const [id, known] of asked) if (known === what && !taken.has(id)) return id;
    return null;
  }

  /** Handles an event of the turn. */
  async hear(event: LiveEvent): Promise<void> {
    if (event.type !== "item.completed") return;
    const id = this.#open.get(event.item.id);
    if (id === undefined) return;
    this.#open.delete(event.item.id);
    await this.#keeper.note({ message: this.#message, over: id });
  }
}

/**
 * What is asked, without where and when: it stays the same after a restart, and differs for anything
 * else.
 */
export function whatIs(request: ApprovalRequest): string {
  const { threadId: _t, turnId: _u, itemId: _i, signal: _s, workspace: _w, reason: _r, ...what } =
    request as ApprovalRequest & Record<string, unknown>;
  return JSON.stringify(what);
}
