/**
 * Files that are written beside their places first.
 *
 * @module
 */
import type { ThreadHome } from "../../core/ports/thread_home.ts";

/** Files that are written beside their places, and put there when all of them are written. */
export class Staging {
  readonly #store: ThreadHome;
  // By their places; those that are there already are in `#placed`.
  readonly #beside: Map<string, string> = new Map();
  readonly #placed: Set<string> = new Set();

  /** @param store Where they are written. */
  constructor(store: ThreadHome) {
    this.#store = store;
  }

  /** Writes a file beside its place, under no name that Codex would take for a thread's. */
  async write(path: string, data: Uint8Array): Promise<void> {
    const at = path.lastIndexOf("/") + 1;
    const beside = `${path.slice(0, at)}.import-${crypto.randomUUID()}`;
    this.#beside.set(path, beside);
    await this.#store.write(beside, data);
  }

  /** Leaves a file out. */
  async drop(path: string): Promise<void> {
    const beside = this.#beside.get(path);
    this.#beside.delete(path);
    if (beside !== undefined) await this.#store.remove(beside);
  }

  /**
   * Puts the files in their places, in the order in which they were written.
   *
   * @param there Those that something is at, which `undo()` leaves.
   */
  async place(there: ReadonlySet<string>): Promise<void> {
    for (const [path, beside] of [...this.#beside]) {
      if (!there.has(path)) this.#placed.add(path);
      await this.#store.move(beside, path);
      this.#beside.delete(path);
    }
  }

  /** Removes what was written and was not there before. Never rejects. */
  async undo(): Promise<void> {
    for (const path of [...this.#beside.values(), ...this.#placed]) {
      await this.#store.remove(path).catch(() => {});
    }
  }
}
