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
  /** An item under way, in the server's own form. */
  openItem(id: string): Item | undefined;
  /** All of them. */
  openItems(): readonly Item[];
  /** The id that an item has in the events; null where none has told of it. */
  itemId(id: string): string | null;
  /**
   * Says something to the model, before its next request.
   *
   * @param threadId The thread, which may be one of a sub-agent.
   * @param turnId Its turn.
   */
  say(threadId: string, turnId: string, text: string): Promise<void>;
  /** Interrupts the turn; settles when the server has heard of it. Never rejects. */
  interruptQuietly(): Promise<void>;
  /** Passes an answer of the host through; its silence is not Codex's. */
  answering<T>(answer: Promise<T>): Promise<T>;
}

/** Who answers for a thread at the moment. */
export interface ThreadScope extends LiveCallbacks {
  /** The turn under way, or null. */
  readonly turn: AskingTurn | null;
  /** Whether a turn was stopped that the server still asks for. */
  givenUp(turnId: unknown): boolean;
  /** Where the thread works, or null where nobody knows. */
  readonly places: Places | null;
  /** The thread's tools. */
  readonly tools: readonly Tool[];
}
