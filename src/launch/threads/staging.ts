/**
 * Files that are first written next to their places.
 *
 * @module
 */
import type { ThreadHome } from "../../core/ports/thread_home.ts";

/** Files that are written next to their places, and moved there when all of them are written. */
export class Staging {
  readonly #store: ThreadHome;
  // By their places; the files already moved there are in `#placed`.
  readonly #beside: Map<string, string> = new Map();
  readonly #placed: Set<string> = new Set();

  /** @param store Where they are written. */
  constructor(store: ThreadHome) {
    this.#store = store;
  }

  /** Writes a file next to its place, under a name that Codex does not take for a thread's. */
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
   * Moves the files to their places, in the order in which they were written.
   *
   * @param there The places of existing files, which `undo()` leaves alone.
   */
  async place(there: ReadonlySet<string>): Promise<void> {
    for (const [path, beside] of [...this.#beside]) {
      if (!there.has(path)) this.#placed.add(path);
      await this.#store.move(beside, path);
      this.#beside.delete(path);
    }
  }

  /** Removes the written files that did not exist before. Never rejects. */
  async undo(): Promise<void> {
    for (const path of [...this.#beside.values(), ...this.#placed]) {
      await this.#store.remove(path).catch(() => {});
    }
  }
}
