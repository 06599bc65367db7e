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
 * The client: starts, resumes and forks threads. It holds no process; every turn has its own.
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
   * Does nothing but check and keep the options: Codex is looked for when the first turn starts.
   *
   * @param options Options for every thread of this client.
   * @throws {InvalidInputError} If there is no such option, or it takes no such value.
   */
  constructor(options: CodexOptions = {}) {
    const checked = checkedOptions("client", options, "make a client");
    this.#transport = new ExecTransport(checked, detectHost);
  }

  /**
   * Starts a new thread. Codex creates it with the first turn.
   *
   * @param options Options of the thread.
   * @returns The thread.
   * @throws {InvalidInputError} If there is no such option, or it takes no such value.
   */
  startThread(options: ThreadOptions = {}): Thread {
    const checked = checkedOptions("thread", options, "start a thread");
    return this.#thread({ type: "start" }, checked);
  }

  /**
   * Resumes a thread that was kept in `$CODEX_HOME/sessions`, by this program or another one.
   * Codex remembers none of the thread's options: give them again.
   *
   * @param id The thread's id.
   * @param options Options of the thread.
   * @returns The thread.
   * @throws {ResumeError} If the id is no UUID. Codex takes other words for names, and starts a new thread.
   * @throws {InvalidInputError} If there is no such option, or it takes no such value.
   */
  resumeThread(id: string, options: ThreadOptions = {}): Thread {
    const checked = checkedOptions("thread", options, "resume a thread");
    return this.#thread({ type: "resume", id }, checked);
  }

  /**
   * Starts a new thread that begins with the history of another one. Needs Codex 0.169.
   *
   * @param id The id of the thread to copy.
   * @param options Options of the new thread.
   * @returns The new thread; it gets its id with the first turn.
   * @throws {ResumeError} If the id is no UUID.
   * @throws {InvalidInputError} If there is no such option, or it takes no such value.
   */
  forkThread(id: string, options: ThreadOptions = {}): Thread {
    const checked = checkedOptions("thread", options, "fork a thread");
    return this.#thread({ type: "fork", id }, checked);
  }

  #thread(origin: ThreadOrigin, options: ThreadOptions): Thread {
    return observeThread(createThread(this.#transport, origin, options), this.#observer);
  }

  /**
   * The files of a thread, of this machine's CODEX_HOME: with them `importThread()` makes the same thread
   * elsewhere. With them go those of the threads that it was forked from. A turn may run meanwhile; what
   * it has written by then goes along. Codex keeps a thread's title elsewhere: a live session exports it,
   * too. On Deno this needs `--allow-read` for the folder.
   *
   * @param id The thread's id.
   * @returns Its files, each one behind what it needs.
   * @throws {ResumeError} If there is no such thread.
   * @throws {InvalidInputError} With a custom `spawn`: the files are elsewhere.
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
   * Makes a thread of files that `exportThread()` gave, here or in a live session, in this machine's
   * CODEX_HOME. What the thread has there is replaced. A title among the files is left out: only a live
   * session can set it. On Deno this needs `--allow-read` and `--allow-write` for the folder.
   *
   * @param files The files.
   * @returns The thread's id: resume it.
   * @throws {InvalidInputError} If they are not one whole thread, or if a thread that it was forked from has
   * gone on otherwise there. Nothing is written then.
   * @throws {ResumeError} If a process has the thread loaded.
   */
  async importThread(files: readonly ThreadFile[]): Promise<{ id: string }> {
    return await this.#transport.threads.import(files);
  }
}
