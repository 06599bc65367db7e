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
 * What is asked in the middle of a turn: a request for approval, which can be made into JSON.
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
 * Puts questions to people whose answers may come after this process has gone: into a table, a queue,
 * a promise of the engine.
 *
 * An id is `<turn>/<item>`: the turn in which Codex first asked, and the item that waits. It is the same
 * after a restart, as long as what is asked is the same: then `ask()` is called again with that id, and
 * an answer that was given meanwhile counts. Something else that the model asks instead is another
 * question, and has another id: an approval never goes to a command that nobody has seen.
 *
 * @category Durability
 */
export interface DurableQuestions {
  /**
   * Puts a question. May be called again with the same id, and should do nothing then.
   *
   * @param id The question's id.
   * @param request What Codex wants to do.
   */
  ask(id: string, request: DurableQuestion): Promise<void>;
  /**
   * Waits for the answer.
   *
   * @param id The question's id.
   * @param signal Fires when nobody waits any more: the turn has ended, or somebody else has taken over.
   * @returns The answer, also one that was given before this was called.
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
  /** Where the thread is kept. */
  readonly store: ThreadStore;
  /** Which thread of the store; it is started with the first turn. */
  readonly key: string;
  /** Which message this is: the same id gives the same turn. Unique within the key. */
  readonly messageId: string;
  /** The message. */
  readonly input: Input;
  /**
   * Options of `AppServer.start()`, or of `Codex` where `transport` is "exec". `CODEX_HOME` is set to
   * the turn's own home, in which there is no login, and plugins are off: give an `apiKey`, and what
   * `config.toml` would say as `config`. With a `spawn` of your own the home is on this machine all the same.
   */
  readonly codex?: AppServerOptions | undefined;
  /** Options of the thread. */
  readonly threadOptions?: LiveThreadOptions | undefined;
  /** Options of the turn. */
  readonly turnOptions?:
    | Omit<LiveTurnOptions<Schema>, "messageId" | "signal">
    | undefined;
  /** Told of each event, one after another; the turn waits for it, and fails with what it throws. */
  readonly onEvent?: ((event: LiveEvent) => void | Promise<void>) | undefined;
  /** Given the hold on a turn that runs, to steer it. A turn that has been taken up gives another one. */
  readonly onTurn?: ((turn: Pick<LiveTurn, "id" | "steer" | "interrupt">) => void) | undefined;
  /** Answers what Codex asks, in the place of `onApproval`. Without it nothing is asked. */
  readonly questions?: DurableQuestions | undefined;
  /**
   * "exec": the turn runs over `codex exec`, a little lighter; nothing can be asked, and no `onTurn` is
   * told. One that was cut off goes on over the app-server. Default: "live".
   */
  readonly transport?: "live" | "exec" | undefined;
  /**
   * Stops the turn. What it has done is kept: the next call with its id goes on. A call to the store, or
   * to `onEvent`, that is under way has one more second.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * The folder in which each turn has its home while it runs. Not below the system's temporary folder,
   * where Codex leaves out some of its helpers. Default: the SDK's own, in the user's cache folder.
   */
  readonly homes?: string | undefined;
}
