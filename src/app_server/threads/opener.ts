/**
 * Starts, resumes, forks and closes the threads of one server.
 *
 * @module
 */
import type { Host } from "../../core/ports/host.ts";
import { CodexError, InvalidInputError, ResumeError } from "../../core/vocabulary/errors.ts";
import { NO_USAGE } from "../../core/vocabulary/usage.ts";
import { checkFolders } from "../../launch/check_paths.ts";
import { within } from "../../launch/stop.ts";
import { answerFields, answerObject, answerWithId } from "../link/answers.ts";
import { ConnectionClosedError, RpcError } from "../link/rpc_errors.ts";
import type { LiveThreadOptions } from "../turns/options.ts";
import type { ThreadFacts } from "../turns/params.ts";
import { TurnRunner } from "../turns/runner.ts";
import { settingsOf } from "../turns/settings.ts";
import type { ThreadLink } from "../turns/thread_link.ts";
import type { ThreadState } from "../turns/thread_state.ts";
import { askingPolicy, joinedSettings } from "./joining.ts";
import { createLiveThread, type LiveThread } from "./live_thread.ts";
import {
  checkThreadOptions,
  newThreadParams,
  sandboxPolicy,
  threadParams,
  toolParams,
  type UserConfig,
} from "./params.ts";
import { folderPaths } from "./paths.ts";
import type { ThreadRegistry } from "./registry.ts";
import { checkReopen } from "./reopen.ts";
import { resuming } from "./resume_failure.ts";

/** Milliseconds that the server may take to unload a thread: 2 to 50 are usual. */
const UNLOAD_MS = 10_000;

/** Options of a fork. */
export interface ForkThreadOptions extends LiveThreadOptions {
  /** The last turn that the new thread takes over; `readThread()` tells the ids. Default: all. */
  afterTurnId?: string;
}

/** Starts, resumes, forks and closes threads. */
export class ThreadOpener {
  readonly #link: ThreadLink;
  readonly #threads: ThreadRegistry;
  readonly #host: Host | null;
  // What loads and unloads a thread, one after another.
  readonly #busy: Map<string, Promise<unknown>> = new Map();

  /**
   * @param link What the threads need of the server.
   * @param threads The threads of the server.
   * @param host This machine, or null where the folders are on another one.
   */
  constructor(link: ThreadLink, threads: ThreadRegistry, host: Host | null) {
    this.#link = link;
    this.#threads = threads;
    this.#host = host;
  }

  /** Starts a thread. */
  async start(options: LiveThreadOptions): Promise<LiveThread> {
    checkThreadOptions(options);
    const params = {
      ...this.#params(options),
      ...newThreadParams(options),
      ...toolParams(options),
    };
    return await this.#load("thread/start", params, await this.#prepared(options));
  }

  /** Resumes a thread; one that is loaded for this client gets another object. */
  async resume(id: string, options: LiveThreadOptions): Promise<LiveThread> {
    checkThreadOptions(options);
    const prepared = await this.#prepared(options);
    return await this.#alone(id, async () => {
      const known = this.#threads.get(id);
      if (known !== undefined) return await this.#join(known, prepared);
      await this.#checkStoredFolder("resume", id, options);
      const params = { ...this.#params(options), threadId: id, excludeTurns: true };
      return await resuming("resume", id, () => this.#load("thread/resume", params, prepared));
    });
  }

  /** Forks a thread; one that has had no turn is started again with the same options. */
  async fork(id: string, { afterTurnId, ...options }: ForkThreadOptions): Promise<LiveThread> {
    checkThreadOptions(options);
    const known = this.#threads.get(id);
    if (known?.hadTurns === false && afterTurnId === undefined) {
      return await this.start({ ...known.opened.options, ...options });
    }
    if (known?.hadTurns && known.opened.options.ephemeral) {
      throw new ResumeError(
        "not_found",
        id,
        `Cannot fork thread ${id}: it is ephemeral, and Codex keeps nothing of it`,
      );
    }
    const prepared = await this.#prepared(options);
    await this.#checkStoredFolder("fork", id, options);
    const params = {
      ...this.#params(options),
      ...newThreadParams(options),
      threadId: id,
      excludeTurns: true,
      ...(afterTurnId === undefined ? {} : { lastTurnId: afterTurnId }),
    };
    try {
      return await resuming("fork", id, () => this.#load("thread/fork", params, prepared));
    } catch (error) {
      if (!(error instanceof RpcError) || !/turn not found/.test(error.message)) throw error;
      throw new InvalidInputError(
        "afterTurnId",
        `Cannot fork thread ${id}: it has no turn ${JSON.stringify(afterTurnId)}`,
      );
    }
  }

  /** Unloads a thread, and settles when its file is free. A turn of it that is under way rejects. */
  async close(thread: ThreadState): Promise<void> {
    await this.#alone(thread.id, async () => {
      if (this.#threads.get(thread.id) !== thread) return;
      try {
        await thread.end();
        await this.#unload(thread);
      } finally {
        this.#threads.remove(thread);
      }
    });
  }

