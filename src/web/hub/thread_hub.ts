/**
 * Many readers on the threads of one server.
 *
 * @module
 */
import { checkedThreadId } from "../../core/options/thread_id.ts";
import type { AppServer } from "../../app_server/app_server.ts";
import type { LiveThreadOptions } from "../../app_server/turns/options.ts";
import { EventLog } from "./event_log.ts";
import { controls, createHubThread, type HubThread, type ThreadHome } from "./hub_thread.ts";
import { type HubSettings, hubSettings, type ThreadHubOptions } from "./options.ts";
import { Questions } from "./questions.ts";
import { closedError, Servers, type ServerSource } from "./server_source.ts";

/** Threads that are not loaded whose numbers are kept, so that readers who return miss nothing unseen. */
const REMEMBERED = 10_000;

/**
 * Threads that many read at once, and any may answer for: each tab of a browser, say. A reader that
 * comes back goes on where it was; questions of Codex wait for the first answer; turns run on without a
 * reader, and end with one last event even when the server is lost.
 *
 * @example Two readers, of whom one asks
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
  // Those of them that are not loaded, the longest first.
  readonly #unloaded: Set<HubThread> = new Set();
  #closed = false;

  /**
   * A hub without a thread. A function is called when something is asked of the hub.
   *
   * @param server A server; or a function that starts one, also again after it was lost.
   * @param options Options of the hub.
   * @throws {InvalidInputError} If there is no such option, or it takes no such value.
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
   * @param options Options of the thread. A callback among them (`onApproval`, …) is asked in the
   * readers' place.
   * @returns The thread.
   * @throws {InvalidInputError} If an option is not one of a live thread.
   * @throws {HubError} If there is no server.
   */
  async open(options: LiveThreadOptions = {}): Promise<HubThread> {
    const server = await this.server();
    const { log, questions } = this.#parts();
    const asking = { ...questions.callbacks, ...given(options) };
    const live = await server.startThread(asking);
    if (this.#closed) {
      // Where the server is gone with the hub, the thread is as well.
      await live.close().catch(() => {});
      throw closedError();
    }
    const origin = { id: live.id, options: asking, live, log, questions };
    const thread = createHubThread(this.#home, origin);
    this.#threads.set(thread.id, thread);
    return thread;
  }

  /**
   * A thread of this hub, or a stored one, which is loaded if it is not.
   *
   * @param id The thread's id.
   * @param options Options of the thread, where it is not one of this hub's yet.
   * @returns The thread, the same for all who ask.
   * @throws {ResumeError} If there is no such thread, it is archived, or another process has it loaded.
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
   * A thread that this hub has, without loading it.
   *
   * @param id The thread's id.
   * @returns The thread, or null.
   */
  known(id: string): HubThread | null {
    return this.#threads.get(id.toLowerCase()) ?? null;
  }

  /**
   * The server, for what is not about one thread.
   *
   * @throws {HubError} If it is lost, or the hub is closed.
   */
  async server(): Promise<AppServer> {
    return await this.#servers.get();
  }

  /** Ends the events of all readers, unloads the threads, and closes the server if the hub has started it. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#threads.values()].map(controls.end));
    await this.#servers.close();
  }

  /** As `close()`. */
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

/** Options without those that are undefined, which would hide others. */
function given(options: LiveThreadOptions): LiveThreadOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
}
