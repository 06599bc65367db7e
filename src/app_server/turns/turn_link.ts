/**
 * What a turn needs from its thread. Types only.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";
import type { BegunTurn } from "../history/stored_turns.ts";
import type { TurnCleanUp } from "./thread_link.ts";

/** What a turn needs from its thread. */
export interface TurnLink {
  /** The thread's id. */
  readonly threadId: string;
  /** Starts the turn. */
  begin(start: TurnStart): Promise<BegunTurn>;
  /** What the server has stored of an ended turn; null if nothing. */
  stored?(turnId: string): Promise<BegunTurn | null>;
  /** Whether another client has started it: its events begin now, and leaving them leaves it running. */
  readonly attached?: boolean;
  /** Whether others may use the server. Default: it is this client's own. */
  readonly isShared?: boolean;
  /** The id of its message; a turn that begins with another message was started by another client. */
  readonly messageId?: string | undefined;
  /** Calls a method of the server. */
  request(method: string, params: unknown): Promise<unknown>;
  /** Cleans up what a stopped turn leaves behind. */
  readonly cleanUp?: TurnCleanUp;
  /** The server's standard error, without secrets. */
  stderr(): string;
}

/** A turn that is being started. */
export interface TurnStart {
  /** Settles when the turn was stopped or interrupted, or is over: it no longer waits for its place. */
  readonly left: Promise<void>;
  /**
   * Gives the turn its place: from now on it gets its thread's notifications, and the server may know of it.
   *
   * @param usage What the thread has used before, or null if unknown.
   * @throws {CodexError} If the turn was stopped or interrupted. Nothing of it runs.
   */
  go(usage: Usage | null): void;
}
