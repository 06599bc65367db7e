/**
 * What was told of a turn's items: after a gap the server tells some of them once more.
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

/** What was told of a turn's items. */
export class ToldItems {
  readonly #complete: Set<string> = new Set();

  /**
   * Whether something was told before.
   *
   * @param isOpen Whether an item is under way.
   */
  isKnown(method: string, { itemId, item }: Params, isOpen: (id: string) => boolean): boolean {
    // What led to an item that was told whole may come behind it: output of a command, on a busy machine.
    if (typeof itemId === "string") return this.#complete.has(itemId);
    if (method !== "item/started" && method !== "item/completed") return false;
    const { id } = Object(item) as { readonly id?: unknown };
    if (typeof id !== "string") return false;
    if (method === "item/started") return this.#complete.has(id) || isOpen(id);
    return this.#complete.size === this.#complete.add(id).size;
  }
}
