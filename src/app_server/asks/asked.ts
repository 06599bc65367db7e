/**
 * The requests of the server that are under way. A client that comes back is asked again, in the same
 * words under the same id; a caller is asked once.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";
import { SILENCE } from "../link/connection.ts";

interface Asked {
  readonly turnId: unknown;
  readonly words: string;
  readonly resolved: AbortController;
  answer: Promise<unknown>;
  given: boolean;
}

/** The requests of the server that are under way. */
export class AskedRequests {
  readonly #asked: Map<unknown, Asked> = new Map();

  /**
   * The answer to a request: of one that is asked again, the same.
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
    if (before?.words === words) return before.answer;
    const resolved = new AbortController();
    const { turnId } = Object(params) as { readonly turnId?: unknown };
    const asked: Asked = { turnId, words, resolved, answer: Promise.resolve(), given: false };
    // What comes too late, a refusal too, is said to nobody.
    const unlessLate = (run: () => unknown) => {
      asked.given = true;
      return resolved.signal.aborted ? SILENCE : run();
    };
    asked.answer = make(resolved.signal).then(
      (answer) => {
        // Who has nothing to say now may have something when it is asked again.
        if (answer === SILENCE && this.#asked.get(id) === asked) this.#asked.delete(id);
        return unlessLate(() => answer);
      },
      (error) => unlessLate(() => Promise.reject(error)),
    );
    this.#asked.set(id, asked);
    return asked.answer;
  }

  /** The server has its answer: ours, or somebody else's. */
  resolved(id: unknown): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (asked === undefined || asked.given) return;
    asked.resolved.abort(new CodexError("Another client has answered, or it is asked no more"));
  }

  /** A turn is over: what it has asked is not asked again. */
  ended(turnId: unknown): void {
    for (const [id, asked] of this.#asked) {
      if (asked.given && asked.turnId === turnId) this.#asked.delete(id);
    }
  }

  /** The connection is gone for good. */
  lose(): void {
    this.#asked.clear();
  }
}
