/**
 * One server under way: its process, the connection to it, and its threads.
 *
 * @module
 */
import { allowedPolicies } from "./threads/requirements.ts";
import { openedThread } from "./threads/opened.ts";
import { AbortHub } from "../core/turn/aborts.ts";
import type { CodexError, DecodeError } from "../core/vocabulary/errors.ts";
import type { Host } from "../core/ports/host.ts";
import { NO_USAGE } from "../core/vocabulary/usage.ts";
import { checkFolders } from "../launch/check_paths.ts";
import { realFolders } from "../launch/folders.ts";
import { ORIGINATOR, variable } from "../launch/env.ts";
import { Launcher } from "../launch/launcher.ts";
import { mcpSecrets } from "../launch/mcp_servers.ts";
import { within } from "../launch/stop.ts";
import { Connection } from "./link/connection.ts";
import { imagePaths } from "./threads/paths.ts";
import type { AppServerOptions } from "./options.ts";
import type { LiveThreadOptions } from "./turns/options.ts";
import type { LiveThread } from "./threads/live_thread.ts";
import { answerObject } from "./link/answers.ts";
import { NotificationHub, type ServerMessage } from "./link/notifications.ts";
import { serverEnd } from "./link/end.ts";
import { ServerProcess } from "./link/process.ts";
import { type Places, placesHere, placesThere } from "./asks/places.ts";
import { answerRequest } from "./asks/requests.ts";
import {
  permissionsOf,
  type SandboxConfig,
  sandboxPolicy,
  threadParams,
} from "./threads/params.ts";
import { ThreadRegistry } from "./threads/registry.ts";
import { CleanUp } from "./turns/clean_up.ts";

const REQUEST_TIMEOUT_MS = 60_000;
/** That of deno.json, which a test holds it to. */
const VERSION = "0.1.0";

/** One server under way. */
export class ServerSession {
  readonly #options: AppServerOptions;
  readonly #host: Host;
  readonly #launcher: Launcher;
  readonly #process: ServerProcess;
  readonly #connection: Connection;
  readonly #threads: ThreadRegistry;
  readonly #cleanUp: CleanUp;
  readonly #hub: NotificationHub = new NotificationHub();
  #closing = false;

  private constructor(
    options: AppServerOptions,
    host: Host,
    launcher: Launcher,
    process: ServerProcess,
  ) {
    this.#options = options;
    this.#host = host;
    this.#launcher = launcher;
    this.#process = process;
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
    this.#threads = new ThreadRegistry({
      aborts: new AbortHub(),
      request: (method, params) => this.#connection.request(method, params),
      // With a custom `spawn` the paths are those of the other side.
      images: (paths) => options.spawn ? Promise.resolve((path) => path) : imagePaths(host, paths),
      cleanUp: this.#cleanUp,
      stderr: () => process.stderr(),
      redact: launcher.redact,
    });
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
    await this.request("initialize", {
      clientInfo: { name, title: title ?? name, version },
      // Without it Codex 0.169 takes no tools of the host.
      capabilities: { experimentalApi: true },
    });
    // If it does not arrive, the connection is gone, and the next request says why.
    await this.#connection.notify("initialized").catch(() => {});
  }

  /** Calls a method of the server. */
  request(method: string, params: unknown): Promise<unknown> {
    return this.#connection.request(method, params);
  }

  /** Every notification of the server, and every request it makes, from now on. */
  listen(): AsyncIterableIterator<ServerMessage> {
    return this.#hub.listen();
  }

  /** Whether anybody can be asked for approval in every turn of a thread. */
  asks(options: LiveThreadOptions): boolean {
    return Boolean(options.onApproval ?? this.#options.onApproval);
  }

  /** The parameters that open a thread. */
  threadParams(options: LiveThreadOptions): Record<string, unknown> {
    this.#launcher.hide(mcpSecrets(options.mcpServers));
    return threadParams(options, this.asks(options), this.#options.mcpServers);
  }

  /**
   * Whether the organisation allows that nothing is asked. Where it does not, a thread opens with
   * another policy than was asked for, and a turn that asks for it again fails.
   */
  async #mayNever(asked: unknown, answer: unknown): Promise<boolean> {
    const { approvalPolicy = asked } = Object(answer) as { approvalPolicy?: unknown };
    if (asked !== "never" || approvalPolicy === asked) return true;
    // A thread that others have loaded keeps theirs, and says nothing of requirements.
    const required = await this.request("configRequirements/read", {});
    return allowedPolicies(required)?.includes("never") ?? true;
  }

  /**
   * Opens a thread.
   *
   * @param method What loads it: `thread/start`, `thread/resume` or `thread/fork`.
   * @param params The parameters of that method.
   * @param options The thread's options.
   */
  async open(
    method: string,
    params: Record<string, unknown>,
    options: LiveThreadOptions,
  ): Promise<LiveThread> {
    // With a custom `spawn` the folders are on the other side.
    if (!this.#options.spawn) {
      await checkFolders(this.#host, options);
      options = { ...options, additionalDirectories: await realFolders(this.#host, options) };
    }
    const read = { cwd: options.workingDirectory ?? null, includeLayers: false };
    const user = answerObject("config/read", await this.request("config/read", read), "config");
    const permissions = permissionsOf(options, user as SandboxConfig) ?? undefined;
    const policy = permissions === undefined ? sandboxPolicy(options, user as SandboxConfig) : {};
    return await this.#threads.open(async () => {
      const answer = await this.request(method, params);
      const thread = openedThread(method, answer);
      const mayNever = await this.#mayNever(params.approvalPolicy, answer);
      return {
        id: thread.id,
        options: { ...options },
        asks: this.asks(options),
        sandboxPolicy: policy,
        permissions,
        mayNever,
        places: this.#places(thread.cwd, policy),
        usage: method === "thread/start" ? NO_USAGE : null,
      };
    });
  }

  /** Where a thread works. With a custom `spawn` that is on the other side. */
  #places(cwd: unknown, policy: Record<string, unknown>): Places | null {
    if (typeof cwd !== "string") return null;
    const roots = (policy.writableRoots ?? []) as readonly string[];
    if (!this.#options.spawn) return placesHere(this.#host, [cwd, ...roots]);
    return placesThere((method, params) => this.request(method, params), [cwd, ...roots]);
  }

  /** Ends the server; turns under way reject. Leaves no process. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#process.stop();
    await this.#connection.closed;
  }

  #notified(method: string, params: unknown): void {
    this.#hub.tell({ method, params });
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

  async #closed(broken: DecodeError | null): Promise<() => CodexError> {
    // The output may end before the process does.
    await this.#process.stop();
    const { exited } = this.#process;
    // A custom `spawn` may never tell.
    const status = await within(exited, 0) ? await exited : null;
    const { redact } = this.#process;
    const failure = serverEnd(status, this.#process.stderr(), this.#closing, redact, broken);
    this.#threads.lose(failure);
    this.#cleanUp.lose();
    this.#hub.end();
    return failure;
  }
}
