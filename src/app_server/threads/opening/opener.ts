/**
 * Starts, resumes, forks and closes the threads of one server.
 *
 * @module
 */
import type { Host } from "../../../core/ports/host.ts";
import { CodexError, InvalidInputError, ResumeError } from "../../../core/vocabulary/errors.ts";
import { checkedThreadId } from "../../../core/options/thread_id.ts";
import { quoted } from "../../../core/base/plain_text.ts";
import { NO_USAGE } from "../../../core/vocabulary/usage.ts";
import { within } from "../../../launch/process/stop.ts";
import { answerFields, answerObject } from "../../link/answers.ts";
import { ConnectionClosedError, RpcError } from "../../link/rpc_errors.ts";
import type { Turn } from "../../protocol/common.ts";
import { onceListed } from "../../link/unwritten.ts";
import type { LiveCallbacks } from "../../asks/callbacks.ts";
import type { LiveThreadOptions } from "../../turns/options.ts";
import {
  asksNoApproval,
  defined,
  type ThreadEnvironments,
  type ThreadFacts,
} from "../../turns/params/turn_start.ts";
import { TurnRunner } from "../../turns/runner.ts";
import { settingsOf, type TurnSettings } from "../../turns/params/settings.ts";
import type { Request } from "../../history/stored_turn.ts";
import { StoredTurns } from "../../history/stored_turns.ts";
import type { ThreadLink } from "../../turns/thread_link.ts";
import type { ThreadState } from "../../turns/thread_state.ts";
import { Environments } from "./environments.ts";
import { Folders } from "./folders.ts";
import { allowedPolicies } from "./requirements.ts";
import { askingPolicy, joinedSettings } from "./joining.ts";
import { createLiveThread, type LiveThread } from "../live_thread.ts";
import {
  checkThreadOptions,
  type ForkThreadOptions,
  newThreadParams,
  permissionsOf,
  reviewerOf,
  sandboxPolicy,
  threadParams,
  toolParams,
  type UserConfig,
} from "./params.ts";
import { openedThread } from "./opened.ts";
import { unlessRefused } from "../refusals.ts";
import type { ThreadRegistry } from "../registry.ts";
import { rejoin } from "./rejoin.ts";
import { checkReopen } from "./reopen.ts";

/** Milliseconds that the server may take to unload a thread: usually 2 to 50. */
const UNLOAD_MS = 10_000;

/** Starts, resumes, forks and closes threads. */
export class ThreadOpener {
  readonly #link: ThreadLink;
  readonly #request: Request;
  readonly #threads: ThreadRegistry;
  readonly #folders: Folders;
  readonly #environments: Environments;
  // The last of the operations that load or unload a thread, which run one after another.
  readonly #busy: Map<string, Promise<unknown>> = new Map();
  // What the server was asked to unload, and has not reported as unloaded.
  readonly #unloading: Set<ThreadState> = new Set();

  /**
   * @param link What the threads need from the server.
   * @param threads The threads of the server.
   * @param host This machine, or null if the folders are on another one.
   */
  constructor(link: ThreadLink, threads: ThreadRegistry, host: Host | null) {
    this.#link = link;
    this.#threads = threads;
    this.#request = (method, params) => link.request(method, params);
    this.#folders = new Folders(host, this.#request);
    this.#environments = new Environments(this.#request);
  }

  /** Starts a thread. */
  async start(given: LiveThreadOptions): Promise<LiveThread> {
    const options = checkThreadOptions(given, "start");
    const params = {
      ...this.#params(options),
      ...newThreadParams(options),
      ...toolParams(options),
    };
    const prepared = await this.#folders.prepared(options);
    const environments = await this.#added(options, "start a thread");
    if (environments !== undefined) params.environments = environments.params(null);
    return await this.#load("thread/start", params, prepared, environments);
  }

