/**
 * The client of the app-server.
 *
 * @module
 */
import { detectHost } from "../adapters/detect.ts";
import { OBSERVED } from "../core/base/observed.ts";
import { checkArgument, checkedOptions } from "../core/options/check.ts";
import { NAME } from "../core/options/kinds.ts";
import { checkedThreadId } from "../core/options/thread_id.ts";
import type { Host } from "../core/ports/host.ts";
import type { TurnObserver } from "../core/ports/observer.ts";
import type { ThreadFile } from "../core/vocabulary/thread_file.ts";
import {
  type ApiKeyLogin,
  type ChatGptLogin,
  login,
  type PendingDeviceLogin,
  type PendingLogin,
  type RateLimits,
} from "./login.ts";
import type { AppServerOptions, ConnectOptions, StreamOptions } from "./options.ts";
import { InvalidInputError } from "../core/vocabulary/errors.ts";
import type { ConnectionState } from "./link/reconnect/lasting_connection.ts";
import { checkStreams, type ServerStreams } from "./link/remote/streams.ts";
import type { LiveThreadOptions } from "./turns/options.ts";
import { type LiveThread, observeLiveThread } from "./threads/live_thread.ts";
import { type AccountInfo, accountInfo, type ModelInfo, modelInfo } from "./account.ts";
import { answerFields, answerPage } from "./link/answers.ts";
import type {
  DroppedMessage,
  MessageMethod,
  MessageOf,
  NotificationOptions,
} from "./link/notifications/messages.ts";
import type { RequestArguments, RequestMethod, RequestResult } from "./link/requests.ts";
import type { ServerInfo } from "./server_info.ts";
import type { ThreadInfo } from "./threads/info.ts";
import { exportThread, importThread } from "./threads/files/thread_files.ts";
import type { ForkThreadOptions } from "./threads/opening/params.ts";
import type { ServerEnd } from "./link/end.ts";
import { connectedServer, startedServer, streamedServer } from "./ground.ts";
import { withoutSecrets } from "./history/thread_turn.ts";
import { ServerSession } from "./session.ts";
import { listPages } from "./link/pages.ts";
import type { Request } from "./history/stored_turn.ts";
import { listThreads, type ListThreadsOptions } from "./threads/list.ts";
import { readThread } from "./threads/read.ts";
import { unlessRefused } from "./threads/refusals.ts";
import { deleteThread, moveThread, renameThread, revertThread } from "./threads/stored.ts";

/**
 * Starts a server on a host of its own making, and gives up when the signal fires. Not public: a program has
 * the host that it runs on.
 */
export let startServer: (
  options: AppServerOptions,
  host: Host,
  signal?: AbortSignal,
) => Promise<AppServer>;

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
 * // A stand-in, so that this runs anywhere: without `spawn`, Codex itself answers.
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
 *
 * @category Threads
 */
export class AppServer implements AsyncDisposable {
  readonly #session: ServerSession;
  readonly #request: Request = (method, params) => this.#session.request(method, params);
  readonly #observer: TurnObserver | null;

