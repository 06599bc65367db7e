/**
 * The client of the app-server.
 *
 * @module
 */
import { detectHost } from "../adapters/detect.ts";
import { OBSERVED } from "../core/base/observed.ts";
import { checkedOptions } from "../core/options/check.ts";
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
import type { ServerStreams } from "./link/remote/streams.ts";
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
import { ServerSession } from "./session.ts";
import { listPages } from "./link/pages.ts";
import type { Request } from "./history/stored_turn.ts";
import { listThreads, type ListThreadsOptions } from "./threads/list.ts";
import { readThread } from "./threads/read.ts";
import { unlessRefused } from "./threads/refusals.ts";
import { moveThread, renameThread, revertThread } from "./threads/stored.ts";

/** Starts a server on a host of its own making. Not public: a program has the host that it runs on. */
export let startServer: (options: AppServerOptions, host: Host) => Promise<AppServer>;

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
 *
 * @category Threads
 */
export class AppServer implements AsyncDisposable {
  readonly #session: ServerSession;
  readonly #request: Request = (method, params) => this.#session.request(method, params);
  readonly #observer: TurnObserver | null;

  static {
    startServer = async (options, host) => {
      const checked = checkedOptions("liveClient", options, "start the app-server");
      return new AppServer(await ServerSession.open(await startedServer(checked, host)));
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
   * Starts the server and introduces the client. An API key, given or in the variable
   * `CODEX_API_KEY`, is handed over in memory: nothing is written to disk.
   *
   * @param options Options of the client.
   * @returns The connection. Close it, or bind it with `await using`.
   * @throws {InvalidInputError} If there is no such option, or it takes no such value.
   * @throws {CodexError} One of its subclasses, when the server cannot be started.
   */
  static async start(options: AppServerOptions = {}): Promise<AppServer> {
    return await startServer(options, await detectHost());
  }

  /**
   * Connects to a server that runs: on this machine or another, for this client or for many. The server
   * and its turns outlive the connection; what is lost with it is made up for, see `reconnect`.
   *
   * Paths (folders, images) are the server's: nothing is looked up here. Nobody is logged in unless
   * `apiKey` is given, which logs in the whole server. What Codex asks, and this client was given no
   * callback for, it leaves to others.
   *
   * @param options Where the server is, and options of the client.
   * @returns The connection. `close()` closes that, and nothing else.
   * @throws {InvalidInputError} If an option cannot be: a token in clear over a network, say.
   * @throws {CodexError} If nobody answers, or the server lets this client not in.
   *
   * @example Go on with a thread on another machine
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
    if (!checked.url) throw new InvalidInputError("url", `Cannot ${act}: there is no url`);
    if (typeof checked.reconnect === "object") {
      checked.reconnect = checkedOptions("reconnect", checked.reconnect, act);
    }
    return new AppServer(
      await ServerSession.open(await connectedServer(checked, await detectHost())),
    );
  }

  /**
   * Talks to a server over a pair of streams of your own: JSON lines, as on its standard input and
   * output. As with `connect()`, the server is taken for one that others may share, and a lost
   * connection is not made again.
   *
   * @param streams What the server says, and what it hears. `close()` closes both.
   * @param options Options of the client.
   * @returns The connection.
   * @throws {CodexError} If the server does not answer.
   */
  static async over(streams: ServerStreams, options: StreamOptions = {}): Promise<AppServer> {
    const checked = checkedOptions("streamClient", options, "talk to an app-server");
    return new AppServer(
      await ServerSession.open(streamedServer(streams, checked, await detectHost())),
    );
  }

  /**
   * Starts a new thread.
   *
   * @param options Options of the thread.
   * @returns The thread.
   * @throws {InvalidInputError} If an option is not one of a live thread.
   */
  async startThread(options: LiveThreadOptions = {}): Promise<LiveThread> {
    return this.#observed(await this.#session.opener.start(options));
  }

  /**
   * Resumes a thread of this or an earlier process, or of `codex exec`. Its tools were declared when
   * it started: give the functions again, under the same names. Model, effort, folder and approval
   * policy stay as they were where `options` say nothing.
   *
   * Of a thread that this server has loaded you get another object. Each object keeps its options,
   * callbacks, tools and sandbox for the turns that are asked of it; a turn keeps what it began with.
   * What Codex takes only when it loads a thread (`developerInstructions`, `config`, web search,
   * further `tools`, …) is refused if it differs: `close()` the thread first. What others have
   * written to a loaded thread's file meanwhile (only possible around Codex's lock) stays unseen.
   *
   * @param id The thread's id.
   * @param options Options of the thread.
   * @returns The thread.
   * @throws {ResumeError} If there is no such thread, it is archived, or another process has it loaded.
   * @throws {InvalidInputError} If an option cannot be, or if no `workingDirectory` is given and the
   * one that the thread was in is gone.
   */
  async resumeThread(id: string, options: LiveThreadOptions = {}): Promise<LiveThread> {
    return this.#observed(await this.#session.opener.resume(id, options));
  }

  /**
   * Starts a new thread that begins with the history of another one. Of a thread that has had no turn
   * yet, one with the same options.
   *
   * @param id The id of the thread to copy.
   * @param options Options of the new thread. `afterTurnId`: the last turn that it takes over.
   * @returns The new thread.
   * @throws {ResumeError} If there is no such thread, or it is ephemeral or archived.
   * @throws {InvalidInputError} If it has no turn `afterTurnId`, or its folder is gone and
   * `workingDirectory` names no other.
   */
  async forkThread(id: string, options: ForkThreadOptions = {}): Promise<LiveThread> {
    return this.#observed(await this.#session.opener.fork(id, options));
  }

  /**
   * The stored threads, newest first, those of `codex exec` included.
   *
   * @param options Which threads.
   * @returns The threads, fetched page by page as they are asked for.
   */
  listThreads(options: ListThreadsOptions = {}): AsyncIterableIterator<ThreadInfo> {
    return listThreads((params) => this.request("thread/list", params), options);
  }

  /**
   * Reads a stored thread without loading it.
   *
   * @param id The thread's id.
   * @param options `includeTurns`: with its turns. Default: without.
   * @returns The thread.
   * @throws {ResumeError} If there is no such thread, or its turns are asked for and it is ephemeral.
   */
  async readThread(
    id: string,
    options: { readonly includeTurns?: boolean | undefined } = {},
  ): Promise<ThreadInfo> {
    const checked = checkedOptions("threadRead", options, "read a thread");
    const threadId = checkedThreadId("read", id);
    const read = () => readThread(this.#request, threadId, checked);
    return await unlessRefused("read", threadId, read);
  }

  /**
   * Moves a thread out of the ordinary lists. Closes it, if this server has it loaded. Does nothing where
   * it is in the archive.
   *
   * @throws {ResumeError} If there is no such thread, or another process has it loaded.
   */
  async archiveThread(id: string): Promise<void> {
    const threadId = checkedThreadId("archive", id);
    await moveThread(this.#request, threadId, "archive");
    this.#session.unloaded(threadId);
  }

  /**
   * Moves a thread back into the ordinary lists. Does nothing where it is there.
   *
   * @throws {ResumeError} If there is no such thread.
   */
  async unarchiveThread(id: string): Promise<void> {
    await moveThread(this.#request, checkedThreadId("unarchive", id), "unarchive");
  }

  /**
   * Deletes a thread for good.
   *
   * @throws {ResumeError} If there is no such thread, or another process has it loaded.
   * @throws {RpcError} If Codex keeps it, since others were forked from it.
   */
  async deleteThread(id: string): Promise<void> {
    const threadId = checkedThreadId("delete", id);
    await unlessRefused("delete", threadId, () => this.#request("thread/delete", { threadId }));
    this.#session.unloaded(threadId);
  }

  /**
   * The files of a thread, wherever the server runs: with them `importThread()` makes the same thread
   * elsewhere. With them go those of the threads that it was forked from, and its title. A turn may run
   * meanwhile; what it has written by then goes along. A thread in the archive is exported, too; the
   * new one is in the ordinary lists. What sub-agents have done is not taken along but for what the thread
   * was told of it.
   *
   * @param id The thread's id.
   * @returns Its files, each one behind what it needs.
   * @throws {ResumeError} If there is no such thread, or Codex has nothing of it on disk.
   */
  async exportThread(id: string): Promise<ThreadFile[]> {
    return await exportThread(this.#session.store, id);
  }

  /**
   * Makes a thread of files that `exportThread()` gave, here or by `Codex`, in the server's CODEX_HOME. What
   * the thread has there is replaced: it is unloaded first. The new one is not loaded: resume it, with a
   * `workingDirectory` where its own does not exist on that machine.
   *
   * @param files The files.
   * @returns The thread's id.
   * @throws {InvalidInputError} If they are not one whole thread, or if a thread that it was forked from has
   * gone on otherwise there. Nothing is written then.
   * @throws {ResumeError} If a turn of the thread runs, or another process has it loaded.
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
    return await importThread(this.#session.store, files);
  }

  /**
   * Gives a thread a title.
   *
   * @throws {ResumeError} If there is no such thread, or it is ephemeral or in the archive.
   */
  async renameThread(id: string, name: string): Promise<void> {
    await renameThread(this.#request, checkedThreadId("rename", id), name);
  }

  /**
   * Takes back a turn and all that came after it, of a thread that this server has loaded. The files stay
   * as they are.
   *
   * @param id The thread's id.
   * @param beforeTurnId The first turn to take back; `readThread()` tells the ids.
   * @throws {InvalidInputError} If it has no such turn.
   * @throws {ResumeError} If there is no such thread, or it is ephemeral or in the archive.
   * @throws {CodexError} If the thread is not loaded.
   */
  async revertThread(id: string, beforeTurnId: string): Promise<void> {
    await revertThread(this.#request, checkedThreadId("revert", id), beforeTurnId);
  }

  /**
   * The models that Codex offers. Works without a login.
   *
   * @param options `includeHidden`: those too that pickers leave out.
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

  /** Who is logged in. */
  async account(): Promise<AccountInfo> {
    const answer = await this.request("account/read");
    answerFields("account/read", answer);
    return accountInfo(answer);
  }

  /** The server, as it has introduced itself. */
  get info(): ServerInfo {
    return this.#session.info;
  }

  /**
   * What is left of the plan of a ChatGPT login.
   *
   * @throws {RpcError} If Codex has no such login.
   */
  async rateLimits(): Promise<RateLimits> {
    const method = "account/rateLimits/read";
    return answerFields(method, await this.request(method)) as unknown as RateLimits;
  }

  /**
   * Logs Codex in with a key: for this server and, as `codex login` does, for all that use its
   * CODEX_HOME. The `apiKey` of `start()` is kept in memory instead.
   *
   * @throws {InvalidInputError} If the key is blank.
   */
  login(options: ApiKeyLogin): Promise<void>;
  /** Begins a login that a person completes in a browser on the machine that Codex runs on. */
  login(options: { readonly type: "chatgpt" }): Promise<PendingLogin>;
  /**
   * Begins a login that a person completes in any browser, with a code.
   *
   * @throws {RpcError} If the service gives no code.
   */
  login(options: { readonly type: "deviceCode" }): Promise<PendingDeviceLogin>;
  async login(
    options: ApiKeyLogin | ChatGptLogin,
  ): Promise<void | PendingLogin | PendingDeviceLogin> {
    return await login(this.#session.account, options);
  }

  /** Logs Codex out: this server, and all that use its CODEX_HOME. */
  async logout(): Promise<void> {
    await this.request("account/logout");
  }

  /**
   * Calls any method of the protocol. Parameters and result are typed for those of the entry
   * `@codex-js/sdk/protocol`; any other method takes what it is given, and gives `unknown`.
   *
   * @param method The method.
   * @param rest Its parameters, then how long to wait: `{ signal, timeoutMs }`.
   * @returns Its result.
   * @throws {RpcError} If the server refuses.
   * @throws {RequestTimeoutError} If it does not answer in time.
   * @throws {AbortError} If the signal fires first.
   * @throws {ConnectionClosedError} If it is gone.
   *
   * @example Call what the SDK has no method for
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
    const [params = {}, given] = rest;
    const options = checkedOptions("request", given, method);
    return await this.#session.request(method, params, options) as RequestResult<M>;
  }

  /**
   * The notifications of the server, and the requests it makes, from now on. A consumer that falls
   * behind holds nobody up: beyond 16 MiB of JSON that wait for it the oldest are lost, and
   * `{ method: "sdk/dropped", params: { count } }` stands in their place.
   *
   * @param options `methods`: these alone. Default: all.
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
   *     if (method === "sdk/dropped") console.log(`${params.count} were lost`);
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

  /** How the connection stands. */
  get state(): ConnectionState {
    return this.#session.state;
  }

  /** Settles when the connection is gone for good, with how that came. Never rejects. */
  get closed(): Promise<ServerEnd> {
    return this.#session.closed;
  }

  /**
   * Ends the connection, and a server that `start()` has started with it: that leaves no process. Turns
   * under way reject; on a server that was connected to they go on.
   */
  async close(): Promise<void> {
    await this.#session.close();
  }

  /** As `close()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #observed(thread: LiveThread): LiveThread {
    return observeLiveThread(thread, this.#observer);
  }
}
