/**
 * What a turn needs of its thread. Types only.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";
import type { BegunTurn } from "../history/stored_turns.ts";
import type { TurnCleanUp } from "./thread_link.ts";

/** What a turn needs of its thread. */
export interface TurnLink {
  /** The thread's id. */
  readonly threadId: string;
  /** Starts the turn. */
  begin(start: TurnStart): Promise<BegunTurn>;
  /** What the server has of a turn that has ended; null where it has nothing. */
  stored?(turnId: string): Promise<BegunTurn | null>;
  /** Whether somebody else has started it: its events are from now on, and leaving them leaves it alone. */
  readonly attached?: boolean;
  /** Whether others may use the server. Default: it is this client's own. */
  readonly isShared?: boolean;
  /** The id of its message; a turn that begins with another one was begun by somebody else. */
  readonly messageId?: string | undefined;
  /** Calls a method of the server. */
  request(method: string, params: unknown): Promise<unknown>;
  /** Sees to what a stopped turn leaves. */
  readonly cleanUp?: TurnCleanUp;
  /** What the server's standard error has said, without secrets. */
  stderr(): string;
}

/** A turn that is being started. */
export interface TurnStart {
  /** Settles when the turn was stopped or interrupted, or is over: nobody waits for its place any more. */
  readonly left: Promise<void>;
  /**
   * The place is the turn's: from now on it hears of its thread, and the server may know of it.
   *
   * @param usage What the thread has used before, or null where that is not known.
   * @throws {CodexError} If the turn was stopped or interrupted. Nothing of it runs.
   */
  go(usage: Usage | null): void;
}
