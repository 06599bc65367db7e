/**
 * Keeps turns from starting that have nothing to show the model's service: they would fail after a
 * dozen requests and as many seconds.
 *
 * @module
 */
import { LoginRequiredError } from "../core/vocabulary/errors.ts";
import type { TraceContext } from "../core/ports/observer.ts";
import { answerFields } from "./link/answers.ts";

/** The requests that make the model work. */
const WORK: ReadonlySet<string> = new Set([
  "turn/start",
  "review/start",
  "thread/compact/start",
]);
/** The provider that wants a login; its name cannot be given to another one. */
const BUILT_IN = "openai";

type Request = (method: string, params: unknown, trace?: TraceContext) => Promise<unknown>;

/** Knows whether turns can be started. */
export class LoginGate {
  readonly #request: Request;
  readonly #threads: Set<unknown> = new Set();
  #isOpen = false;

  /** @param request Calls a method of the server. */
  constructor(request: Request) {
    this.#request = request;
  }

  /** A thread was opened, with this provider. */
  opened(threadId: string, provider: unknown): void {
    if (provider === BUILT_IN) this.#threads.add(threadId);
    else this.#threads.delete(threadId);
  }

  /** Somebody has logged in or out. */
  changed(): void {
    this.#isOpen = false;
  }

  /**
   * Calls a method of a thread, when it can come to something. The server is asked for its login until
   * it has one.
   *
   * @throws {LoginRequiredError} If it has none, and the thread's provider wants one.
   */
  async request(method: string, params: unknown, trace?: TraceContext): Promise<unknown> {
    const { threadId } = params as { readonly threadId?: unknown };
    if (!this.#isOpen && WORK.has(method) && this.#threads.has(threadId)) {
      const asked = "account/read";
      const { account, requiresOpenaiAuth } = answerFields(asked, await this.#request(asked, {}));
      if (account === null && requiresOpenaiAuth === true) throw new LoginRequiredError();
      this.#isOpen = true;
    }
    return await this.#request(method, params, trace);
  }
}
