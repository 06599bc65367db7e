/**
 * One sub-agent: its turn, its open patches, and who answers for it.
 *
 * @module
 */
import type { ThreadScope } from "../asks/scope.ts";
import type { Item } from "../protocol/items.ts";

/** A sub-agent. */
export interface SubAgent {
  /** The thread of the sub-agent. */
  readonly threadId: string;
  /** The turn that the sub-agent runs, or has run. */
  readonly turnId: string;
  /** The turn of ours that the sub-agent works for. */
  readonly rootTurnId: string;
  /** Settles when the sub-agent's turn is over. */
  readonly over: Promise<void>;
  /** Whether the sub-agent's turn is over. */
  readonly isOver: boolean;
}

/** What is known of a sub-agent while its turn runs. */
export class Agent implements SubAgent {
  readonly threadId: string;
  readonly turnId: string;
  readonly rootTurnId: string;
  readonly over: Promise<void>;
  /** Who answers for the turn that it works for. */
  root: ThreadScope | null;
  // Fires when its turn is over.
  readonly #ended: AbortController = new AbortController();
  // The open patches: an approval does not repeat them.
  readonly #patches: Map<string, Item> = new Map();

  constructor(threadId: string, turnId: string, rootTurnId: string, root: ThreadScope | null) {
    this.threadId = threadId;
    this.turnId = turnId;
    this.rootTurnId = rootTurnId;
    this.root = root;
    this.over = new Promise((resolve) => {
      this.#ended.signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  get isOver(): boolean {
    return this.#ended.signal.aborted;
  }

  /** Its turn is over. */
  end(): void {
    this.#ended.abort();
    this.#patches.clear();
  }

  /** Processes a notification of one of its items. */
  heard(method: string, item: Item): void {
    if (method === "item/completed") this.#patches.delete(item.id);
    else if (method === "item/started" && item.type === "fileChange") {
      this.#patches.set(item.id, item);
    }
  }

  /**
   * Who answers for it: whoever answers for the turn that it works for; null if nobody is known to.
   *
   * @param interrupt Interrupts its turn; settles when the server has been told. Never rejects.
   */
  scope(interrupt: () => Promise<void>): ThreadScope | null {
    const { root } = this;
    if (root === null) return null;
    return {
      ...root,
      turn: {
        ended: this.#ended,
        openItem: (id) => this.#patches.get(id),
        openItems: () => [...this.#patches.values()],
        // The events of the turn do not include a sub-agent's items.
        itemId: () => null,
        say: async (...words) => await root.turn?.say(...words),
        interruptQuietly: interrupt,
        answering: (answer) => root.turn?.answering(answer) ?? answer,
      },
      givenUp: () => root.givenUp(this.rootTurnId),
    };
  }
}
