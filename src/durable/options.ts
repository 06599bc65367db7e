/**
 * What callers can ask of a durable turn. Types only.
 *
 * @module
 */
import type { ApprovalAnswer, ApprovalRequest } from "../app_server/asks/approvals.ts";
import type { LiveEvent } from "../app_server/events/live_events.ts";
import type { AppServerOptions } from "../app_server/options.ts";
import type { LiveTurn } from "../app_server/turns/live_turn.ts";
import type { LiveThreadOptions, LiveTurnOptions } from "../app_server/turns/options.ts";
import type { ThreadStore } from "../core/ports/thread_store.ts";
import type { Input } from "../core/vocabulary/input.ts";

/**
 * A question in the middle of a turn: a request for approval that can be made into JSON.
 *
 * @category Durability
 */
export type DurableQuestion = ApprovalRequest;

/**
 * An answer to a question.
 *
 * @category Durability
 */
export type Decision = ApprovalAnswer;

/**
 * Puts questions to people whose answers may come after this process has ended: into a table, a queue, or
 * a promise of the engine.
 *
 * An id is `<turn>/<item>`: the turn in which Codex first asked, and the item that waits, or the request's
 * `kind` if no event mentions that item, as with a sub-agent's; then `-2` and so on if there is such an id
 * already. It stays the same after a restart as long as the question is the same: then `ask()` is called
 * again with that id, and an answer given in the meantime counts. If the model asks something else instead,
 * that is another question with another id: an approval never applies to a command that nobody has seen.
 *
 * @category Durability
 */
export interface DurableQuestions {
  /**
   * Puts a question. It may be called again with the same id, and should then do nothing.
   *
   * @param id The question's id.
   * @param request What Codex wants to do.
   */
  ask(id: string, request: DurableQuestion): Promise<void>;
  /**
   * Waits for the answer.
   *
   * @param id The question's id.
   * @param signal Fires when the answer is no longer needed: the turn has ended, or another call has
   * taken over.
   * @returns The answer, even if it was given before this call.
   */
  answer(id: string, signal: AbortSignal): Promise<Decision>;
}

/**
 * Options of {@linkcode runDurableTurn}.
 *
 * @typeParam Schema The type of `outputSchema`.
 * @category Durability
 */
export interface DurableTurnOptions<Schema = unknown> {
  /** The store that keeps the thread. */
  readonly store: ThreadStore;
  /** The key of the thread in the store; its first turn starts the thread. */
  readonly key: string;
  /** Identifies the message: the same id gives the same turn. Unique within the key. */
  readonly messageId: string;
  /** The message. */
  readonly input: Input;
  /**
   * Options of `AppServer.start()`, or of `Codex` if `transport` is "exec". `CODEX_HOME` is set to the
   * turn's own home, which has no login and no plugins: give an `apiKey`, and pass as `config` what
   * `config.toml` would contain. Even with your own `spawn`, the home is on this machine. `restart` has
   * no effect.
   */
  readonly codex?: AppServerOptions | undefined;
  /** Options of the thread. `ephemeral` is none: Codex would store nothing, and it is refused. */
  readonly threadOptions?: Omit<LiveThreadOptions, "ephemeral"> | undefined;
  /** Options of the turn. `repair` has no effect. Limits apply to each call: a later one starts anew. */
  readonly turnOptions?:
    | Omit<LiveTurnOptions<Schema>, "messageId" | "signal">
    | undefined;
  /** Called with each event, one after another. The turn waits for it, and fails with what it throws. */
  readonly onEvent?: ((event: LiveEvent) => void | Promise<void>) | undefined;
  /**
   * Called with a handle on the running turn, to steer it. A turn that is continued gives a new one. The turn
   * fails with what this throws, as with a rejection of a promise that it returns.
   */
  readonly onTurn?: ((turn: Pick<LiveTurn, "id" | "steer" | "interrupt">) => void) | undefined;
  /** Answers Codex's requests for approval, instead of `onApproval`. Without either, Codex asks for none. */
  readonly questions?: DurableQuestions | undefined;
  /**
   * "exec": the turn runs over `codex exec`, which is a little lighter; it cannot ask questions, takes
   * no tools and does not call `onTurn`. A turn that was cut off continues over the app-server. Default: "live".
   */
  readonly transport?: "live" | "exec" | undefined;
  /**
   * Stops the turn. What it has done is kept: the next call with the same message id continues it. A call
   * to the store or to `onEvent` that is under way gets one more second.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * The folder in which each turn has its home while it runs. It must not be below the system's temporary
   * folder, where Codex leaves out some of its helpers. Default: the SDK's own folder in the user's cache
   * folder.
   */
  readonly homes?: string | undefined;
}
