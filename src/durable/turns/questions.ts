/**
 * Codex's questions in a durable turn: put under a lasting id, answered by whoever is there at the time.
 *
 * @module
 */
import type { ApprovalRequest, OnApproval } from "../../app_server/asks/approvals.ts";
import type { LiveEvent } from "../../app_server/events/live_events.ts";
import type { DurableQuestions } from "../options.ts";
import { failureOf } from "./failure.ts";
import type { Keeper } from "./keeper.ts";

/** Puts the questions of one turn. */
export class QuestionDesk {
  readonly #questions: DurableQuestions;
  readonly #keeper: Keeper;
  readonly #message: string;
  readonly #fail: (error: unknown) => void;
  // By the waiting item, which may ask more than once.
  readonly #open: Map<string, string[]> = new Map();
  // All that were put in the current turn.
  readonly #put: Set<string> = new Set();

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
      if (!request.signal.aborted) this.#fail(failureOf("questions", error));
      return "decline";
    }
  };

  async #answer(request: ApprovalRequest): ReturnType<DurableQuestions["answer"]> {
    const { itemId, signal } = request;
    const what = whatIs(request);
    const message = this.#message;
    const id = this.#known(what) ?? this.#fresh(request);
    this.#put.add(id);
    if (itemId !== null) this.#open.set(itemId, [...this.#open.get(itemId) ?? [], id]);
    await this.#keeper.note({ message, asked: id, what });
    // The item before it, and the question's own.
    this.#keeper.mirror();
    // Nobody is asked what was withdrawn meanwhile, and what is answered too late is not kept.
    signal.throwIfAborted();
    await this.#questions.ask(id, request);
    const answer = await this.#questions.answer(id, signal);
    signal.throwIfAborted();
    // Another call that has taken over acts on the same answer: only one of the two may. No event tells
    // the end of an item that no event mentions: its answer counts once.
    const over = itemId === null ? { over: id } : {};
    await this.#keeper.note({ message, answered: id, ...over });
    return answer;
  }

  /** An earlier question whose item has not ended and which nobody has asked again yet. */
  #known(what: string): string | null {
    const asked = this.#keeper.record.message(this.#message)?.questions ?? [];
    for (const [id, known] of asked) if (known === what && !this.#put.has(id)) return id;
    return null;
  }

  /** An id that no other question has: an answer must never count for something else. */
  #fresh({ turnId, itemId, kind }: ApprovalRequest): string {
    const first = `${turnId}/${itemId ?? kind}`;
    let id = first;
    for (let n = 2; this.#put.has(id); n++) id = `${first}-${n}`;
    return id;
  }

  /** Handles an event of the turn. */
  async hear(event: LiveEvent): Promise<void> {
    if (event.type !== "item.completed") return;
    const ids = this.#open.get(event.item.id) ?? [];
    this.#open.delete(event.item.id);
    for (const over of ids) await this.#keeper.note({ message: this.#message, over });
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
