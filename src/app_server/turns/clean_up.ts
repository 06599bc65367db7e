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

/** What a clean-up needs of the server. */
export interface CleanUpLink {
  /** Calls a method of the server. */
  request(method: string, params: unknown): Promise<unknown>;
  /** Who answers for a thread of ours at the moment; null for any other. */
  scope(threadId: string): ThreadScope | null;
  /** The processes that live below the server; none where that cannot be known. */
  processes(): Promise<readonly ProcessRef[]>;
  /** Ends those of these processes that the server has lost, and waits until they are gone. */
  endLost(known: readonly ProcessRef[]): Promise<void>;
}

/** Ends what stopped turns leave behind. */
export class CleanUp {
  readonly #link: CleanUpLink;
  readonly #commands: Commands = new Commands();
  readonly #agents: SubAgents;

  /** @param link What a clean-up needs of the server. */
  constructor(link: CleanUpLink) {
    this.#link = link;
    this.#agents = new SubAgents({
      scope: (threadId) => link.scope(threadId),
      interrupt: (agent) => void this.#interrupt(agent),
      late: (agent) => void this.#end([agent]),
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

  /**
   * Ends the sub-agents and the commands of a turn that the server has stopped, and settles when
   * they are gone. Never rejects: what the server refuses is left to it.
   *
   * @param threadId The thread.
   * @param turnId The turn.
   */
  async turn(threadId: string, turnId: string): Promise<void> {
    this.#agents.stopped(turnId);
    await Promise.all([this.#endCommands([threadId]), this.#endAgents(turnId)]);
    this.#agents.settled(turnId);
  }

  /** Those who were spawned in the meantime, too. */
  async #endAgents(turnId: string): Promise<void> {
    const atWork = () => this.#agents.of(turnId).filter(({ isOver }) => !isOver);
    for (let found = this.#agents.of(turnId); found.length > 0; found = atWork()) {
      await this.#end(found);
    }
  }

  async #end(agents: readonly SubAgent[]): Promise<void> {
    await Promise.all(agents.map((agent) => this.#interrupt(agent)));
    await this.#endCommands(agents.map(({ threadId }) => threadId));
  }

  async #interrupt({ threadId, turnId, over, isOver }: SubAgent): Promise<void> {
    if (isOver) return;
    // Refused where it has ended in between; then that is told as well.
    this.#link.request("turn/interrupt", { threadId, turnId }).catch(() => {});
    await over;
  }

  async #endCommands(threads: readonly string[]): Promise<void> {
    const busy = threads.some((threadId) => this.#commands.any(threadId));
    const known = busy ? await this.#link.processes().catch(() => []) : [];
    await Promise.all(threads.map((threadId) => this.#clean(threadId)));
    if (known.length > 0) await this.#link.endLost(known).catch(() => {});
  }

  /** The answer comes a moment before the commands are gone: their items tell that. */
  async #clean(threadId: string): Promise<void> {
    try {
      const running = this.#commands.any(threadId) ? await this.#terminals(threadId) : [];
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
