/**
 * Which of a turn's items have been reported: after a gap, the server reports some of them again.
 *
 * @module
 */

/** A notification of a turn. */
export interface Told {
  readonly method: string;
  readonly params: {
    readonly turnId?: unknown;
    readonly itemId?: unknown;
    readonly item?: unknown;
    readonly turn?: {
      readonly id?: unknown;
      readonly rootTurnId?: unknown;
      readonly status?: unknown;
    };
    readonly tokenUsage?: unknown;
  };
}

type Params = Told["params"];

/** Which of a turn's items have been reported. */
export class ToldItems {
  readonly #complete: Set<string> = new Set();

  /**
   * Whether a notification has been reported before.
   *
   * @param isOpen Whether an item is open.
   */
  isKnown(method: string, { itemId, item }: Params, isOpen: (id: string) => boolean): boolean {
    // Parts of a completed item may come after it: output of a command, on a busy machine.
    if (typeof itemId === "string") return this.#complete.has(itemId);
    if (method !== "item/started" && method !== "item/completed") return false;
    const { id } = Object(item) as { readonly id?: unknown };
    if (typeof id !== "string") return false;
    if (method === "item/started") return this.#complete.has(id) || isOpen(id);
    return this.#complete.size === this.#complete.add(id).size;
  }
}
