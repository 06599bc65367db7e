/**
 * Refuses to start turns without a login: they would fail after a dozen requests and as many seconds.
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
/** The provider that requires a login; no other provider can have its name. */
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

  /** Notes that a thread was opened with this provider. */
  opened(threadId: string, provider: unknown): void {
    if (provider === BUILT_IN) this.#threads.add(threadId);
    else this.#threads.delete(threadId);
  }

  /** Notes that the server no longer has a thread for this client. */
  closed(threadId: string): void {
    this.#threads.delete(threadId);
  }

  /** Notes that somebody has logged in or out. */
  changed(): void {
    this.#isOpen = false;
  }

  /**
   * Calls a method of a thread, unless it would fail for lack of a login. The server is asked for its login
   * each time until it has one.
   *
   * @throws {LoginRequiredError} If the server has no login and the thread's provider requires one.
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
