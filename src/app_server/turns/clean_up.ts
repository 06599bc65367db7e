/**
 * What a stopped turn leaves behind, and its end. Codex ends the turn alone: its commands become
 * background terminals, and its sub-agents work on.
 *
 * @module
 */
import type { ThreadScope } from "../asks/scope.ts";
import type { Descendants } from "../../core/ports/host.ts";
import { now, sleep } from "../../core/vocabulary/timers.ts";
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
  /** What lives below the server; null where that cannot be known. */
  below(): Descendants | null;
}

/** Milliseconds that what is left of a command may take to go, and between two looks at it. */
const LOST_MS = 1_000;
const LOOK_MS = 10;
/** What Codex tells each command of whose it is. */
const THREAD_VARIABLE = "CODEX_THREAD_ID";
/** Looks in a row that find nothing left. */
const QUIET = 2;

/** Ends what stopped turns leave behind. */
export class CleanUp implements TurnCleanUp {
  readonly #link: CleanUpLink;
  readonly #commands: Commands = new Commands();
  readonly #agents: SubAgents;

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
  async look(known: Descendants | null): Promise<Descendants | null> {
    const below = known ?? this.#link.below();
    await below?.look().catch(() => {});
    return below;
  }

  /** As {@linkcode TurnCleanUp} has it. What the server refuses is left to it. */
  async turn(threadId: string, turnId: string, known: Descendants | null): Promise<void> {
    const ended = this.#commands.watch();
    const below = await this.look(known);
    this.#agents.stopped(turnId);
    const threads = new Set([threadId]);
    await Promise.all([this.#clean(threadId), this.#endAgents(turnId, threads)]);
    this.#agents.settled(turnId);
    // What another thread's command has left on purpose, at its own end, is not to be ended.
    const isOurs = [...ended()].every((thread) => threads.has(thread));
    if (below !== null) await endOrphans(below, isOurs, threads).catch(() => {});
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

/**
 * Waits for the end of what the server has lost: it belongs to a command whose first process the
 * server has ended, or has detached itself.
 *
 * @param kill Whether to end what was seen below the server.
 * @param threads Whose daemons to end in any case.
 */
async function endOrphans(
  below: Descendants,
  kill: boolean,
  threads: ReadonlySet<string>,
): Promise<void> {
  const until = now() + LOST_MS;
  const bearing = { name: THREAD_VARIABLE, values: threads };
  // What was killed dies a moment later, and orphans what is below it then: one look is not enough.
  for (let quiet = 0; now() < until;) {
    quiet = await below.orphans(kill, bearing) ? 0 : quiet + 1;
    if (quiet === QUIET) return;
    await sleep(LOOK_MS);
  }
}

function itemIdOf(entry: unknown): string[] {
  const { itemId } = (entry ?? {}) as Fields;
  return typeof itemId === "string" ? [itemId] : [];
}
