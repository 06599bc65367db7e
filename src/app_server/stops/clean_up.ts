/**
 * Ends what a stopped turn leaves behind. Codex ends only the turn itself: its commands become background
 * terminals, and its sub-agents keep working.
 *
 * @module
 */
import type { AskingTurn, ThreadScope } from "../asks/scope.ts";
import type { Descendants } from "../../core/ports/host.ts";
import { now, sleep } from "../../core/base/timers.ts";
import { within } from "../../launch/process/stop.ts";
import { answerFields, type Fields } from "../link/answers.ts";
import type { Turn } from "../protocol/common.ts";
import { Commands } from "./commands.ts";
import { findAgents } from "./find_agents.ts";
import type { SubAgent } from "./sub_agent.ts";
import { SubAgents } from "./sub_agents.ts";
import type { TurnCleanUp } from "../turns/thread_link.ts";

/** What a clean-up needs from the server. */
export interface CleanUpLink {
  /** Calls a method of the server. */
  request(method: string, params: unknown): Promise<unknown>;
  /** Who currently answers for one of our threads; null for any other. */
  scope(threadId: string, turnId?: unknown): ThreadScope | null;
  /** Who answers for one of our turns, by its id; null for any other. */
  root(turnId: string): ThreadScope | null;
  /** The processes below the server; null if unknown. */
  below(): Descendants | null;
}

/** Milliseconds that the rest of a command may take to end, and between two looks at it. */
const LOST_MS = 1_000;
const LOOK_MS = 10;
/** Milliseconds in which Codex tells the end of a command: its output may still come for 100. */
const TOLD_MS = 500;
/** The variable in which each command finds the id of its thread. */
const THREAD_VARIABLE = "CODEX_THREAD_ID";
/** How many looks in a row must find nothing left. */
const QUIET = 2;
/** Milliseconds that the server may take to end sub-agents, and to unload their threads. */
const UNLOAD_MS = 10_000;

/** Ends what stopped turns leave behind. */
export class CleanUp implements TurnCleanUp {
  readonly #link: CleanUpLink;
  readonly #commands: Commands = new Commands();
  readonly #agents: SubAgents;
  #looking: Promise<void> = Promise.resolve();

