/**
 * One running server: its process, the connection to it, and its threads.
 *
 * @module
 */
import { tell } from "../core/base/tell.ts";
import { onAbort } from "../core/base/on_abort.ts";
import type { CodexError } from "../core/vocabulary/errors.ts";
import type { Host } from "../core/ports/host.ts";
import type { Redact } from "../core/ports/redact.ts";
import { ORIGINATOR } from "../launch/command/env.ts";
import type { Launcher } from "../launch/launcher.ts";
import { temporaryFolders, workFolders } from "../launch/checks/writable.ts";
import { type Connection, SILENCE } from "./link/connection.ts";
import { imagePaths } from "./threads/opening/paths.ts";
import type { AccountLink } from "./login.ts";
import type { SessionGround } from "./ground.ts";
import type { AppServerOptions } from "./options.ts";
import type { LiveThreadOptions } from "./turns/options.ts";
import { answerFields } from "./link/answers.ts";
import type { AnyMessage } from "./link/notifications/message_queue.ts";
import { onceListed } from "./link/unwritten.ts";
import { NotificationHub } from "./link/notifications/hub.ts";
import type { RequestOptions } from "./link/requests.ts";
import type { InitializeResponse } from "./protocol/results.ts";
import { type ServerInfo, serverInfo } from "./server_info.ts";
import type { ServerEnd } from "./link/end.ts";
import { RpcError } from "./link/rpc_errors.ts";
import {
  type ConnectionState,
  LastingConnection,
  type Request,
} from "./link/reconnect/lasting_connection.ts";
import { LoginGate } from "./login_gate.ts";
import { AskedRequests } from "./asks/asked.ts";
import { answerRequest, hasAnswer } from "./asks/requests.ts";
import type { StoreServer } from "./threads/files/server_store.ts";
import { ThreadOpener } from "./threads/opening/opener.ts";
import { ThreadRegistry } from "./threads/registry.ts";
import { CleanUp } from "./stops/clean_up.ts";
import type { ThreadLink } from "./turns/thread_link.ts";

/** What changes the login, and what reports a change. */
const ACCOUNT = /^account\/(login\/|logout|updated)/;
const REQUEST_TIMEOUT_MS = 60_000;
/** The version in deno.json; a test checks that they agree. */
const VERSION = "0.1.0";

