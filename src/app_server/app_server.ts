/**
 * The client of the app-server.
 *
 * @module
 */
import { detectHost } from "../adapters/detect.ts";
import { checkedOptions } from "../core/options/check.ts";
import type { AppServerOptions } from "./options.ts";
import type { LiveThreadOptions } from "./turns/options.ts";
import type { LiveThread } from "./threads/live_thread.ts";
import type { ServerMessage } from "./link/notifications.ts";
import type { AccountInfo, ModelInfo, ThreadInfo } from "./protocol/protocol.ts";
import { answerFields, answerWithId } from "./link/answers.ts";
import { resuming } from "./threads/resume_failure.ts";
import { ServerSession } from "./session.ts";
import { listPages, listParams, type ListThreadsOptions, threadTurns } from "./threads/list.ts";
import { checkThreadOptions, newThreadParams, toolParams } from "./threads/params.ts";

/**
 * A live connection to one `codex app-server` process, for many threads: text as it is written,
 * approvals, steering, interrupts, and tools that run in the host program.
 *
 * @example Stream an answer
 * ```ts
 * import { AppServer } from "@codex-js/sdk/app-server";
 * import { fakeCodex, item, streamed, turn } from "@codex-js/sdk/testing";
 * import { assertEquals } from "@std/assert";
 *
 * // A stand-in, so that this runs anywhere: without `spawn` it is Codex that answers.
 * const spawn = fakeCodex([
 *   turn(streamed(item.agentMessage("It parses TOML."), ["It parses", " TOML."])),
 * ]);
 *
 * await using server = await AppServer.start({ spawn });
 * const thread = await server.startThread({ workingDirectory: "." });
 * const { events } = await thread.runStreamed("Explain this repository");
 * let text = "";
 * for await (const event of events) {
 *   if (event.type === "item.delta") text += event.delta;
 * }
 * assertEquals(text, "It parses TOML.");
 * ```
 */
export class AppServer implements AsyncDisposable {
  readonly #session: ServerSession;

  private constructor(session: ServerSession) {
    this.#session = session;
  }

  /**
   * Starts the server and introduces the client. An API key, given or in the variable
   * `CODEX_API_KEY`, is handed over in memory: nothing is written to disk.
   *
   * @param options Options of the client.
   * @returns The connection. Close it, or bind it with `await using`.
   * @throws {InvalidInputError} If there is no such option, or it takes no such value.
   * @throws {CodexError} One of its subclasses, when the server cannot be started.
   */
  static async start(options: AppServerOptions = {}): Promise<AppServer> {
    const checked = checkedOptions("liveClient", options, "start the app-server");
    return new AppServer(await ServerSession.start(checked, await detectHost()));
  }

  /**
   * Starts a new thread.
   *
   * @param options Options of the thread.
   * @returns The thread.
   * @throws {InvalidInputError} If an option is not one of a live thread.
   */
  async startThread(options: LiveThreadOptions = {}): Promise<LiveThread> {
    options = checkThreadOptions(options, "start");
    const params = {
      ...this.#params(options),
      ...newThreadParams(options),
      ...toolParams(options),
    };
    return await this.#session.open("thread/start", params, options);
  }

