import { MAX_DELAY } from "../../core/base/duration.ts";

/** Waits that can all be cut short at once, so that nothing outlives a server. */
export class Timers {
  readonly #pending = new Map<ReturnType<typeof setTimeout>, () => void>();

  /** Resolves after `ms` milliseconds, or at {@linkcode clear}. */
  sleep(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#pending.delete(timer);
        resolve();
      }, Math.min(ms, MAX_DELAY));
      this.#pending.set(timer, resolve);
    });
  }

  /** Ends all waits now. */
  clear(): void {
    for (const [timer, resolve] of this.#pending) {
      clearTimeout(timer);
      resolve();
    }
    this.#pending.clear();
  }
}
