/**
 * Who answers for a thread. Types only.
 *
 * @module
 */
import type { Item } from "../protocol/items.ts";
import type { LiveCallbacks } from "./callbacks.ts";
import type { Places } from "./places.ts";
import type { Tool } from "../../core/vocabulary/tool.ts";

/** The turn that asks. */
export interface AskingTurn {
  /** Fires when the turn is over. */
  readonly ended: { readonly signal: AbortSignal };
  /** An open item, in the server's own form. */
  openItem(id: string): Item | undefined;
  /** All open items. */
  openItems(): readonly Item[];
  /** The id of an item in the events; null if no event has mentioned it. */
  itemId(id: string): string | null;
  /**
   * Sends the model a message, before its next request.
   *
   * @param threadId The thread, which may be a sub-agent's.
   * @param turnId Its turn.
   */
  say(threadId: string, turnId: string, text: string): Promise<void>;
  /** Interrupts the turn; settles when the server has been told. Never rejects. */
  interruptQuietly(): Promise<void>;
  /** Passes the host's answer through. While it is awaited, Codex does not count as silent. */
  answering<T>(answer: Promise<T>): Promise<T>;
}

/** Who answers for a thread at the moment. */
export interface ThreadScope extends LiveCallbacks {
  /** The running turn, or null. */
  readonly turn: AskingTurn | null;
  /** Whether the turn that the server asks for was already stopped. */
  givenUp(turnId: unknown): boolean;
  /** Where the thread works, or null if unknown. */
  readonly places: Places | null;
  /** The thread's tools. */
  readonly tools: readonly Tool[];
}
