/**
 * What a stopped turn leaves behind, and its end. Codex ends the turn alone: its commands become
 * background terminals, and its sub-agents work on.
 *
 * @module
 */
import type { ThreadScope } from "../asks/scope.ts";
import type { ProcessRef } from "../../core/ports/host.ts";
import { answerFields, type Fields } from "../link/answers.ts";
import { Commands } from "./commands.ts";
import { type SubAgent, SubAgents } from "./sub_agents.ts";
import type { TurnCleanUp } from "./thread_link.ts";

/** What a clean-up needs of the server. */
export interface CleanUpLink {
  /** Calls a method of the server. */
  request(method: string, params: unknown): Promise<unknown>;
  /** Who answers for a thread of ours at the moment; null for any other. */
  scope(threadId: string): ThreadScope | null;
  /** The processes that live below the server, and those known that still live; none where that cannot be known. */
  processes(known: readonly ProcessRef[]): Promise<readonly ProcessRef[]>;
  /**
   * Waits until those of these processes are gone that the server has lost.
   *
   * @param kill Whether to end them.
   */
  endLost(known: readonly ProcessRef[], kill: boolean): Promise<void>;
}

/** Milliseconds for which a look at the processes counts as one of now. */
const FRESH_MS = 20;

/** Ends what stopped turns leave behind. */
export class CleanUp implements TurnCleanUp {
  readonly #link: CleanUpLink;
  readonly #commands: Commands = new Commands();
  readonly #agents: SubAgents;
  #looking: Promise<readonly ProcessRef[]> = Promise.resolve([]);
  #lookedAt = -Infinity;

  /** @param link What a clean-up needs of the server. */
  constructor(link: CleanUpLink) {
    this.#link = link;
    this.#agents = new SubAgents({
      scope: (threadId) => link.scope(threadId),
      interrupt: (agent) => void this.#interrupt(agent),
      late: (agent) => void this.#end(agent),
    });
  }

  /** A notification of the server. */
  notify(method: string, params: Fields): void {
    this.#commands.notify(method, params);
    this.#agents.notify(method, params);
  }

  /** Who answers for a thread: its own callbacks, or those of the turn that its sub-agent works for. */
  scope(threadId: unknown): ThreadScope | null {
    const own = typeof threadId === "string" ? this.#link.scope(threadId) : null;
    return own ?? this.#agents.scope(threadId);
  }

  /** The server is gone. */
  lose(): void {
    this.#commands.lose();
    this.#agents.lose();
  }

  /** As {@linkcode TurnCleanUp} has it. */
  async look(known: readonly ProcessRef[]): Promise<readonly ProcessRef[]> {
    if (known.length > 0) return await this.#find(known);
    // Many turns are stopped at once, by one signal: one look does for all.
    const now = performance.now();
    if (now - this.#lookedAt > FRESH_MS) {
      this.#lookedAt = now;
      this.#looking = this.#find([]);
    }
    return await this.#looking;
  }

  async #find(known: readonly ProcessRef[]): Promise<readonly ProcessRef[]> {
    return await this.#link.processes(known).catch(() => known);
  }

  /** As {@linkcode TurnCleanUp} has it. What the server refuses is left to it. */
  async turn(threadId: string, turnId: string, known: readonly ProcessRef[]): Promise<void> {
    const ended = this.#commands.watch();
    const below = await this.look(known);
    this.#agents.stopped(turnId);
    const threads = new Set([threadId]);
    await Promise.all([this.#clean(threadId), this.#endAgents(turnId, threads)]);
    this.#agents.settled(turnId);
    // What another thread's command has left on purpose, at its own end, is not to be ended.
    const isOurs = [...ended()].every((thread) => threads.has(thread));
    if (below.length > 0) await this.#link.endLost(below, isOurs).catch(() => {});
  }

  /** Those who are spawned in the meantime, too. */
  async #endAgents(turnId: string, threads: Set<string>): Promise<void> {
    const atWork = () => this.#agents.of(turnId).filter(({ isOver }) => !isOver);
    await this.#agents.begun(turnId);
    for (let found = this.#agents.of(turnId); found.length > 0; found = atWork()) {
      for (const agent of found) threads.add(agent.threadId);
      await Promise.all(found.map((agent) => this.#end(agent)));
      await this.#agents.begun(turnId);
    }
  }

  async #end(agent: SubAgent): Promise<void> {
    await this.#interrupt(agent);
    await this.#clean(agent.threadId);
  }

  async #interrupt({ threadId, turnId, over, isOver }: SubAgent): Promise<void> {
    if (isOver) return;
    // Refused where it has ended in between; then that is told as well.
    this.#link.request("turn/interrupt", { threadId, turnId }).catch(() => {});
    await over;
  }

  /** The answer comes a moment before the commands are gone: their items tell that. */
  async #clean(threadId: string): Promise<void> {
    try {
      const running = await this.#terminals(threadId);
      await this.#link.request("thread/backgroundTerminals/clean", { threadId });
      await this.#commands.ended(threadId, running);
    } catch {
      // A server that does not know how, or is gone.
    }
  }

  /** Not each command whose item is open runs: some never began. */
  async #terminals(threadId: string): Promise<string[]> {
    const method = "thread/backgroundTerminals/list";
    try {
      const { data } = answerFields(method, await this.#link.request(method, { threadId }));
      return Array.isArray(data) ? data.flatMap((entry) => itemIdOf(entry)) : [];
    } catch {
      return [];
    }
  }
}

function itemIdOf(entry: unknown): string[] {
  const { itemId } = (entry ?? {}) as Fields;
  return typeof itemId === "string" ? [itemId] : [];
}