  /**
   * Resumes a thread of this or an earlier process, or of `codex exec`. Its tools were declared when
   * it started: give the functions again, under the same names.
   *
   * @param id The thread's id.
   * @param options Options of the thread.
   * @returns The thread.
   * @throws {ResumeError} If there is no such thread, or another process runs a turn on it.
   */
  async resumeThread(id: string, options: LiveThreadOptions = {}): Promise<LiveThread> {
    options = checkThreadOptions(options, "resume");
    const params = { ...this.#params(options), threadId: id, excludeTurns: true };
    return await resuming("resume", id, () => this.#session.open("thread/resume", params, options));
  }

  /**
   * Starts a new thread that begins with the history of another one.
   *
   * @param id The id of the thread to copy.
   * @param options Options of the new thread.
   * @returns The new thread.
   * @throws {ResumeError} If there is no such thread.
   */
  async forkThread(id: string, options: LiveThreadOptions = {}): Promise<LiveThread> {
    options = checkThreadOptions(options, "fork");
    const params = {
      ...this.#params(options),
      ...newThreadParams(options),
      threadId: id,
      excludeTurns: true,
    };
    return await resuming("fork", id, () => this.#session.open("thread/fork", params, options));
  }

  /**
   * The stored threads, newest first, those of `codex exec` included.
   *
   * @param options Which threads.
   * @returns The threads, fetched page by page as they are asked for.
   */
  listThreads(options: ListThreadsOptions = {}): AsyncIterableIterator<ThreadInfo> {
    const method = "thread/list";
    return listPages<ThreadInfo>(
      method,
      (cursor) => this.request(method, listParams(options, cursor)),
    );
  }

  /**
   * Reads a stored thread without loading it.
   *
   * @param id The thread's id.
   * @param options `includeTurns`: with its turns. Default: without.
   * @returns The thread.
   */
  async readThread(
    id: string,
    options: { readonly includeTurns?: boolean | undefined } = {},
  ): Promise<ThreadInfo> {
    const answer = await this.request("thread/read", { threadId: id });
    const thread = answerWithId("thread/read", answer, "thread") as unknown as ThreadInfo;
    if (!options.includeTurns) return thread;
    return { ...thread, turns: await threadTurns((...call) => this.request(...call), id) };
  }

  /** Moves a thread out of the ordinary lists. */
  async archiveThread(id: string): Promise<void> {
    await this.request("thread/archive", { threadId: id });
  }

  /** Moves a thread back into the ordinary lists. */
  async unarchiveThread(id: string): Promise<void> {
    await this.request("thread/unarchive", { threadId: id });
  }

  /** Deletes a thread for good. */
  async deleteThread(id: string): Promise<void> {
    await this.request("thread/delete", { threadId: id });
  }

  /** Gives a thread a title. */
  async renameThread(id: string, name: string): Promise<void> {
    await this.request("thread/name/set", { threadId: id, name });
  }

  /**
   * Takes back a turn and all that came after it. The files stay as they are.
   *
   * @param id The thread's id.
   * @param beforeTurnId The first turn to take back; `readThread()` tells the ids.
   */
  async revertThread(id: string, beforeTurnId: string): Promise<void> {
    await this.request("thread/revert", { threadId: id, beforeTurnId });
  }

  /**
   * The models that Codex offers. Works without a login.
   *
   * @param options `includeHidden`: those too that pickers leave out.
   */
  async listModels(
    options: { readonly includeHidden?: boolean | undefined } = {},
  ): Promise<ModelInfo[]> {
    const models: ModelInfo[] = [];
    const method = "model/list";
    const pages = listPages<ModelInfo>(
      method,
      (cursor) => this.request(method, { ...options, cursor }),
    );
    for await (const model of pages) models.push(model);
    return models;
  }

  /** Who is logged in. */
  async account(): Promise<AccountInfo> {
    const answer = await this.request("account/read", {});
    return answerFields("account/read", answer) as unknown as AccountInfo;
  }

  /**
   * Calls any method of the protocol (`codex app-server generate-ts` tells them all).
   *
   * @param method The method.
   * @param params Its parameters.
   * @returns Its result.
   * @throws {RpcError} If the server refuses.
   * @throws {RequestTimeoutError} If it does not answer in time.
   * @throws {ConnectionClosedError} If it is gone.
   */
  async request(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    return await this.#session.request(method, params);
  }

  /**
   * Every notification of the server, and every request it makes, from now on.
   *
   * @returns The messages; they end with the connection.
   */
  notifications(): AsyncIterableIterator<ServerMessage> {
    return this.#session.listen();
  }

  /** Ends the server; turns under way reject. Leaves no process. */
  async close(): Promise<void> {
    await this.#session.close();
  }

  /** As `close()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #params(options: LiveThreadOptions): Record<string, unknown> {
    return this.#session.threadParams(options);
  }
}