  static {
    startServer = async (options, host, signal) => {
      const checked = checkedOptions("liveClient", options, "start the app-server");
      const ground = await startedServer(checked, host, signal);
      return new AppServer(await ServerSession.open(ground, signal));
    };
    Object.defineProperty(this.prototype, OBSERVED, {
      value(this: AppServer, observer: TurnObserver): AppServer {
        return new AppServer(this.#session, observer);
      },
    });
  }

  private constructor(session: ServerSession, observer: TurnObserver | null = null) {
    this.#session = session;
    this.#observer = observer;
  }

  /**
   * Starts a server and connects to it. An API key, from `apiKey` or the variable `CODEX_API_KEY`, is
   * passed in memory and never written to disk.
   *
   * @param options Options of the client.
   * @returns The connection. Close it, or bind it with `await using`.
   * @throws {InvalidInputError} If an option is unknown or its value is invalid.
   * @throws {CodexError} A subclass, if the server cannot be started.
   */
  static async start(options: AppServerOptions = {}): Promise<AppServer> {
    return await startServer(options, await detectHost());
  }

  /**
   * Connects to a server that is already running, on this machine or another, for this client alone or for
   * many. The server and its turns outlive the connection; a lost connection is restored, see `reconnect`.
   *
   * Paths (of folders and images) are paths on the server's machine and are not checked here. The client
   * does not log in unless `apiKey` is given, which logs in the whole server. Requests from Codex for which
   * this client has no callback are left to other clients.
   *
   * @param options Where the server is, and options of the client.
   * @returns The connection. `close()` closes the connection and nothing else.
   * @throws {InvalidInputError} If an option is invalid: a token that would cross a network unencrypted,
   * for example.
   * @throws {CodexError} If nobody answers, or if the server refuses this client.
   *
   * @example Continue a thread on another machine
   * ```ts
   * import { AppServer } from "@codex-js/sdk/app-server";
   *
   * async function ask(url: string, token: string, threadId: string): Promise<string> {
   *   await using server = await AppServer.connect({ url, token });
   *   const thread = await server.resumeThread(threadId);
   *   return (await thread.run("What is left to do?")).finalResponse;
   * }
   * console.log(ask.name);
   * ```
   */
  static async connect(options: ConnectOptions): Promise<AppServer> {
    const act = "connect to an app-server";
    const checked = checkedOptions("connection", options, act);
    if (!checked.url) throw new InvalidInputError("url", `Cannot ${act}: the url is missing`);
    if (typeof checked.reconnect === "object") {
      checked.reconnect = checkedOptions("reconnect", checked.reconnect, act);
    }
    return new AppServer(
      await ServerSession.open(await connectedServer(checked, await detectHost())),
    );
  }

  /**
   * Talks to a server over your own pair of streams, which carry JSON lines, as its standard input and
   * output do. As with `connect()`, other clients may share the server. A lost connection is not restored.
   *
   * @param streams The server's output and input. `close()` closes both.
   * @param options Options of the client.
   * @returns The connection.
   * @throws {InvalidInputError} If an option is invalid, or something is not a web stream, or in use.
   * @throws {CodexError} If the server does not answer.
   */
  static async over(streams: ServerStreams, options: StreamOptions = {}): Promise<AppServer> {
    const act = "talk to an app-server";
    const checked = checkedOptions("streamClient", options, act);
    checkStreams(streams, act);
    return new AppServer(
      await ServerSession.open(streamedServer(streams, checked, await detectHost())),
    );
  }

  /**
   * Starts a new thread.
   *
   * @param options Options of the thread.
   * @returns The thread.
   * @throws {InvalidInputError} If an option is unknown, invalid, or not available on a live thread.
   */
  async startThread(options: LiveThreadOptions = {}): Promise<LiveThread> {
    return this.#observed(await this.#session.opener.start(options));
  }

  /**
   * Resumes a thread of this process, an earlier one, or `codex exec`. The thread's tools were declared
   * when it started: pass their functions again, under the same names. Model, effort and folder stay as they
   * were unless `options` change them, and so does the approval policy if there is an `onApproval`; the
   * sandbox does not: pass `sandboxMode` again.
   *
   * If this server has already loaded the thread, you get another object for it. Each object uses its own
   * options, callbacks, tools and sandbox for the turns that it starts; a turn keeps those it began with.
   * Options that Codex takes only when it loads a thread (`developerInstructions`, `config`, web search,
   * further `tools`, …) are refused if they differ: `close()` the thread first. Changes that others make to
   * the file of a loaded thread (only possible by bypassing Codex's lock) go unnoticed.
   *
   * @param id The thread's id.
   * @param options Options of the thread.
   * @returns The thread.
   * @throws {ResumeError} If the thread does not exist, is archived, or is loaded by another process.
   * @throws {InvalidInputError} If an option is invalid, or if no `workingDirectory` is given and the
   * thread's previous one no longer exists.
   */
  async resumeThread(id: string, options: LiveThreadOptions = {}): Promise<LiveThread> {
    return this.#observed(await this.#session.opener.resume(id, options));
  }

  /**
   * Starts a new thread with the history of another one. If that thread has had no turn yet, the new one
   * starts with the same options.
   *
   * @param id The id of the thread to copy.
   * @param options Options of the new thread. `afterTurnId`: the last turn to copy.
   * @returns The new thread.
   * @throws {ResumeError} If the thread does not exist, or is ephemeral or archived.
   * @throws {InvalidInputError} If the thread has no turn `afterTurnId`, if that turn has not ended, or if
   * the folder no longer exists and no other `workingDirectory` is given.
   */
  async forkThread(id: string, options: ForkThreadOptions = {}): Promise<LiveThread> {
    return this.#observed(await this.#session.opener.fork(id, options));
  }

  /**
   * Lists the stored threads, newest first, including those of `codex exec`.
   *
   * @param options Which threads to list.
   * @returns The threads, fetched page by page as you iterate.
   */
  listThreads(options: ListThreadsOptions = {}): AsyncIterableIterator<ThreadInfo> {
    return listThreads((params) => this.request("thread/list", params), options);
  }

  /**
   * Reads a stored thread without loading it.
   *
   * @param id The thread's id.
   * @param options `includeTurns`: whether to read its turns too. Default: false.
   * @returns The thread.
   * @throws {ResumeError} If the thread does not exist, or if its turns are requested and it is ephemeral.
   */
  async readThread(
    id: string,
    options: { readonly includeTurns?: boolean | undefined } = {},
  ): Promise<ThreadInfo> {
    const checked = checkedOptions("threadRead", options, "read a thread");
    const threadId = checkedThreadId("read", id);
    const read = () => readThread(this.#request, threadId, checked);
    const info = await unlessRefused("read", threadId, read);
    const { redact } = this.#session;
    return { ...info, turns: info.turns.map((turn) => withoutSecrets(turn, redact)) };
  }

  /**
   * Moves a thread to the archive, out of the ordinary lists, and closes it if this server has it loaded.
   * Does nothing if it is already archived.
   *
   * @throws {ResumeError} If the thread does not exist, or is loaded by another process.
   */
  async archiveThread(id: string): Promise<void> {
    const threadId = checkedThreadId("archive", id);
    await moveThread(this.#request, threadId, "archive");
    this.#session.unloaded(threadId);
  }

  /**
   * Moves a thread back into the ordinary lists. Does nothing if it is not archived.
   *
   * @throws {ResumeError} If the thread does not exist.
   */
  async unarchiveThread(id: string): Promise<void> {
    await moveThread(this.#request, checkedThreadId("unarchive", id), "unarchive");
  }

  /**
   * Deletes a thread for good.
   *
   * @throws {ResumeError} If the thread does not exist, or is loaded by another process.
   * @throws {RpcError} If Codex keeps the thread because others were forked from it.
   */
  async deleteThread(id: string): Promise<void> {
    const threadId = checkedThreadId("delete", id);
    await deleteThread(this.#request, threadId);
    this.#session.unloaded(threadId);
  }

  /**
   * Exports a thread as files, wherever the server runs; `importThread()` recreates the thread from them
   * elsewhere. They include its title and the files of the threads that it was forked from. A turn may be
   * running; what it has written so far is included. An archived thread can be exported too; once imported,
   * it is in the ordinary lists. Of the work of sub-agents, only what was reported to the thread is included.
   *
   * @param id The thread's id.
   * @returns The thread's files, each after those that it depends on.
   * @throws {ResumeError} If the thread does not exist, or Codex has not stored it on disk.
   */
  async exportThread(id: string): Promise<ThreadFile[]> {
    return await exportThread(this.#session.store, id);
  }

  /**
   * Creates a thread in the server's CODEX_HOME from files that `exportThread()` of a server or of `Codex`
   * returned. If the thread exists there, it is unloaded and replaced. The imported thread is not loaded:
   * resume it, with a `workingDirectory` if its own does not exist on that machine.
   *
   * @param files The files.
   * @returns The thread's id.
   * @throws {InvalidInputError} If the files are not one complete thread, or if a thread that it was forked
   * from continues differently there. Nothing is written then.
   * @throws {ResumeError} If a turn of the thread is running, or the thread is loaded by another process.
   *
   * @example Move a thread to another server
   * ```ts
   * import { AppServer } from "@codex-js/sdk/app-server";
   *
   * async function move(id: string, from: AppServer, to: AppServer): Promise<void> {
   *   const { id: same } = await to.importThread(await from.exportThread(id));
   *   await (await to.resumeThread(same, { workingDirectory: "/srv/checkout" })).run("Go on");
   * }
   * console.log(move.name);
   * ```
   */
  async importThread(files: readonly ThreadFile[]): Promise<{ id: string }> {
    return await this.#session.importing((store) => importThread(store, files));
  }

  /**
   * Sets the title of a thread.
   *
   * @throws {ResumeError} If the thread does not exist, or is ephemeral or archived.
   * @throws {RpcError} If the title is blank.
   */
  async renameThread(id: string, name: string): Promise<void> {
    await renameThread(this.#request, checkedThreadId("rename", id), name);
  }

  /**
   * Removes a turn and all later ones from the history of a thread that this server has loaded. A running
   * turn is interrupted. Files that the turns changed stay as they are.
   *
   * @param id The thread's id.
   * @param beforeTurnId The first turn to remove; `readThread()` returns the ids.
   * @throws {InvalidInputError} If the thread has no such turn, or if the turn is a review: remove it with
   * the turn that is listed before it.
   * @throws {ResumeError} If the thread does not exist, or is ephemeral or archived.
   * @throws {CodexError} If the thread is not loaded.
   */
  async revertThread(id: string, beforeTurnId: string): Promise<void> {
    await revertThread(this.#request, checkedThreadId("revert", id), beforeTurnId);
  }

  /**
   * Lists the models that Codex offers. Works without a login.
   *
   * @param options `includeHidden`: whether to list those that pickers leave out. Default: false.
   */
  async listModels(
    options: { readonly includeHidden?: boolean | undefined } = {},
  ): Promise<ModelInfo[]> {
    const { includeHidden = false } = checkedOptions("modelList", options, "list the models");
    const models: ModelInfo[] = [];
    const pages = listPages(async (cursor) => {
      const answer = await this.request("model/list", {
        includeHidden,
        cursor,
      });
      answerPage("model/list", answer);
      return answer;
    });
    for await (const model of pages) models.push(modelInfo(model));
    return models;
  }

  /** Returns who is logged in. */
  async account(): Promise<AccountInfo> {
    const answer = await this.request("account/read");
    answerFields("account/read", answer);
    return accountInfo(answer);
  }

  /** What the server reported about itself when the connection was made. */
  get info(): ServerInfo {
    return this.#session.info;
  }

  /**
   * Returns how much of the plan of a ChatGPT login is left.
   *
   * @throws {RpcError} If Codex has no such login.
   */
  async rateLimits(): Promise<RateLimits> {
    const method = "account/rateLimits/read";
    return answerFields(method, await this.request(method)) as unknown as RateLimits;
  }

  /**
   * Logs Codex in with an API key: this server and, as with `codex login`, every Codex that uses its
   * CODEX_HOME. The `apiKey` of `start()` is kept in memory instead.
   *
   * @throws {InvalidInputError} If the key is blank.
   */
  login(options: ApiKeyLogin): Promise<void>;
  /** Begins a login that a person completes in a browser on the machine where Codex runs. */
  login(options: { readonly type: "chatgpt" }): Promise<PendingLogin>;
  /**
   * Begins a login that a person completes in any browser, with a code.
   *
   * @throws {RpcError} If the service does not issue a code.
   */
  login(options: { readonly type: "deviceCode" }): Promise<PendingDeviceLogin>;
  async login(
    options: ApiKeyLogin | ChatGptLogin,
  ): Promise<void | PendingLogin | PendingDeviceLogin> {
    return await login(this.#session.account, options);
  }

  /** Logs Codex out: this server, and every Codex that uses its CODEX_HOME. */
  async logout(): Promise<void> {
    await this.request("account/logout");
  }

  /**
   * Calls any method of the protocol. Parameters and result are typed for the methods in
   * `@codex-js/sdk/protocol`; any other method takes any parameters and returns `unknown`.
   *
   * @param method The method.
   * @param rest The method's parameters, then how long to wait: `{ signal, timeoutMs }`.
   * @returns The method's result.
   * @throws {InvalidInputError} If the method is not a string or blank, an option is invalid, or the
   * parameters are no JSON, or have more levels of nesting than Codex reads, about 125.
   * @throws {RpcError} If the server refuses the request.
   * @throws {RequestTimeoutError} If the server does not answer in time.
   * @throws {AbortError} If the signal fires first.
   * @throws {ConnectionClosedError} If the connection has ended.
   *
   * @example Call a method that the SDK does not wrap
   * ```ts
   * import { AppServer } from "@codex-js/sdk/app-server";
   *
   * async function skills(folder: string): Promise<string[]> {
   *   await using server = await AppServer.start();
   *   const { data } = await server.request("skills/list", { cwds: [folder] }, { timeoutMs: 5_000 });
   *   return data.flatMap((entry) => entry.skills.map(({ name }) => name));
   * }
   * console.log(skills.name);
   * ```
   */
  async request<M extends RequestMethod>(
    method: M,
    ...rest: RequestArguments<M>
  ): Promise<RequestResult<M>> {
    // Without a method, a request reads as an answer, which nobody answers.
    checkArgument(NAME, "method", method, "send a request");
    const [params = {}, given] = rest;
    const options = checkedOptions("request", given, method);
    return await this.#session.request(method, params, options) as RequestResult<M>;
  }

  /**
   * Listens to the server's notifications and requests from now on, and to the newest 100 `configWarning`s
   * since the last start or connection. A slow consumer holds nobody up: beyond 16 MiB of waiting JSON, the
   * oldest messages are dropped and replaced by `{ method: "sdk/dropped", params: { count } }`.
   *
   * @param options `methods`: the methods to listen to. Default: all.
   * @returns The messages, discriminated by `method`; they end with the connection.
   *
   * @example Watch the rate limits
   * ```ts
   * import { AppServer } from "@codex-js/sdk/app-server";
   *
   * async function watch(server: AppServer): Promise<void> {
   *   for await (
   *     const { method, params } of server.notifications({ methods: ["account/rateLimits/updated"] })
   *   ) {
   *     if (method === "sdk/dropped") console.log(`${params.count} were dropped`);
   *     else console.log(params.rateLimits.primary?.usedPercent);
   *   }
   * }
   * console.log(watch.name);
   * ```
   */
  notifications<M extends string = MessageMethod>(
    options: NotificationOptions<M> = {},
  ): AsyncIterableIterator<MessageOf<M> | DroppedMessage> {
    const { methods } = checkedOptions("notifications", options, "listen");
    return this.#session.listen(methods) as AsyncIterableIterator<
      MessageOf<M> | DroppedMessage
    >;
  }

  /** The state of the connection. */
  get state(): ConnectionState {
    return this.#session.state;
  }

  /** Resolves when the connection has ended for good, with the reason. Never rejects. */
  get closed(): Promise<ServerEnd> {
    return this.#session.closed;
  }

  /**
   * Closes the connection and, if `start()` started the server, ends the server and all its processes.
   * Running turns reject; on a server that `start()` did not start, Codex continues them.
   */
  async close(): Promise<void> {
    await this.#session.close();
  }

  /** Does the same as `close()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #observed(thread: LiveThread): LiveThread {
    return observeLiveThread(thread, this.#observer);
  }
}
