/**
 * The client of the app-server.
 *
 * @module
 */
import { detectHost } from "../adapters/detect.ts";
import { AbortHub } from "../core/abort_hub.ts";
import type { CodexError } from "../core/errors.ts";
import { NO_USAGE } from "../core/turn.ts";
import { checkDuration } from "../core/turn_run.ts";
import { checkFolders } from "../launch/check_paths.ts";
import { Launcher } from "../launch/launcher.ts";
import { within } from "../launch/stop.ts";
import { Connection } from "./connection.ts";
import { folderPaths, imagePaths } from "./image_paths.ts";
import type { AppServerOptions, LiveCallbacks, LiveThreadOptions } from "./live_options.ts";
import { type LiveThread, threadScope } from "./live_thread.ts";
import { NotificationHub, type ServerMessage } from "./notifications.ts";
import type { AccountInfo, ModelInfo, ThreadInfo } from "./protocol.ts";
import { resuming } from "./resume_failure.ts";
import { serverEnd } from "./server_end.ts";
import { answerRequest } from "./server_requests.ts";
import { ServerProcess } from "./server_process.ts";
import { listPages, listParams, type ListThreadsOptions, threadTurns } from "./thread_list.ts";
import {
  checkThreadOptions,
  newThreadParams,
  type SandboxConfig,
  sandboxPolicy,
  threadParams,
  toolParams,
} from "./thread_params.ts";
import { ThreadRegistry } from "./thread_registry.ts";

const REQUEST_TIMEOUT_MS = 60_000;
const VERSION = "0.1.0";

/**
 * A live connection to one `codex app-server` process, for many threads: text as it is written,
 * approvals, steering, interrupts, and tools that run in the host program.
 *
 * @example Stream an answer
 * ```ts ignore
 * import { AppServer } from "@codex-js/sdk/app-server";
 *
 * await using server = await AppServer.start();
 * const thread = await server.startThread({ workingDirectory: "." });
 * const { events } = await thread.runStreamed("Explain this repository");
 * for await (const event of events) {
 *   if (event.type === "item.delta") console.log(event.delta);
 * }
 * ```
 */
export class AppServer implements AsyncDisposable {
  readonly #options: AppServerOptions;
  readonly #launcher: Launcher;
  readonly #process: ServerProcess;
  readonly #connection: Connection;
  readonly #threads: ThreadRegistry;
  readonly #hub: NotificationHub = new NotificationHub();
  #closing = false;

