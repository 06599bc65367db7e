/**
 * The running commands of a server, by thread. Those of a stopped turn outlive it.
 *
 * @module
 */
import type { Fields } from "../link/answers.ts";

/** Knows which commands are running. */
export class Commands {
  readonly #open: Map<string, Set<string>> = new Map();
  readonly #waiting: Set<() => void> = new Set();
  readonly #watching: Set<(threadId: string) => void> = new Set();

  /** Processes a notification of the server. */
  notify(method: string, params: Fields): void {
    const { threadId } = params;
    if (typeof threadId !== "string") return;
    if (method === "thread/closed" || method === "thread/deleted") this.#open.delete(threadId);
    else if (method === "item/started") this.#started(threadId, params.item);
    else if (method === "item/completed") this.#completed(threadId, params.item);
    else return;
    for (const look of [...this.#waiting]) look();
  }

  /**
   * Watches commands end.
   *
   * @returns A function that stops watching, and returns the threads in which any command has ended.
   */
  watch(): () => ReadonlySet<string> {
    const threads = new Set<string>();
    const watcher = (threadId: string) => void threads.add(threadId);
    this.#watching.add(watcher);
    return () => {
      this.#watching.delete(watcher);
      return threads;
    };
  }

  /** Settles when none of these commands is running any more. */
  async ended(threadId: string, itemIds: readonly string[]): Promise<void> {
    const over = () => itemIds.every((id) => !this.#open.get(threadId)?.has(id));
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!over()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Takes commands for ended; returns those whose end has not been told. */
  forget(threadId: string, itemIds: readonly string[]): readonly string[] {
    const untold = itemIds.filter((id) => this.#open.get(threadId)?.has(id));
    for (const id of untold) this.notify("item/completed", { threadId, item: { id } });
    return untold;
  }

  /** The server has ended, and its commands with it. */
  lose(): void {
    this.#open.clear();
    for (const look of [...this.#waiting]) look();
  }

  #started(threadId: string, item: unknown): void {
    const { type, id } = (item ?? {}) as Fields;
    if (type !== "commandExecution" || typeof id !== "string") return;
    const open = this.#open.get(threadId) ?? new Set();
    this.#open.set(threadId, open.add(id));
  }

  #completed(threadId: string, item: unknown): void {
    const open = this.#open.get(threadId);
    if (!open?.delete(String((item as Fields | null)?.id))) return;
    if (open.size === 0) this.#open.delete(threadId);
    for (const watcher of this.#watching) watcher(threadId);
  }
}
