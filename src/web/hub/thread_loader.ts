/**
 * Whether the server has a thread loaded for its hub.
 *
 * @module
 */
import type { LiveThread } from "../../app_server/threads/live_thread.ts";

/** Loads a thread when it is needed, however many need it at once, and unloads it. */
export class ThreadLoader {
  readonly #open: () => Promise<LiveThread>;
  #live: Promise<LiveThread> | null;
  // What was loaded last, until it is unloaded: a hub remembers thousands of threads that are.
  #latest: LiveThread | null;
  #unloading: Promise<void> = Promise.resolve();
  #isLost = false;

  /**
   * @param live The thread, if it is loaded.
   * @param open Loads it.
   */
  constructor(live: LiveThread | null, open: () => Promise<LiveThread>) {
    this.#live = live && Promise.resolve(live);
    this.#latest = live;
    this.#open = open;
  }

  /** Whether it is loaded, as far as is known, or being loaded. */
  get isLoaded(): boolean {
    return this.#live !== null;
  }

  /** Whether a turn runs on it, whoever began it: unloading would stop turns of other objects, too. */
  get isBusy(): boolean {
    return this.#live !== null && this.#latest !== null && this.#latest.activeTurn !== null;
  }

  /** Whether it went with its server, and was not loaded since. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** The thread; it is loaded if necessary. */
  async load(): Promise<LiveThread> {
    this.#live ??= this.#loaded();
    const loading = this.#live;
    try {
      return await loading;
    } catch (error) {
      if (this.#live === loading) this.#live = null;
      throw error;
    }
  }

  /** The thread anew, if nobody has loaded it since somebody else closed this one. */
  async reload(closed: LiveThread): Promise<LiveThread> {
    const loading = this.#live;
    if (await loading?.catch(() => null) === closed && this.#live === loading) this.#live = null;
    return await this.load();
  }

  /**
   * The server is lost, and the thread with it.
   *
   * @returns Whether it was loaded.
   */
  lose(): boolean {
    if (this.#live === null) return false;
    this.#live = this.#latest = null;
    this.#isLost = true;
    return true;
  }

  /** Unloads it; settles when the server no longer has it for this hub. Does not reject. */
  unload(): Promise<void> {
    const live = this.#live;
    this.#live = this.#latest = null;
    // Codex may keep it loaded if another client uses it too; this hub no longer does.
    if (live !== null) this.#unloading = live.then((thread) => thread.close()).catch(() => {});
    return this.#unloading;
  }

  async #loaded(): Promise<LiveThread> {
    await this.#unloading;
    const live = await this.#open();
    this.#latest = live;
    this.#isLost = false;
    return live;
  }
}