  private constructor(options: AppServerOptions, launcher: Launcher, process: ServerProcess) {
    this.#options = options;
    this.#launcher = launcher;
    this.#process = process;
    this.#connection = new Connection(process.lines, {
      notification: (method, params) => this.#notified(method, params),
      request: (method, params) => this.#asked(method, params),
      malformed: (error) => options.onConnectionError?.(error),
      closed: () => this.#closed(),
      redact: launcher.redact,
    }, options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);
    this.#threads = new ThreadRegistry({
      aborts: new AbortHub(),
      request: (method, params) => this.#connection.request(method, params),
      images: async (paths) => imagePaths(await launcher.host(), paths),
      stderr: () => process.stderr(),
      redact: launcher.redact,
    });
  }

  /**
   * Starts the server and introduces the client. An API key, given or in the variable
   * `CODEX_API_KEY`, is handed over in memory: nothing is written to disk.
   *
   * @param options Options of the client.
   * @returns The connection. Close it, or bind it with `await using`.
   * @throws {CodexError} One of its subclasses, when the server cannot be started.
   */
  static async start(options: AppServerOptions = {}): Promise<AppServer> {
    checkDuration("requestTimeoutMs", options.requestTimeoutMs);
    const host = await detectHost();
    const inherited = options.env === undefined ? host.env("CODEX_API_KEY") : undefined;
    const apiKey = options.apiKey || options.env?.CODEX_API_KEY || inherited;
    // The launcher knows the key, wherever it comes from, to keep it out of errors.
    const known = apiKey === undefined ? options : { ...options, apiKey };
    const launcher = new Launcher(known, () => Promise.resolve(host));
    const process = await ServerProcess.start(launcher, options, Boolean(apiKey));
    const server = new AppServer({ ...options }, launcher, process);
    try {
      await server.#initialize();
      if (apiKey) await server.request("account/login/start", { type: "apiKey", apiKey });
    } catch (error) {
      await server.close();
      throw error;
    }
    return server;
  }

  async #initialize(): Promise<void> {
    const { name = "codex_js_sdk", title, version = VERSION } = this.#options.clientInfo ?? {};
    await this.request("initialize", {
      clientInfo: { name, title: title ?? name, version },
      // Without it Codex 0.169 takes no tools of the host.
      capabilities: { experimentalApi: true },
    });
    // If it does not arrive, the connection is gone, and the next request says why.
    await this.#connection.notify("initialized").catch(() => {});
  }

  /**
   * Starts a new thread.
   *
   * @param options Options of the thread.
   * @returns The thread.
   * @throws {InvalidInputError} If an option is not one of a live thread.
   */
  async startThread(options: LiveThreadOptions = {}): Promise<LiveThread> {
    checkThreadOptions(options);
    const params = {
      ...this.#params(options),
      ...newThreadParams(options),
      ...toolParams(options),
    };
    return await this.#thread("thread/start", params, options);
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
    checkThreadOptions(options);
    const params = { ...this.#params(options), threadId: id, excludeTurns: true };
    return await resuming("resume", id, () => this.#thread("thread/resume", params, options));
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
    checkThreadOptions(options);
    const params = {
      ...this.#params(options),
      ...newThreadParams(options),
      threadId: id,
      excludeTurns: true,
    };
    return await resuming("fork", id, () => this.#thread("thread/fork", params, options));
  }

  /**
   * The stored threads, newest first, those of `codex exec` included.
   *
   * @param options Which threads.
   * @returns The threads, fetched page by page as they are asked for.
   */
  listThreads(options: ListThreadsOptions = {}): AsyncIterableIterator<ThreadInfo> {
    return listPages<ThreadInfo>(
      (cursor) => this.request("thread/list", listParams(options, cursor)),
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
    options: { readonly includeTurns?: boolean } = {},
  ): Promise<ThreadInfo> {
    const { thread } = await this.request("thread/read", { threadId: id }) as {
      thread: ThreadInfo;
    };
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
  async listModels(options: { readonly includeHidden?: boolean } = {}): Promise<ModelInfo[]> {
    const models: ModelInfo[] = [];
    const pages = listPages<ModelInfo>((cursor) =>
      this.request("model/list", { ...options, cursor })
    );
    for await (const model of pages) models.push(model);
    return models;
  }

  /** Who is logged in. */
  async account(): Promise<AccountInfo> {
    return await this.request("account/read", {}) as AccountInfo;
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
    return await this.#connection.request(method, params);
  }

  /**
   * Every notification of the server, and every request it makes, from now on.
   *
   * @returns The messages; they end with the connection.
   */
  notifications(): AsyncIterableIterator<ServerMessage> {
    return this.#hub.listen();
  }

  /** Ends the server; turns under way reject. Leaves no process. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#process.stop();
    await this.#connection.closed;
  }

  /** As `close()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #params(options: LiveThreadOptions): Record<string, unknown> {
    return threadParams(options, this.#asks(options));
  }

  /** Whether anybody can be asked for approval in every turn of a thread. */
  #asks(options: LiveThreadOptions): boolean {
    return Boolean(options.onApproval ?? this.#options.onApproval);
  }

  async #thread(
    method: string,
    params: Record<string, unknown>,
    options: LiveThreadOptions,
  ): Promise<LiveThread> {
    // With a custom `spawn` the folders are on the other side.
    const host = await this.#launcher.host();
    if (!this.#options.spawn) {
      await checkFolders(host, options);
      const { additionalDirectories = [], workingDirectory } = options;
      const folders = await folderPaths(host, additionalDirectories, workingDirectory);
      options = { ...options, additionalDirectories: folders };
    }
    const user = await this.request("config/read", {
      cwd: options.workingDirectory ?? null,
      includeLayers: false,
    }) as { config: SandboxConfig };
    const policy = sandboxPolicy(options, user.config);
    return await this.#threads.open(async () => {
      const { thread } = await this.request(method, params) as { thread: ThreadInfo };
      return {
        id: thread.id,
        options: { ...options },
        asks: this.#asks(options),
        sandboxPolicy: policy,
        usage: method === "thread/start" ? NO_USAGE : null,
      };
    });
  }

  #notified(method: string, params: unknown): void {
    this.#hub.tell({ method, params });
    this.#threads.notify(method, (params ?? {}) as Record<string, unknown>);
  }

  async #asked(method: string, params: unknown): Promise<unknown> {
    this.#hub.tell({ method, params });
    const fields = (params ?? {}) as Record<string, unknown>;
    const thread = this.#threads.get(fields.threadId);
    const client: LiveCallbacks = this.#options;
    const scope = thread === undefined ? null : threadScope(thread);
    if (scope?.givenUp(fields.turnId)) throw new Error("the turn was stopped");
    const answer = answerRequest(method, fields, scope, client);
    return await (scope?.turn?.answering(answer) ?? answer);
  }

  async #closed(): Promise<() => CodexError> {
    // The output may end before the process does.
    await this.#process.stop();
    const { exited } = this.#process;
    // A custom `spawn` may never tell.
    const status = await within(exited, 0) ? await exited : null;
    const failure = serverEnd(status, this.#process.stderr(), this.#closing);
    this.#threads.lose(failure);
    this.#hub.end();
    return failure;
  }
}