/** The connection to one server, with its threads. */
export class ServerSession {
  /** Starts, resumes and forks threads. */
  readonly opener: ThreadOpener;
  /** Resolves when the connection has ended for good, with the reason. Never rejects. */
  readonly closed: Promise<ServerEnd>;
  readonly #options: AppServerOptions;
  readonly #launcher: Launcher;
  readonly #shared: boolean;
  readonly #connection: LastingConnection;
  readonly #asked: AskedRequests = new AskedRequests();
  readonly #threads: ThreadRegistry = new ThreadRegistry((threadId) => {
    this.#asked.left(threadId);
    this.#gate.closed(threadId);
  });
  readonly #cleanUp: CleanUp;
  readonly #gate: LoginGate;
  readonly #hub: NotificationHub = new NotificationHub();
  #ended!: (end: ServerEnd) => void;
  // Settles when the current link is lost.
  #lost: Promise<void> = Promise.resolve();
  #lostNow: () => void = () => {};
  #info: ServerInfo | null = null;
  // The last import; the next one waits for it.
  #importing: Promise<unknown> = Promise.resolve();

  private constructor({ options, host, launcher, link, open, lasting, shared }: SessionGround) {
    this.#options = options;
    this.#launcher = launcher;
    this.#shared = shared;
    this.closed = new Promise((resolve) => this.#ended = resolve);
    this.#lose();
    const connection = this.#connection = new LastingConnection(link, open, {
      notification: (method, params) => this.#notified(method, params),
      request: (method, params, id) => this.#asks(method, params, id),
      malformed: (error) => tell(() => options.onConnectionError?.(error)),
      greet: (connection) => this.#greet(connection),
      lost: () => {
        // A shared server lives on, and with it its commands and sub-agents.
        if (!shared) this.#cleanUp.lose();
        this.#threads.suspend();
        this.#asked.suspend();
        this.#lose();
      },
      resume: (request) => this.#resume(request),
      closed: (failure, end, byUs) => this.#closed(failure, end, byUs),
      changed: (state) => tell(() => options.onConnectionChange?.(state)),
      redact: launcher.redact,
    }, { ...lasting, timeoutMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS });
    this.#cleanUp = new CleanUp({
      request: (method, params) => connection.request(method, params),
      scope: (threadId, turnId) => this.#threads.scope(threadId, turnId),
      root: (turnId) => this.#threads.scopeOf(turnId),
      below: () => connection.link.below(),
    });
    this.#gate = new LoginGate((method, params, trace) =>
      connection.request(method, params, {}, trace)
    );
    // With a custom `spawn`, and on a server that is not ours, paths are those of the other side.
    const isHere = !options.spawn && !shared;
    const threadLink: ThreadLink = {
      callbacks: options,
      mcpServers: options.mcpServers,
      hide: (secrets) => launcher.hide(secrets),
      hideServers: (servers) => launcher.hideServers(servers),
      bindContext: () => host.bindContext(),
      connected: () => connection.usable(),
      request: (method, params, trace) => this.#gate.request(method, params, trace),
      images: (paths) => isHere ? imagePaths(host, paths) : Promise.resolve((path) => path),
      opened: (threadId, provider) => this.#gate.opened(threadId, provider),
      unloaded: (threadId) => this.unloaded(threadId),
      cleanUp: this.#cleanUp,
      attached: (threadId, turn) => this.#cleanUp.attached(threadId, turn),
      stderr: () => connection.link.stderr(),
      redact: launcher.redact,
      shared,
      lasting: lasting.reconnect !== null,
      ...(shared ? {} : {
        guard: (options, policy) =>
          launcher.guard(host, writable(host, this.#options, options, policy)),
      }),
    };
    this.opener = new ThreadOpener(threadLink, this.#threads, isHere ? host : null);
  }

  /**
   * Introduces the client to a server.
   *
   * @param signal Ends the connection if it fires before the server has answered.
   * @throws {CodexError} A subclass, if the server refuses the client.
   */
  static async open(ground: SessionGround, signal?: AbortSignal): Promise<ServerSession> {
    const session = new ServerSession(ground);
    const unlisten = signal && onAbort(signal, () => void session.close());
    try {
      signal?.throwIfAborted();
      await session.#connection.greet();
    } catch (error) {
      await session.close();
      throw error;
    } finally {
      unlisten?.();
    }
    return session;
  }

  async #greet(connection: Pick<Connection, "request" | "notify">): Promise<void> {
    this.#hub.greeted();
    const { name = ORIGINATOR, title, version = VERSION } = this.#options.clientInfo ?? {};
    const answer = await connection.request("initialize", {
      clientInfo: { name, title: title ?? name, version },
      // Without it, Codex 0.169 refuses the host's tools.
      capabilities: { experimentalApi: true },
    });
    this.#info = serverInfo(answerFields("initialize", answer) as unknown as InitializeResponse);
    // If it does not arrive, the connection has ended, and the next request says why.
    await connection.notify("initialized").catch(() => {});
    const { apiKey } = this.#options;
    if (!apiKey) return;
    await connection.request("account/login/start", { type: "apiKey", apiKey });
    this.#gate.changed();
  }

  /** The state of the connection. */
  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** Calls a method of the server. */
  async request(method: string, params: unknown, options?: RequestOptions): Promise<unknown> {
    try {
      const result = await this.#connection.request(method, params, options);
      // From then on nothing is told of its turns, which would wait without end.
      const { threadId } = Object(params) as { readonly threadId?: unknown };
      if (method === "thread/unsubscribe") this.unloaded(String(threadId).toLowerCase());
      return result;
    } finally {
      // The notification may come later than the answer.
      if (ACCOUNT.test(method)) this.#gate.changed();
    }
  }

  /** What the server reported about itself. */
  get info(): ServerInfo {
    if (this.#info === null) throw new Error("the server was not greeted");
    return this.#info;
  }

  /** Listens to the server's notifications and requests from now on, and to its `configWarning`s. */
  listen(methods?: readonly string[]): AsyncIterableIterator<AnyMessage> {
    return this.#hub.listen(methods);
  }

  /** Takes the client's secrets out of a text. */
  get redact(): Redact {
    return this.#launcher.redact;
  }

  /** What a login needs. */
  get account(): AccountLink {
    const { redact } = this;
    return {
      request: (method, params) => this.request(method, params),
      listen: () => this.listen(),
      lost: () => this.#lost,
      keepSecret: (secret) => this.#launcher.keepSecret(secret),
      redact,
    };
  }

  /** What the export and import of threads need. */
  get store(): StoreServer {
    const { codexHome, platformFamily } = this.info;
    return {
      request: (method, params) => this.request(method, params),
      listen: (methods) => this.listen(methods),
      home: codexHome,
      platform: platformFamily === "windows" ? "win32" : "linux",
      unload: (id) => this.opener.unload(id),
      unlessLoaded: (id, action) => this.opener.unlessLoaded(id, action),
    };
  }

  /**
   * Imports threads one after another: two imports of one thread, or of its forks, would replace and remove
   * each other's files.
   */
  async importing<T>(action: (server: StoreServer) => Promise<T>): Promise<T> {
    const run = () => action(this.store);
    const mine = this.#importing.then(run, run);
    this.#importing = mine;
    return await mine;
  }

  /** Notes that the server has unloaded a thread, which it sometimes reports only after the answer. */
  unloaded(threadId: string): void {
    this.#threads.notify("thread/closed", { threadId });
  }

  #lose(): void {
    this.#lostNow();
    this.#lost = new Promise((resolve) => this.#lostNow = resolve);
  }

  /** Closes the connection, and ends the server if it is ours; running turns reject. */
  async close(): Promise<void> {
    await this.#connection.close();
  }

  #notified(method: string, params: unknown): void {
    this.#hub.tell({ method, params });
    if (ACCOUNT.test(method)) this.#gate.changed();
    const fields = (params ?? {}) as Record<string, unknown>;
    if (method === "serverRequest/resolved") this.#asked.resolved(fields.requestId);
    if (method === "turn/completed") this.#asked.ended(Object(fields.turn).id);
    // First, so that a turn that ends finds everything that it has left behind.
    this.#cleanUp.notify(method, fields);
    this.#threads.notify(method, fields);
  }

  async #asks(method: string, params: unknown, id: string | number): Promise<unknown> {
    return await this.#asked.answer(id, method, params, async (resolved) => {
      this.#hub.tell({ method, params });
      const fields = (params ?? {}) as Record<string, unknown>;
      const find = () => this.#cleanUp.scope(fields.threadId, fields.turnId);
      // A waiting request is repeated right after the answer that opens its thread.
      if (this.#shared && find() === null) {
        await Promise.all([this.#threads.settled(), this.#cleanUp.looked()]);
      }
      await this.#threads.ready(fields.threadId);
      if (resolved.aborted) return SILENCE;
      const scope = find();
      if (scope?.givenUp(fields.turnId)) throw new Error("the turn was stopped");
      if (this.#shared && !hasAnswer(method, fields, scope, this.#options)) return SILENCE;
      const answer = answerRequest(method, fields, scope, this.#options, resolved);
      return await (scope?.turn?.answering(answer) ?? answer);
    });
  }

  /** Continues on a new link what was running. */
  async #resume(request: Request): Promise<void> {
    await this.#cleanUp.rejoin(await this.opener.rejoin(request), request);
    // Open requests are repeated right after the answer to a resume, and so before the answer to a second one.
    await Promise.all(this.#asked.missing.map(async (threadId) => {
      try {
        await onceListed(() => request("thread/resume", { threadId, excludeTurns: true }));
      } catch (error) {
        // A thread that no longer exists asks nothing.
        if (!(error instanceof RpcError)) throw error;
      }
    }));
    this.#asked.rejoined();
  }

  #closed(failure: () => CodexError, end: ServerEnd, byUs: boolean): void {
    // Before `initialize` was answered, `start()` rejects instead.
    if (!byUs && this.#info !== null) tell(() => this.#options.onConnectionError?.(failure()));
    this.#ended(end);
    this.#threads.lose(failure);
    this.#cleanUp.lose();
    this.#asked.lose();
    this.#hub.end();
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
