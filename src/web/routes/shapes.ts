/**
 * What the routes answer. Types only; all of it is JSON.
 *
 * @module
 */
import type { ThreadTurn } from "../../app_server/history/thread_turn.ts";
import type { HubQuestion } from "../hub/questions_asked.ts";
import type { HubThreadState, LogRange } from "../hub/sending.ts";

/**
 * A thread, in a list.
 *
 * @category Web
 */
export interface WebThread {
  /** The thread's id. */
  readonly id: string;
  /** Its title, or null. */
  readonly name: string | null;
  /** Usually its first prompt; "" before the first turn. */
  readonly preview: string;
  /** Unix time of its creation, in seconds. */
  readonly createdAt: number;
  /** Unix time of its last change, in seconds. */
  readonly updatedAt: number;
  /** What it is doing; "idle" if it is not loaded. */
  readonly state: HubThreadState;
}

/**
 * A thread, with what has happened in it.
 *
 * @category Web
 */
export interface WebThreadDetails extends WebThread {
  /** Its turns, oldest first. */
  readonly turns: readonly ThreadTurn[];
  /** The questions that wait for an answer. */
  readonly questions: readonly HubQuestion[];
  /**
   * Which events are kept. To draw everything exactly once: draw the turns that are not in `log.turns`,
   * then the events after `log.from - 1`. If `log.from` is above 1, events before the first `turn.started`
   * are the end of the last of these turns, which did not fit into the log: skip them, unless that turn is
   * still running. Then their items have the same ids, except after a to-do list, a warning, or raw reasoning
   * that was later summarized.
   */
  readonly log: LogRange;
}

/**
 * A model.
 *
 * @category Web
 */
export interface WebModel {
  /** The id. */
  readonly id: string;
  /** A name for people. */
  readonly displayName: string;
  /** What it is for. */
  readonly description: string;
  /** Whether Codex uses it by default. */
  readonly isDefault: boolean;
  /** The effort that it uses by default. */
  readonly defaultReasoningEffort: string;
  /** The efforts that it supports. */
  readonly supportedReasoningEfforts: readonly string[];
}

/**
 * Which kind of login Codex uses, but not whose it is.
 *
 * @category Web
 */
export interface WebAccount {
  /** The login, or null. */
  readonly account: { readonly type: string; readonly planType?: string } | null;
  /** Whether the provider needs a login with OpenAI. */
  readonly requiresOpenaiAuth: boolean;
}

/**
 * A refusal.
 *
 * @category Web
 */
export interface WebError {
  /** What is refused, and why. */
  readonly error: { readonly code: string; readonly message: string };
}
