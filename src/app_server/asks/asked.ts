/**
 * The server's requests that are waiting for an answer. After a reconnect, the server repeats a request
 * unchanged, under the same id; the caller is asked only once.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";
import { SILENCE } from "../link/connection.ts";

interface Asked {
  readonly threadId: unknown;
  readonly turnId: unknown;
  readonly words: string;
  readonly resolved: AbortController;
  answer: Promise<unknown>;
  given: boolean;
  // Whether it is open, as far as the server has said since the connection was lost.
  open: boolean;
}

/** The server's requests that are waiting for an answer. */
export class AskedRequests {
  readonly #asked: Map<unknown, Asked> = new Map();

  /**
   * Returns the answer to a request; for a repeated request, the same answer again.
   *
   * @param id The request's id.
   * @param make Makes the answer; its signal fires when somebody else has answered.
   */
  answer(
    id: string | number,
    method: string,
    params: unknown,
    make: (resolved: AbortSignal) => Promise<unknown>,
  ): Promise<unknown> {
    const words = JSON.stringify([method, params]);
    const before = this.#asked.get(id);
    if (before?.words === words) {
      before.open = true;
      return before.answer;
    }
    const resolved = new AbortController();
    // A restarted server counts from 0 again.
    this.resolved(id);
    const { threadId, turnId } = Object(params) as Partial<Asked>;
    const answer = Promise.resolve();
    const asked: Asked = { threadId, turnId, words, resolved, answer, given: false, open: true };
    // A late answer, even a refusal, is not sent.
    const unlessLate = (run: () => unknown) => {
      asked.given = true;
      return resolved.signal.aborted ? SILENCE : run();
    };
    asked.answer = make(resolved.signal).then(
      (answer) => {
        // Whoever has no answer now may have one when the request is repeated.
        if (answer === SILENCE && this.#asked.get(id) === asked) this.#asked.delete(id);
        return unlessLate(() => answer);
      },
      (error) => unlessLate(() => Promise.reject(error)),
    );
    this.#asked.set(id, asked);
    return asked.answer;
  }

  /** The server has an answer: ours, or another client's. */
  resolved(id: unknown): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (asked === undefined || asked.given) return;
    asked.resolved.abort(
      new CodexError("Another client has answered, or the request was withdrawn"),
    );
  }

  /** This client has left a thread, or lost it. */
  left(threadId: string): void {
    for (const [id, asked] of this.#asked) if (asked.threadId === threadId) this.resolved(id);
  }

  /** A turn is over: its requests are not repeated. */
  ended(turnId: unknown): void {
    for (const [id, asked] of this.#asked) {
      if (asked.given && asked.turnId === turnId) this.#asked.delete(id);
    }
  }

  /** The connection is lost and will be restored; the server then repeats the requests that are still open. */
  suspend(): void {
    for (const asked of this.#asked.values()) asked.open = asked.given;
  }

  /** The threads with requests that the server has not repeated yet. */
  get missing(): readonly string[] {
    const threads = [...this.#asked.values()].flatMap(({ open, threadId }) =>
      open || typeof threadId !== "string" ? [] : [threadId]
    );
    return [...new Set(threads)];
  }

  /** The server has repeated all open requests: any other was resolved meanwhile. */
  rejoined(): void {
    for (const [id, { open }] of this.#asked) if (!open) this.resolved(id);
  }

  /** The connection has ended for good. */
  lose(): void {
    for (const id of this.#asked.keys()) this.resolved(id);
  }
}