  /** Resumes a thread; one that is loaded for this client gets another object. */
  async resume(requested: string, given: LiveThreadOptions): Promise<LiveThread> {
    const id = checkedThreadId("resume", requested);
    const options = checkThreadOptions(given, "resume");
    const prepared = await this.#folders.prepared(options);
    return await this.#alone(id, async () => {
      const known = this.#threads.get(id);
      if (known !== undefined) return await this.#join(known, prepared);
      await this.#folders.checkStored("resume", id, options);
      const params = { ...this.#params(options, true), threadId: id, excludeTurns: true };
      const environments = await this.#added(options, `resume thread ${id}`);
      const load = () => this.#load("thread/resume", params, prepared, environments);
      return await unlessRefused("resume", id, load);
    });
  }

  /**
   * Continues the threads, and their running turns, on a new connection or a new server.
   *
   * @param request Calls a method on the new connection.
   * @returns The running turns, by their threads.
   * @throws {CodexError} If the new connection is lost.
   */
  async rejoin(request: Request): Promise<ReadonlyMap<string, Turn>> {
    // What was to be unloaded is left behind: resumed, it would stay loaded.
    for (const thread of this.#unloading) thread.left();
    const threads = this.#threads.all.filter((thread) => !this.#unloading.has(thread));
    const running = new Map<string, Turn>();
    await Promise.all(threads.map(async (thread) => {
      const params = { ...this.#params(thread.opened.options, true), threadId: thread.id };
      const keep = (turn: Turn) => void running.set(thread.id, turn);
      const error = await rejoin(thread, params, request, keep);
      if (error === null) return;
      this.#threads.remove(thread);
      thread.drop(error);
    }));
    return running;
  }

  /** Forks a thread; one that has had no turn is started again with the same options. */
  async fork(requested: string, given: ForkThreadOptions): Promise<LiveThread> {
    const id = checkedThreadId("fork", requested);
    const { afterTurnId, ...options } = checkThreadOptions(given, "fork");
    const known = this.#threads.get(id);
    if (known?.hadTurns === false && afterTurnId === undefined) {
      return await this.start({ ...known.opened.options, ...defined(options) });
    }
    if (known?.hadTurns && known.opened.options.ephemeral) {
      const state = "it is ephemeral, so Codex does not store it";
      throw new ResumeError("not_found", id, `Cannot fork thread ${id}: ${state}`);
    }
    const prepared = await this.#folders.prepared(options);
    await this.#folders.checkStored("fork", id, options);
    const params = defined({
      ...this.#params(options),
      ...newThreadParams(options),
      threadId: id,
      excludeTurns: true,
      lastTurnId: afterTurnId,
    });
    const environments = await this.#added(options, `fork thread ${id}`) ??
      known?.opened.environments;
    try {
      const load = () => this.#load("thread/fork", params, prepared, environments);
      return await unlessRefused("fork", id, load);
    } catch (error) {
      const turn = quoted(afterTurnId);
      const said = error instanceof RpcError ? error.message : "";
      const state = /turn not found/.test(said)
        ? `it has no turn ${turn}`
        : /in-progress turn/.test(said)
        ? `turn ${turn} has not ended`
        : null;
      if (state === null) throw error;
      throw new InvalidInputError("afterTurnId", `Cannot fork thread ${id}: ${state}`);
    }
  }

  /** Unloads a thread, and settles when its file is free. A running turn rejects. */
  async close(thread: ThreadState): Promise<void> {
    await this.#alone(thread.id, async () => {
      if (this.#threads.get(thread.id) !== thread) return;
      try {
        await thread.end();
        await this.#link.cleanUp?.close(thread.id, this.#link.shared ?? false);
        this.#unloading.add(thread);
        await this.#unload(thread);
      } finally {
        this.#unloading.delete(thread);
        this.#threads.remove(thread);
      }
    });
  }

  /**
   * Unloads a thread that is to be replaced.
   *
   * @throws {ResumeError} If one of its turns is running or waiting.
   */
  async unload(id: string): Promise<void> {
    const thread = this.#threads.get(id);
    if (thread === undefined) return;
    if (thread.activeTurn === null && thread.queue.isEmpty) return await this.close(thread);
    throw new ResumeError(
      "in_use",
      id,
      `Cannot import thread ${id}: one of its turns is running here`,
    );
  }

  /** Runs an action that loads and unloads a thread, unless it is loaded; returns whether it has run. */
  async unlessLoaded(id: string, action: () => Promise<void>): Promise<boolean> {
    return await this.#alone(id, async () => {
      if (this.#threads.get(id) !== undefined) return false;
      await action();
      return true;
    });
  }

  async #unload(thread: ThreadState): Promise<void> {
    const method = "thread/unsubscribe";
    try {
      const answer = await this.#link.request(method, { threadId: thread.id });
      // On a shared server it may stay loaded for others.
      if (answerFields(method, answer).status === "notLoaded" || this.#link.shared) return;
    } catch (error) {
      if (error instanceof ConnectionClosedError) return;
      throw error;
    }
    if (await within(thread.unloaded, UNLOAD_MS)) return;
    throw new CodexError(
      `Cannot close thread ${thread.id}: Codex still has it loaded; another client may use it, or ` +
        "the configuration sets thread_unload_delay_secs",
    );
  }

  /** Creates another object for a loaded thread. */
  async #join(thread: ThreadState, options: LiveThreadOptions): Promise<LiveThread> {
    const { opened } = thread;
    checkReopen(thread.id, opened.options, options);
    const joined = joinedSettings(opened.settings, options);
    const { workingDirectory: given } = options;
    const cwd = given ? await this.#folders.absolute(given) : joined.cwd;
    await this.#folders.check("resume", thread.id, cwd);
    const user = await this.#userConfig(cwd);
    const { mayNever = true, isGuest = false } = opened;
    const environments = await this.#added(options, `resume thread ${thread.id}`) ??
      opened.environments;
    const settings = { ...joined, cwd };
    // If nobody was named when the thread was opened, whom the server named then.
    const reviewer = opened.options.approvalsReviewer === undefined
      ? opened.reviewer
      : reviewerOf(options, user);
    const known = { isNew: false, mayNever, isGuest, environments, reviewer };
    const facts = this.#facts(options, user, settings, known);
    await this.#link.guard?.(options, facts.sandboxPolicy);
    return this.#object(thread, facts);
  }

  async #load(
    method: "thread/start" | "thread/resume" | "thread/fork",
    params: Record<string, unknown>,
    options: LiveThreadOptions,
    given: ThreadEnvironments | undefined,
  ): Promise<LiveThread> {
    const user = await this.#userConfig(options.workingDirectory);
    const isNew = method === "thread/start";
    const isGuest = Boolean(this.#link.shared) && method === "thread/resume";
    if (!isNew && !isGuest) params.approvalsReviewer = reviewerOf(options, user);
    // Before anything is loaded.
    await this.#link.guard?.(options, sandboxPolicy(options, user));
    const request = () => {
      // While Codex unloads it, it refuses; the end that it then tells of is not that of what is loaded next.
      if (method === "thread/resume") this.#threads.forget(params.threadId);
      return this.#link.request(method, params);
    };
    const thread = await this.#threads.open(async () => {
      const answer = await onceListed(request);
      const opened = openedThread(method, answer);
      const { id, cwd, modelProvider } = opened;
      this.#link.opened?.(id, modelProvider);
      const mayNever = await this.#mayNever(params.approvalPolicy, answer);
      const settings = settingsOf({ cwd, ...answerFields(method, answer) });
      const environments = given ?? this.#environments.ofOpened(opened);
      // An organization may allow only another one than was asked for.
      const { approvalsReviewer: reviewer } = answerFields(method, answer);
      const known = { isNew, mayNever, isGuest, environments, reviewer };
      const facts = this.#facts(options, user, settings, known);
      const isShared = this.#link.shared ?? false;
      return { id, facts, usage: isNew ? NO_USAGE : null, isNew, isShared };
    });
    if (this.#link.shared && method === "thread/resume") {
      thread.found(await new StoredTurns(this.#request, thread.id).running());
    }
    return this.#object(thread, thread.opened);
  }

  #facts(
    options: LiveThreadOptions,
    user: UserConfig,
    settings: TurnSettings,
    { isNew, mayNever, isGuest, environments, reviewer }: {
      readonly isNew: boolean;
      readonly mayNever: boolean;
      readonly isGuest: boolean;
      readonly environments: ThreadEnvironments | undefined;
      readonly reviewer: unknown;
    },
  ): ThreadFacts {
    const callbacks = this.#callbacks(options);
    const policy = sandboxPolicy(options, user);
    return {
      options,
      callbacks,
      sandboxPolicy: policy,
      permissions: permissionsOf(options, user) ?? undefined,
      mayNever,
      isGuest,
      reviewer,
      settings: callbacks.onApproval && !isNew ? askingPolicy(settings, options, user) : settings,
      // Where paths in another environment lead is not known here.
      places: environments?.isElsewhere ? null : this.#folders.places(settings.cwd, policy),
      ...environments === undefined ? {} : { environments },
    };
  }

  /** Registers and reaches the environments of the option. */
  async #added(
    { environments }: LiveThreadOptions,
    act: string,
  ): Promise<ThreadEnvironments | undefined> {
    if (environments === undefined) return undefined;
    this.#link.hide?.(environments.flatMap(({ token }) => token ?? []));
    return await this.#environments.add(environments, act);
  }

  #object(thread: ThreadState, facts: ThreadFacts): LiveThread {
    return createLiveThread(new TurnRunner(this.#link, thread, facts), () => this.close(thread));
  }

  async #userConfig(cwd: string | null | undefined): Promise<UserConfig> {
    const params = { cwd: cwd || null, includeLayers: false };
    const answer = await this.#link.request("config/read", params);
    return answerObject("config/read", answer, "config") as UserConfig;
  }

  #callbacks(options: LiveThreadOptions): LiveCallbacks {
    const { onApproval, onElicitation } = this.#link.callbacks;
    return {
      onApproval: options.onApproval ?? onApproval,
      onElicitation: options.onElicitation ?? onElicitation,
    };
  }

  #params(options: LiveThreadOptions, resumed = false): Record<string, unknown> {
    this.#link.hideServers?.(options.mcpServers);
    const isShared = this.#link.shared ?? false;
    return threadParams(options, this.#callbacks(options), this.#link.mcpServers, {
      isShared,
      isGuest: isShared && resumed,
    });
  }

  /**
   * Whether the organization allows the policy of a thread where nobody can be asked. If not, the thread opens
   * with another one than requested, and a turn that requests it again fails.
   */
  async #mayNever(asked: unknown, answer: unknown): Promise<boolean> {
    const { approvalPolicy: got = asked } = Object(answer) as { approvalPolicy?: unknown };
    const isSame = (policy: unknown) => typeof policy === typeof asked && asksNoApproval(policy);
    if (!asksNoApproval(asked) || isSame(got)) return true;
    // A thread that others have loaded keeps their policy, which says nothing about requirements.
    const required = await this.#link.request("configRequirements/read", {});
    return allowedPolicies(required)?.some(isSame) ?? true;
  }

  /** Loads, joins and unloads a thread one after another. */
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
