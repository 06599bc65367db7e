/**
 * One server under way: its process, the connection to it, and its threads.
 *
 * @module
 */
import { AbortHub } from "../core/turn/aborts.ts";
import type { CodexError, DecodeError } from "../core/vocabulary/errors.ts";
import type { Host } from "../core/ports/host.ts";
import { ORIGINATOR, variable } from "../launch/command/env.ts";
import { Launcher } from "../launch/launcher.ts";
import { temporaryFolders, workFolders } from "../launch/checks/writable.ts";
import { within } from "../launch/process/stop.ts";
import { Connection } from "./link/connection.ts";
import { imagePaths } from "./threads/paths.ts";
import type { AccountLink } from "./login.ts";
import type { AppServerOptions } from "./options.ts";
import type { LiveThreadOptions } from "./turns/options.ts";
import { answerFields } from "./link/answers.ts";
import type { AnyMessage } from "./link/message_queue.ts";
import { NotificationHub } from "./link/notifications.ts";
import type { RequestOptions } from "./link/requests.ts";
import type { InitializeResponse } from "./protocol/results.ts";
import { type ServerInfo, serverInfo } from "./server_info.ts";
import { endOf, type ServerEnd, serverEnd } from "./link/end.ts";
import { LoginGate } from "./login_gate.ts";
import { ServerProcess } from "./link/process.ts";
import { answerRequest } from "./asks/requests.ts";
import type { StoreServer } from "./threads/files/server_store.ts";
import { ThreadOpener } from "./threads/opener.ts";
import { ThreadRegistry } from "./threads/registry.ts";
import { CleanUp } from "./stops/clean_up.ts";
import type { ThreadLink } from "./turns/thread_link.ts";

/** What changes the login, and what tells of it. */
const ACCOUNT = /^account\/(login\/|logout|updated)/;
const REQUEST_TIMEOUT_MS = 60_000;
/** That of deno.json, which a test holds it to. */
const VERSION = "0.1.0";

/** One server under way. */
export class ServerSession {
  /** Starts, resumes and forks threads. */
  readonly opener: ThreadOpener;
  /** Settles when the connection is gone, with how that came. Never rejects. */
  readonly closed: Promise<ServerEnd>;
  readonly #options: AppServerOptions;
  readonly #launcher: Launcher;
  readonly #process: ServerProcess;
  readonly #connection: Connection;
  readonly #threads: ThreadRegistry = new ThreadRegistry();
  readonly #cleanUp: CleanUp;
  readonly #gate: LoginGate;
  readonly #hub: NotificationHub = new NotificationHub();
  #closing = false;
  #ended!: (end: ServerEnd) => void;
  #info: ServerInfo | null = null;

