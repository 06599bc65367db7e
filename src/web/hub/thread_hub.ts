/**
 * Many readers on the threads of one server.
 *
 * @module
 */
import { isThreadId } from "../../core/base/thread_id.ts";
import { checkedThreadId } from "../../core/options/thread_id.ts";
import type { AppServer } from "../../app_server/app_server.ts";
import type { LiveThreadOptions } from "../../app_server/turns/options.ts";
import { EventLog } from "./event_log.ts";
import { controls, createHubThread, type HubThread, type ThreadHome } from "./hub_thread.ts";
import { type HubSettings, hubSettings, type ThreadHubOptions } from "./options.ts";
import { Questions } from "./questions.ts";
import { closedError, Servers, type ServerSource } from "./server_source.ts";

/**
 * How many unloaded threads keep their numbers, so that returning readers never miss anything unnoticed.
 */
const REMEMBERED = 10_000;

/**
 * Threads that many may read at once, and any of them may answer for: each tab of a browser, say. A
 * reader that comes back continues where it was; Codex's questions wait for the first answer; turns go on
 * without readers, and end with one last event even if the server is lost.
 *
 * @example Two readers, one of whom sends a message
 * ```ts
 * import { AppServer } from "@codex-js/sdk/app-server";
 * import { ThreadHub } from "@codex-js/sdk/web";
 * import { fakeCodex, item, turn } from "@codex-js/sdk/testing";
 * import { assertEquals } from "@std/assert";
 *
 * // A stand-in, so that this runs anywhere: without `spawn` it is Codex that answers.
 * const spawn = fakeCodex([turn(item.agentMessage("Hello"))]);
 *
 * await using hub = new ThreadHub(() => AppServer.start({ spawn }));
 * const thread = await hub.open({ workingDirectory: "." });
 *
 * async function read(): Promise<string> {
 *   for await (const { event } of thread.events({ after: 0 })) {
 *     if (event.type === "item.completed" && event.item.type === "agent_message") {
 *       return event.item.text;
 *     }
 *   }
 *   return "";
 * }
 *
 * const readers = [read(), read()];
 * await thread.send("Say hello");
 * assertEquals(await Promise.all(readers), ["Hello", "Hello"]);
 * ```
 *
 * @category Web
 */
export class ThreadHub implements AsyncDisposable {
  readonly #settings: HubSettings;
  readonly #servers: Servers;
  readonly #home: ThreadHome;
  readonly #threads: Map<string, HubThread> = new Map();
  // Those of them that are not loaded, the longest unloaded first.
  readonly #unloaded: Set<HubThread> = new Set();
  #closed = false;

  /**
   * Creates a hub without threads. If `server` is a function, it is called when the hub is first used.
   *
   * @param server A server, or a function that starts one; the function is called again if the server is
   * lost.
   * @param options Options of the hub.
   * @throws {InvalidInputError} If an option is unknown or its value is invalid.
   */
  constructor(server: ServerSource, options: ThreadHubOptions = {}) {
    this.#settings = hubSettings(options);
    this.#servers = new Servers(server, () => {
      for (const thread of this.#threads.values()) controls.lose(thread);
    });
    this.#home = {
      settings: this.#settings,
      server: () => this.server(),
      loaded: (thread) => this.#loaded(thread),
      unloaded: (thread) => this.#forgetOldest(thread),
    };
  }

  /**
   * Starts a new thread.
   *
   * @param options Options of the thread. A callback among them (`onApproval`, …) is asked instead of the
   * readers.
   * @returns The thread.
   * @throws {InvalidInputError} If an option is unknown, invalid, or not available on a live thread.
   * @throws {HubError} If there is no server.
   */
  async open(options: LiveThreadOptions = {}): Promise<HubThread> {
    const server = await this.server();
    const { log, questions } = this.#parts();
    const asking = { ...questions.callbacks, ...given(options) };
    const live = await server.startThread(asking);
    if (this.#closed) {
      // If the server is gone with the hub, so is the thread.
      await live.close().catch(() => {});
      throw closedError();
    }
    const origin = { id: live.id, options: asking, live, log, questions };
    const thread = createHubThread(this.#home, origin);
    this.#threads.set(thread.id, thread);
    return thread;
  }

  /**
   * Returns a thread of this hub, or a stored one; it is loaded if necessary.
   *
   * @param id The thread's id.
   * @param options Options of the thread, used if the hub does not have it yet.
   * @returns The thread, the same object for everyone who asks.
   * @throws {ResumeError} If the thread does not exist, is archived, or is loaded by another process.
   * @throws {HubError} If there is no server.
   */
  async thread(id: string, options: LiveThreadOptions = {}): Promise<HubThread> {
    if (this.#closed) throw closedError();
    const threadId = checkedThreadId("resume", id);
    const known = this.#threads.get(threadId);
    const thread = known ?? this.#stored(threadId, options);
    this.#threads.set(threadId, thread);
    try {
      await controls.load(thread);
    } catch (error) {
      if (known === undefined && this.#threads.get(threadId) === thread) {
        this.#threads.delete(threadId);
      }
      throw error;
    }
    return thread;
  }

  /**
   * Returns a thread that this hub has, without loading it.
   *
   * @param id The thread's id.
   * @returns The thread, or null.
   */
  known(id: string): HubThread | null {
    return isThreadId(id) ? this.#threads.get(id.toLowerCase()) ?? null : null;
  }

  /**
   * Returns the server, for whatever is not about one thread.
   *
   * @throws {HubError} If the server is lost, or the hub is closed.
   */
  async server(): Promise<AppServer> {
    return await this.#servers.get();
  }

  /**
   * Ends the events of all readers, unloads the threads, and closes the server if the hub started it. A thread
   * that is unloaded is closed for whoever else uses it on the same server, such as another hub: its turn is
   * stopped.
   */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#threads.values()].map(controls.end));
    await this.#servers.close();
  }

  /** Does the same as `close()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #stored(id: string, options: LiveThreadOptions): HubThread {
    const { log, questions } = this.#parts();
    const asking = { ...questions.callbacks, ...given(options) };
    return createHubThread(this.#home, { id, options: asking, live: null, log, questions });
  }

  #parts(): { readonly log: EventLog; readonly questions: Questions } {
    const log = new EventLog(this.#settings.maxLogBytes);
    const tell = (event: Parameters<EventLog["append"]>[0]) => void log.append(event);
    return { log, questions: new Questions(this.#settings.questionTimeoutMs, tell) };
  }

  #loaded(thread: HubThread): void {
    this.#unloaded.delete(thread);
    if (!this.#closed) this.#threads.set(thread.id, thread);
  }

  #forgetOldest(thread: HubThread): void {
    this.#unloaded.add(thread);
    const [oldest] = this.#unloaded;
    if (this.#unloaded.size <= REMEMBERED || oldest === undefined) return;
    this.#unloaded.delete(oldest);
    if (this.#threads.get(oldest.id) === oldest) this.#threads.delete(oldest.id);
  }
}

/** Removes undefined options, which would hide others. */
function given(options: LiveThreadOptions): LiveThreadOptions {
  return Object.fromEntries(
    Object.entries(options ?? {}).filter(([, value]) => value !== undefined),
  );
}
