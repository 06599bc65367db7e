/**
 * The questions of one thread that wait for an answer.
 *
 * @module
 */
import type { LiveCallbacks } from "../../app_server/asks/callbacks.ts";
import type { ApprovalAnswer } from "../../app_server/asks/approvals.ts";
import { decisionsOf } from "../../app_server/asks/policy.ts";
import type { ElicitationResponse } from "../../app_server/asks/user_input.ts";
import { MAX_DELAY } from "../../core/base/duration.ts";
import { startTimer, stopTimer } from "../../core/base/timers.ts";
import { checkedAnswer } from "./answers.ts";
import { HubError } from "./errors.ts";
import type { QuestionEvent, QuestionResolvedEvent } from "./events.ts";
import type { HubAnswer, HubQuestion, QuestionBase } from "./questions_asked.ts";

interface Pending {
  readonly question: HubQuestion;
  settle(by: QuestionResolvedEvent["by"], answer: HubAnswer | null): void;
}

/** A question that has no id yet. */
type Unasked = HubQuestion extends infer Q
  ? Q extends HubQuestion ? Omit<Q, keyof QuestionBase> : never
  : never;

/** Asks the readers, and waits for the first one to answer. */
export class Questions {
  readonly #pending: Map<string, Pending> = new Map();
  readonly #timeoutMs: number;
  readonly #tell: (event: QuestionEvent | QuestionResolvedEvent) => void;
  // A page that is older than this process still shows questions of the one before: no answer to one of
  // those may be taken for an answer here.
  readonly #mark: string = crypto.randomUUID().slice(0, 8);
  #count = 0;

  /**
   * @param timeoutMs Milliseconds that a question waits.
   * @param tell Reports to the readers.
   */
  constructor(
    timeoutMs: number,
    tell: (event: QuestionEvent | QuestionResolvedEvent) => void,
  ) {
    this.#timeoutMs = timeoutMs;
    this.#tell = tell;
  }

  /** The waiting questions, oldest first. */
  get pending(): HubQuestion[] {
    return [...this.#pending.values()].map(({ question }) => question);
  }

  /** The callbacks that ask the readers. */
  get callbacks(): Required<LiveCallbacks> {
    return {
      onApproval: async (request) => {
        const { signal, workspace: _, ...told } = request;
        const answer = await this.#ask(told, decisionsOf(request), signal);
        const { decision, message } = answer ?? { decision: "decline" };
        if (decision === "decline" && message !== undefined) return { decision, message };
        return decision as Exclude<ApprovalAnswer, object>;
      },
      onUserInput: async ({ signal, ...told }) => {
        const asked = { kind: "user_input", ...told } as const;
        const answer = await this.#ask(asked, ["answer", "decline"], signal);
        return answer?.answers ?? null;
      },
      onElicitation: async ({ signal, ...told }): Promise<ElicitationResponse> => {
        const asked = { kind: "elicitation", ...told } as const;
        const answer = await this.#ask(asked, ["accept", "decline", "cancel"], signal);
        const { decision, content } = answer ?? { decision: "decline" };
        if (decision === "accept") return { action: "accept", content };
        return { action: decision === "cancel" ? "cancel" : "decline" };
      },
    };
  }

  /**
   * Answers a question.
   *
   * @throws {HubError} If there is no such question (404), or it is already resolved (409).
   * @throws {InvalidInputError} If the question does not accept the answer.
   */
  answer(id: string, given: string | HubAnswer): void {
    const pending = this.#pending.get(id);
    if (pending !== undefined) {
      pending.settle("answer", checkedAnswer(pending.question, given));
      return;
    }
    const [, number, mark] = /^q([1-9]\d{0,14})-(\w+)$/.exec(id) ?? [];
    if (mark !== this.#mark || Number(number) > this.#count) {
      throw new HubError(404, "question_not_found", "Cannot answer: there is no such question");
    }
    throw new HubError(
      409,
      "question_resolved",
      "Cannot answer: the question has already been answered, or its time or its turn is over",
    );
  }

  /** The turn that asks has ended. */
  withdraw(): void {
    for (const pending of [...this.#pending.values()]) pending.settle("withdrawn", null);
  }

  #ask(
    asked: Unasked,
    decisions: readonly string[],
    signal: AbortSignal,
  ): Promise<HubAnswer | null> {
    if (signal.aborted) return Promise.resolve(null);
    const id = `q${++this.#count}-${this.#mark}`;
    const timed = this.#timeoutMs <= MAX_DELAY;
    const expiresAt = timed ? Date.now() + this.#timeoutMs : null;
    const question = { id, decisions, expiresAt, ...asked } as HubQuestion;
    return new Promise((resolve) => {
      const withdrawn = () => settle("withdrawn", null);
      const settle: Pending["settle"] = (by, answer) => {
        this.#pending.delete(id);
        stopTimer(timer);
        signal.removeEventListener("abort", withdrawn);
        const decision = answer?.decision ?? null;
        this.#tell({ type: "question.resolved", question_id: id, by, decision });
        resolve(answer);
      };
      const timer = timed ? startTimer(() => settle("timeout", null), this.#timeoutMs) : undefined;
      signal.addEventListener("abort", withdrawn);
      this.#pending.set(id, { question, settle });
      this.#tell({ type: "question", question });
    });
  }
}
