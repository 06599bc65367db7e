/**
 * The client.
 *
 * @module
 */
import { detectHost } from "./adapters/detect.ts";
import { checkedOptions } from "./core/options/check.ts";
import type { CodexOptions, ThreadOptions } from "./core/vocabulary/options.ts";
import { OBSERVED } from "./core/base/observed.ts";
import { createThread, observeThread, type Thread } from "./core/turn/thread.ts";
import type { TurnObserver } from "./core/ports/observer.ts";
import type { ThreadOrigin } from "./core/ports/transport.ts";
import type { ThreadFile } from "./core/vocabulary/thread_file.ts";
import { ExecTransport } from "./exec/transport.ts";

/**
 * The client: starts, resumes and forks threads. It holds no process; each turn runs in its own.
 *
 * @example Run a turn
 * ```ts ignore
 * import { Codex } from "@codex-js/sdk";
 *
 * const codex = new Codex();
 * const thread = codex.startThread({ sandboxMode: "workspace-write" });
 * const turn = await thread.run("Make the tests pass");
 * console.log(turn.finalResponse);
 * ```
 *
 * @category Threads
 */
export class Codex {
  #transport: ExecTransport;
  #observer: TurnObserver | null = null;

  static {
    Object.defineProperty(this.prototype, OBSERVED, {
      value(this: Codex, observer: TurnObserver): Codex {
        const twin = new Codex();
        twin.#transport = this.#transport;
        twin.#observer = observer;
        return twin;
      },
    });
  }

  /**
   * Creates a client. This only checks and stores the options: Codex is looked up when the first turn starts.
   *
   * @param options Options for every thread of this client.
   * @throws {InvalidInputError} If an option is unknown or its value is invalid.
   */
  constructor(options: CodexOptions = {}) {
    const checked = checkedOptions("client", options, "make a client");
    this.#transport = new ExecTransport(checked, detectHost);
  }

  /**
   * Starts a new thread, which Codex creates with its first turn.
   *
   * @param options Options of the thread.
   * @returns The thread.
   * @throws {InvalidInputError} If an option is unknown or its value is invalid.
   */
  startThread(options: ThreadOptions = {}): Thread {
    const checked = checkedOptions("thread", options, "start a thread");
    return this.#thread({ type: "start" }, checked);
  }

  /**
   * Resumes a thread that this or another program has stored in `$CODEX_HOME/sessions`.
   * Codex does not remember the thread's options: pass them again.
   *
   * @param id The thread's id.
   * @param options Options of the thread.
   * @returns The thread.
   * @throws {ResumeError} If the id is not a UUID. Codex would take it for a name and start a new thread.
   * @throws {InvalidInputError} If an option is unknown or its value is invalid.
   */
  resumeThread(id: string, options: ThreadOptions = {}): Thread {
    const checked = checkedOptions("thread", options, "resume a thread");
    return this.#thread({ type: "resume", id }, checked);
  }

  /**
   * Starts a new thread with the history of another one. Needs Codex 0.169.
   *
   * @param id The id of the thread to copy.
   * @param options Options of the new thread.
   * @returns The new thread; it gets its id with the first turn.
   * @throws {ResumeError} If the id is not a UUID.
   * @throws {InvalidInputError} If an option is unknown or its value is invalid.
   */
  forkThread(id: string, options: ThreadOptions = {}): Thread {
    const checked = checkedOptions("thread", options, "fork a thread");
    return this.#thread({ type: "fork", id }, checked);
  }

  #thread(origin: ThreadOrigin, options: ThreadOptions): Thread {
    return observeThread(createThread(this.#transport, origin, options), this.#observer);
  }

  /**
   * Exports a thread of this machine's CODEX_HOME as files; `importThread()` recreates the thread from them
   * elsewhere. They include the files of the threads that it was forked from. A turn may be running; what
   * it has written so far is included. The title is not, since Codex stores it elsewhere: a live session
   * exports it too. On Deno, this needs `--allow-read` for the folder.
   *
   * @param id The thread's id.
   * @returns The thread's files, each after those that it depends on.
   * @throws {ResumeError} If the thread does not exist, or the id is not a UUID.
   * @throws {InvalidInputError} If the client has a custom `spawn` (the files are elsewhere), or if CODEX_HOME
   * is not an absolute path.
   *
   * @example Move a thread to another folder
   * ```ts
   * import { Codex } from "@codex-js/sdk";
   *
   * async function move(id: string, from: string, to: string): Promise<void> {
   *   const codexIn = (CODEX_HOME: string) => new Codex({ env: { CODEX_HOME } });
   *   await codexIn(to).importThread(await codexIn(from).exportThread(id));
   * }
   * console.log(move.name);
   * ```
   */
  async exportThread(id: string): Promise<ThreadFile[]> {
    return await this.#transport.threads.export(id);
  }

  /**
   * Creates a thread in this machine's CODEX_HOME from files that `exportThread()` returned, here or in a
   * live session. If the thread exists there, Codex is started to delete it, and it is replaced. A title
   * among the files is ignored: only a live session can set it. On Deno, this needs `--allow-read` and
   * `--allow-write` for the folder.
   *
   * @param files The files.
   * @returns The thread's id, to resume it by.
   * @throws {InvalidInputError} If the files are not one complete thread, if a thread that it was forked
   * from continues differently there, or if the client has a custom `spawn`. Nothing is written then.
   * @throws {ResumeError} If a process has the thread loaded.
   */
  async importThread(files: readonly ThreadFile[]): Promise<{ id: string }> {
    return await this.#transport.threads.import(files);
  }
}