  async #unload(thread: ThreadState): Promise<void> {
    const method = "thread/unsubscribe";
    try {
      const answer = await this.#link.request(method, { threadId: thread.id });
      if (answerFields(method, answer).status === "notLoaded") return;
    } catch (error) {
      if (error instanceof ConnectionClosedError) return;
      throw error;
    }
    if (await within(thread.unloaded, UNLOAD_MS)) return;
    throw new CodexError(
      `Cannot close thread ${thread.id}: Codex still has it loaded; another client may use it, or ` +
        "the configuration has a thread_unload_delay_secs",
    );
  }

  /** Another object of a thread that is loaded. */
  async #join(thread: ThreadState, options: LiveThreadOptions): Promise<LiveThread> {
    const { opened } = thread;
    checkReopen(thread.id, opened.options, options);
    const cwd = options.workingDirectory ?? opened.settings.cwd ?? undefined;
    const user = await this.#userConfig(cwd);
    await this.#checkFolder("resume", thread.id, cwd);
    const asks = this.#asks(options);
    const joined = await joinedSettings(opened.settings, options, this.#host);
    return this.#object(thread, {
      options,
      asks,
      sandboxPolicy: sandboxPolicy(options, user),
      settings: asks ? askingPolicy(joined, options, user) : joined,
    });
  }

  async #load(
    method: "thread/start" | "thread/resume" | "thread/fork",
    params: Record<string, unknown>,
    options: LiveThreadOptions,
  ): Promise<LiveThread> {
    const user = await this.#userConfig(options.workingDirectory);
    const policy = sandboxPolicy(options, user);
    const asks = this.#asks(options);
    const thread = await this.#threads.open(async () => {
      const answer = await this.#link.request(method, params);
      const { id } = answerWithId(method, answer, "thread");
      const told = settingsOf(answerFields(method, answer));
      const isNew = method === "thread/start";
      const settings = asks && !isNew ? askingPolicy(told, options, user) : told;
      const facts = { options, asks, sandboxPolicy: policy, settings };
      return { id, facts, usage: isNew ? NO_USAGE : null, isNew };
    });
    return this.#object(thread, thread.opened);
  }

  #object(thread: ThreadState, facts: ThreadFacts): LiveThread {
    return createLiveThread(new TurnRunner(this.#link, thread, facts), () => this.close(thread));
  }

  /** The options, with folders that exist. */
  async #prepared(options: LiveThreadOptions): Promise<LiveThreadOptions> {
    if (this.#host === null) return { ...options };
    await checkFolders(this.#host, options);
    const { additionalDirectories = [], workingDirectory } = options;
    const folders = await folderPaths(this.#host, additionalDirectories, workingDirectory);
    return { ...options, additionalDirectories: folders };
  }

  /** A thread goes on in the folder it was in, if no other is given: without it each command fails. */
  async #checkStoredFolder(
    verb: "resume" | "fork",
    id: string,
    { workingDirectory }: LiveThreadOptions,
  ): Promise<void> {
    if (workingDirectory || this.#host === null) return;
    try {
      const answer = await this.#link.request("thread/read", { threadId: id });
      const { cwd } = answerObject("thread/read", answer, "thread");
      await this.#checkFolder(verb, id, typeof cwd === "string" ? cwd : undefined);
    } catch (error) {
      // What is wrong with the thread the server tells when it is asked to load it.
      if (!(error instanceof RpcError)) throw error;
    }
  }

  async #checkFolder(
    verb: "resume" | "fork",
    id: string,
    folder: string | undefined,
  ): Promise<void> {
    if (folder === undefined || this.#host === null) return;
    const kind = await this.#host.stat(folder);
    if (kind === "directory" || kind === "unknown") return;
    throw new InvalidInputError(
      "workingDirectory",
      `Cannot ${verb} thread ${id}: its working directory ${JSON.stringify(folder)} ` +
        "does not exist any more; give another one",
    );
  }

  async #userConfig(cwd: string | undefined): Promise<UserConfig> {
    const params = { cwd: cwd || null, includeLayers: false };
    const answer = await this.#link.request("config/read", params);
    return answerObject("config/read", answer, "config") as UserConfig;
  }

  #asks(options: LiveThreadOptions): boolean {
    return Boolean(options.onApproval ?? this.#link.callbacks.onApproval);
  }

  #params(options: LiveThreadOptions): Record<string, unknown> {
    return threadParams(options, this.#asks(options));
  }

  /** One after another, for one thread: loading, joining, unloading. */
  async #alone<T>(id: string, action: () => Promise<T>): Promise<T> {
    const before = this.#busy.get(id);
    const mine = before === undefined ? action() : before.then(action, action);
    this.#busy.set(id, mine);
    try {
      return await mine;
    } finally {
      if (this.#busy.get(id) === mine) this.#busy.delete(id);
    }
  }
}