  /** @param link What a clean-up needs from the server. */
  constructor(link: CleanUpLink) {
    this.#link = link;
    this.#agents = new SubAgents({
      scope: (threadId) => link.scope(threadId),
      root: (turnId) => link.root(turnId),
      interrupt: (agent) => this.#interrupt(agent),
      late: (agent) => void this.#end(agent),
    });
  }

  /** Processes a notification of the server. */
  notify(method: string, params: Fields): void {
    this.#commands.notify(method, params);
    this.#agents.notify(method, params);
  }

  /** Settles when no sub-agents are being looked for: before that, it is unknown who answers for one. */
  async looked(): Promise<void> {
    await this.#looking;
  }

  /**
   * Continues with the sub-agents on a new connection, including those that were spawned meanwhile.
   *
   * @param running The running turns, by their threads.
   * @param request Calls a method on the new connection.
   * @throws {CodexError} If the new connection is lost.
   */
  async rejoin(running: ReadonlyMap<string, Turn>, request: CleanUpLink["request"]): Promise<void> {
    for (const [threadId, turn] of running) this.#agents.found(threadId, turn);
    await this.#look(findAgents(this.#agents, request));
  }

  /**
   * Finds the sub-agents of another client's turn.
   *
   * @throws {CodexError} If the connection is lost.
   */
  async attached(threadId: string, turn: Turn): Promise<void> {
    this.#agents.found(threadId, turn);
    const request: CleanUpLink["request"] = (method, params) => this.#link.request(method, params);
    // Also those that have been heard of: until now, nobody here may have answered for them.
    await this.#look(findAgents(this.#agents, request));
  }

  async #look(found: Promise<void>): Promise<void> {
    this.#looking = Promise.allSettled([this.#looking, found]).then(() => {});
    await found;
  }

  /** Who answers for a turn: its own callbacks, or those of the turn that the sub-agent works for. */
  scope(threadId: unknown, turnId?: unknown): ThreadScope | null {
    const own = typeof threadId === "string" ? this.#link.scope(threadId, turnId) : null;
    return own ?? this.#agents.scope(threadId);
  }

  /** The server has ended. */
  lose(): void {
    this.#commands.lose();
    this.#agents.lose();
  }

  /** As {@linkcode TurnCleanUp} has it. */
  async look(known: Descendants | null): Promise<Descendants | null> {
    const below = known ?? this.#link.below();
    await below?.look().catch(() => {});
    return below;
  }

  /** As {@linkcode TurnCleanUp} has it. If the server refuses, nothing is done. */
  async turn(threadId: string, turnId: string, known: Descendants | null): Promise<void> {
    const ended = this.#commands.watch();
    const below = await this.look(known);
    const before = await below?.lost(false).catch(() => null);
    this.#agents.stopped(turnId);
    const threads = new Set([threadId]);
    const commands = await Promise.all([this.#clean(threadId), this.#endAgents(turnId, threads)]);
    this.#agents.settled(turnId);
    // What another thread's command has left behind on purpose must not be ended.
    const isOurs = [...ended()].every((thread) => threads.has(thread));
    if (below === null || !before) return;
    const wanted = { kill: isOurs, ended: before.ended + commands[0] + commands[1], threads };
    await commandsGone(below, wanted).catch(() => {});
  }

  /** Ends the sub-agents, including those spawned meanwhile. Returns the number of their commands. */
  async #endAgents(turnId: string, threads: Set<string>): Promise<number> {
    let commands = 0;
    const atWork = () => this.#agents.of(turnId).filter(({ isOver }) => !isOver);
    await this.#agents.begun(turnId);
    for (let found = this.#agents.of(turnId); found.length > 0; found = atWork()) {
      for (const agent of found) threads.add(agent.threadId);
      const ended = await Promise.all(found.map((agent) => this.#end(agent)));
      commands += ended.reduce((sum, count) => sum + count, 0);
      await this.#agents.begun(turnId);
    }
    return commands;
  }

  /** As {@linkcode TurnCleanUp} has it. */
  async close(threadId: string, isShared: boolean): Promise<void> {
    if (!isShared) await within(this.#endAll(() => this.#agents.below(threadId)), UNLOAD_MS);
    // One that this client has opened itself stays open until it is closed itself.
    const threads = this.#agents.below(threadId).filter((agent) =>
      this.#link.scope(agent) === null
    );
    await Promise.all(threads.map((agent) => this.#unsubscribe(agent)));
    if (!isShared) await within(this.#agents.unloaded(threads), UNLOAD_MS);
    // Others may go on with them; nothing more is heard of them here.
    else for (const agent of threads) this.#agents.notify("thread/closed", { threadId: agent });
  }

  /** Ends sub-agents, including those that they spawn meanwhile. */
  async #endAll(below: () => readonly string[]): Promise<void> {
    const atWork = () => this.#agents.atWork(below());
    for (let found = atWork(); found.length > 0; found = atWork()) {
      await Promise.all(found.map((agent) => this.#end(agent)));
    }
  }

  /** As {@linkcode TurnCleanUp} has it. */
  left(turn: AskingTurn): void {
    this.#agents.left(turn);
  }

  async #unsubscribe(threadId: string): Promise<void> {
    const method = "thread/unsubscribe";
    try {
      const answer = answerFields(method, await this.#link.request(method, { threadId }));
      // Its end may have been missed.
      if (answer.status === "notLoaded") this.#agents.notify("thread/closed", { threadId });
    } catch {
      // The server is gone, or does not know the thread.
    }
  }

  async #end(agent: SubAgent): Promise<number> {
    if (!agent.isOver) {
      void this.#interrupt(agent);
      await agent.over;
    }
    return await this.#clean(agent.threadId);
  }

  async #interrupt({ threadId, turnId, isOver }: SubAgent): Promise<void> {
    if (isOver) return;
    // Refused if it has ended meanwhile, which is reported too.
    await this.#link.request("turn/interrupt", { threadId, turnId }).catch(() => {});
  }

  /**
   * Ends the commands of a thread, and returns their number. The answer comes a moment before their items are
   * completed, and those sometimes before their processes have ended.
   */
  async #clean(threadId: string): Promise<number> {
    try {
      const running = await this.#running(threadId) ?? [];
      await this.#link.request("thread/backgroundTerminals/clean", { threadId });
      await this.#commands.ended(threadId, running);
      return running.length;
    } catch {
      // The server does not have the method, or has ended.
      return 0;
    }
  }

  /** As {@linkcode TurnCleanUp} has it. */
  async untold(threadId: string, itemIds: readonly string[]): Promise<readonly string[]> {
    const running = await this.#running(threadId);
    if (running === null) return [];
    const over = itemIds.filter((id) => !running.includes(id));
    // One that has only just ended is no longer listed either.
    await within(this.#commands.ended(threadId, over), TOLD_MS);
    return this.#commands.forget(threadId, over);
  }

  /**
   * The running commands, or null if the server does not say. Not every command with an open item is running:
   * some never began, and of one that the sandbox has stopped Codex may not tell the end. Asked without a limit,
   * Codex lists all of them on one page.
   */
  async #running(threadId: string): Promise<readonly string[] | null> {
    const method = "thread/backgroundTerminals/list";
    try {
      const { data } = answerFields(method, await this.#link.request(method, { threadId }));
      return Array.isArray(data) ? data.flatMap((entry) => itemIdOf(entry)) : null;
    } catch {
      return null;
    }
  }
}

/**
 * Waits until commands have ended: their first processes, which the server ends, and what those had started,
 * including daemons that have detached themselves.
 */
async function commandsGone(
  below: Descendants,
  { kill, ended, threads }: {
    /** Whether to end what the first processes leave behind. */
    readonly kill: boolean;
    /** How many children of the server must have ended. */
    readonly ended: number;
    /** The threads whose daemons to end in any case. */
    readonly threads: ReadonlySet<string>;
  },
): Promise<void> {
  const until = now() + LOST_MS;
  const bearing = { name: THREAD_VARIABLE, values: threads };
  // A command that Codex itself has killed with the turn is not listed, and dies a moment later: one look is
  // not enough.
  for (let quiet = 0; now() < until;) {
    const lost = await below.lost(kill, bearing);
    quiet = lost.orphans || lost.ended < ended ? 0 : quiet + 1;
    if (quiet === QUIET) return;
    await sleep(LOOK_MS);
  }
}

function itemIdOf(entry: unknown): string[] {
  const { itemId } = (entry ?? {}) as Fields;
  return typeof itemId === "string" ? [itemId] : [];
}