  private constructor(
    options: AppServerOptions,
    host: Host,
    launcher: Launcher,
    process: ServerProcess,
  ) {
    this.#options = options;
    this.#launcher = launcher;
    this.#process = process;
    this.closed = new Promise((resolve) => this.#ended = resolve);
    this.#connection = new Connection(process.lines, {
      notification: (method, params) => this.#notified(method, params),
      request: (method, params) => this.#asked(method, params),
      malformed: (error) => options.onConnectionError?.(error),
      closed: (broken) => this.#closed(broken),
      redact: launcher.redact,
    }, options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);
    this.#cleanUp = new CleanUp({
      request: (method, params) => this.#connection.request(method, params),
      scope: (threadId) => this.#threads.scope(threadId),
      below: () => process.below(),
    });
    this.#gate = new LoginGate((method, params, trace) =>
      this.#connection.request(method, params, {}, trace)
    );
    const link: ThreadLink = {
      aborts: new AbortHub(),
      callbacks: options,
      mcpServers: options.mcpServers,
      hide: (secrets) => launcher.hide(secrets),
      bindContext: () => host.bindContext(),
      request: (method, params, trace) => this.#gate.request(method, params, trace),
      // With a custom `spawn` the paths are those of the other side.
      images: (paths) => options.spawn ? Promise.resolve((path) => path) : imagePaths(host, paths),
      opened: (threadId, provider) => this.#gate.opened(threadId, provider),
      cleanUp: this.#cleanUp,
      stderr: () => process.stderr(),
      redact: launcher.redact,
      guard: (options, policy) =>
        launcher.guard(host, writable(host, this.#options, options, policy)),
    };
    // With a custom `spawn` the folders are on the other side.
    this.opener = new ThreadOpener(link, this.#threads, options.spawn ? null : host);
  }

  /**
   * Starts the server and introduces the client.
   *
   * @throws {CodexError} One of its subclasses, when the server cannot be started.
   */
  static async start(options: AppServerOptions, host: Host): Promise<ServerSession> {
    const inherited = options.env === undefined ? host.env("CODEX_API_KEY") : undefined;
    const apiKey = options.apiKey || variable(options.env, "CODEX_API_KEY", host.platform) ||
      inherited;
    // The launcher knows the key, wherever it comes from, to keep it out of errors.
    const known = apiKey === undefined ? options : { ...options, apiKey };
    const launcher = new Launcher(known, () => Promise.resolve(host));
    const process = await ServerProcess.start(launcher, options, Boolean(apiKey));
    const session = new ServerSession({ ...options }, host, launcher, process);
    try {
      await session.#initialize();
      if (apiKey) await session.request("account/login/start", { type: "apiKey", apiKey });
    } catch (error) {
      await session.close();
      throw error;
    }
    return session;
  }

  async #initialize(): Promise<void> {
    const { name = ORIGINATOR, title, version = VERSION } = this.#options.clientInfo ?? {};
    const answer = await this.request("initialize", {
      clientInfo: { name, title: title ?? name, version },
      // Without it Codex 0.169 takes no tools of the host.
      capabilities: { experimentalApi: true },
    });
    this.#info = serverInfo(answerFields("initialize", answer) as unknown as InitializeResponse);
    // If it does not arrive, the connection is gone, and the next request says why.
    await this.#connection.notify("initialized").catch(() => {});
  }

  /** Calls a method of the server. */
  async request(method: string, params: unknown, options?: RequestOptions): Promise<unknown> {
    try {
      return await this.#connection.request(method, params, options);
    } finally {
      // The notification may come later than the answer.
      if (ACCOUNT.test(method)) this.#gate.changed();
    }
  }

  /** The server, as it has introduced itself. */
  get info(): ServerInfo {
    if (this.#info === null) throw new Error("the server was not greeted");
    return this.#info;
  }

  /** The notifications of the server, and the requests it makes, from now on. */
  listen(methods?: readonly string[]): AsyncIterableIterator<AnyMessage> {
    return this.#hub.listen(methods);
  }

  /** What logging in takes. */
  get account(): AccountLink {
    const { redact } = this.#launcher;
    return {
      request: (method, params) => this.request(method, params),
      listen: () => this.listen(),
      keepSecret: (secret) => this.#launcher.keepSecret(secret),
      redact,
    };
  }

  /** What threads as files take. */
  get store(): StoreServer {
    const { codexHome, platformFamily } = this.info;
    return {
      request: (method, params) => this.request(method, params),
      listen: (methods) => this.listen(methods),
      home: codexHome,
      platform: platformFamily === "windows" ? "win32" : "linux",
      unload: (id) => this.opener.unload(id),
    };
  }

  /** The server has let go of a thread. It tells so itself, but at times after the answer. */
  unloaded(threadId: string): void {
    this.#threads.notify("thread/closed", { threadId });
  }

  /** Ends the server; turns under way reject. Leaves no process. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#process.stop();
    await this.#connection.closed;
  }

  #notified(method: string, params: unknown): void {
    this.#hub.tell({ method, params });
    if (ACCOUNT.test(method)) this.#gate.changed();
    const fields = (params ?? {}) as Record<string, unknown>;
    // First, so that a turn that ends finds all that it has left.
    this.#cleanUp.notify(method, fields);
    this.#threads.notify(method, fields);
  }

  async #asked(method: string, params: unknown): Promise<unknown> {
    this.#hub.tell({ method, params });
    const fields = (params ?? {}) as Record<string, unknown>;
    const scope = this.#cleanUp.scope(fields.threadId);
    await scope?.turn?.ready;
    if (scope?.givenUp(fields.turnId)) throw new Error("the turn was stopped");
    const answer = answerRequest(method, fields, scope, this.#options);
    return await (scope?.turn?.answering(answer) ?? answer);
  }

  #tellError(error: CodexError): void {
    try {
      this.#options.onConnectionError?.(error);
    } catch {
      // Whoever is told has no say in the connection.
    }
  }

  async #closed(broken: DecodeError | null): Promise<() => CodexError> {
    // The output may end before the process does.
    await this.#process.stop();
    const { exited } = this.#process;
    // A custom `spawn` may never tell.
    const status = await within(exited, 0) ? await exited : null;
    const { redact } = this.#process;
    const stderr = this.#process.stderr();
    const failure = serverEnd(status, stderr, this.#closing, redact, broken);
    // Before it was greeted, `start()` rejects.
    if (!this.#closing && this.#info !== null) this.#tellError(failure());
    this.#ended(endOf(status, stderr, this.#closing));
    this.#threads.lose(failure);
    this.#cleanUp.lose();
    this.#hub.end();
    return failure;
  }
}

/** The folders that the model may write to in a thread. */
function writable(
  host: Host,
  { env }: AppServerOptions,
  options: LiveThreadOptions,
  policy: Readonly<Record<string, unknown>>,
): string[] {
  if (policy.type !== "workspaceWrite") return [];
  return [
    ...workFolders(host, options),
    ...temporaryFolders(host, env),
    ...policy.writableRoots as string[],
  ];
}
