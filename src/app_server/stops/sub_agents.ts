/**
 * The working sub-agents of a server: which turns they belong to, and who answers for them.
 *
 * Codex 0.169 and 0.171 let the model spawn agents without asking. Each has its own thread, whose
 * notifications come over the same connection; the `rootTurnId` of its turns is the turn that it works for,
 * even if another agent has spawned it.
 *
 * @module
 */
import type { AskingTurn, ThreadScope } from "../asks/scope.ts";
import type { Fields } from "../link/answers.ts";
import type { Turn } from "../protocol/common.ts";
import type { Item } from "../protocol/items.ts";
import { Agent, type SubAgent } from "./sub_agent.ts";

/** What sub-agents need from the server. */
export interface SubAgentsLink {
  /** Who currently answers for one of our threads; null for any other. */
  scope(threadId: string): ThreadScope | null;
  /** Who answers for one of our turns, by its id; null for any other. */
  root(turnId: string): ThreadScope | null;
  /** Interrupts the turn of a sub-agent; settles when the server has been told. Never rejects. */
  interrupt(agent: SubAgent): Promise<void>;
  /** A sub-agent has begun to work for a turn that was stopped before. */
  late(agent: SubAgent): void;
}

/** How many stopped turns to remember: a sub-agent of theirs may begin a moment later. */
const REMEMBERED = 256;

/** The notifications of a thread that Codex no longer has loaded. */
const GONE: ReadonlySet<string> = new Set(["thread/closed", "thread/archived", "thread/deleted"]);

/** Knows the sub-agents of a server. */
export class SubAgents {
  readonly #link: SubAgentsLink;
  readonly #agents: Map<string, Agent> = new Map();
  // The last turn of each of our threads, with those who answered for it when it began.
  readonly #roots: Map<string, { readonly turnId: string; readonly scope: ThreadScope }> =
    new Map();
  readonly #stopped: Set<string> = new Set();
  // Agents that were spawned but have not begun: the turns that they will work for, by their threads.
  readonly #spawned: Map<string, string> = new Map();
  // Who has spawned whom, by their threads, until Codex has unloaded them.
  readonly #spawners: Map<string, string> = new Map();
  readonly #waiting: Set<() => void> = new Set();

  /** @param link What sub-agents need from the server. */
  constructor(link: SubAgentsLink) {
    this.#link = link;
  }

  /** Processes a notification of the server. */
  notify(method: string, params: Fields): void {
    const { threadId } = params;
    if (typeof threadId !== "string") return;
    const turn = (params.turn ?? {}) as Fields;
    if (method === "turn/started") this.#began(threadId, turn);
    else if (method === "turn/completed") this.#ended(threadId, turn);
    else if (GONE.has(method)) this.#forget(threadId);
    else this.#heard(threadId, method, params);
  }

  /** Processes a turn as the server has stored it, of whose notifications some were missed. */
  found(threadId: string, turn: Turn): void {
    // Whoever answers for a turn of ours may have changed.
    if (this.#agents.get(threadId)?.turnId !== turn.id) this.#began(threadId, { ...turn });
    for (const item of turn.items) {
      const isOpen = item.type === "subAgentActivity"
        ? !this.#agents.has(item.agentThreadId)
        : "status" in item && item.status === "inProgress";
      if (isOpen) this.#heard(threadId, "item/started", { turnId: turn.id, item });
    }
    if (turn.status === "inProgress") return;
    this.#ended(threadId, { ...turn });
    this.#spawned.delete(threadId);
    this.#wake();
  }

  /** The threads of the sub-agents that a thread has spawned, and of those that they have. */
  below(threadId: string): readonly string[] {
    const found = new Set([threadId]);
    // The loop includes what is added to the set meanwhile, each thread once whoever is told to have spawned it.
    for (const thread of found) {
      for (const [agent, spawner] of this.#spawners) if (spawner === thread) found.add(agent);
    }
    found.delete(threadId);
    return [...found];
  }

  /** The sub-agents that are working on those threads. */
  atWork(threads: readonly string[]): readonly SubAgent[] {
    return threads.flatMap((threadId) => {
      const agent = this.#agents.get(threadId);
      return agent === undefined || agent.isOver ? [] : [agent];
    });
  }

  /** Settles when Codex has unloaded those threads. */
  async unloaded(threads: readonly string[]): Promise<void> {
    while (threads.some((threadId) => this.#spawners.has(threadId))) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** The sub-agents that work, or have worked, for a turn. */
  of(rootTurnId: string): readonly SubAgent[] {
    return [...this.#agents.values()].filter((agent) => agent.rootTurnId === rootTurnId);
  }

  /** The threads of the sub-agents that are working, or are about to. */
  get threads(): readonly string[] {
    const atWork = [...this.#agents.values()].filter(({ isOver }) => !isOver);
    return [...atWork.map(({ threadId }) => threadId), ...this.#spawned.keys()];
  }

  /** Settles when all sub-agents that were spawned for a turn have begun to work. */
  async begun(rootTurnId: string): Promise<void> {
    while ([...this.#spawned.values()].includes(rootTurnId)) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** A turn was stopped: sub-agents that begin to work for it from now on are reported as late. */
  stopped(rootTurnId: string): void {
    this.#stopped.add(rootTurnId);
    for (const oldest of this.#stopped) {
      if (this.#stopped.size <= REMEMBERED) break;
      this.#stopped.delete(oldest);
    }
  }

  /** A turn is over and cleaned up: only the sub-agents that still work for it are kept. */
  settled(rootTurnId: string): void {
    for (const [threadId, { turnId }] of this.#roots) {
      if (turnId === rootTurnId) this.#roots.delete(threadId);
    }
    for (const { threadId, isOver } of this.of(rootTurnId)) {
      if (isOver) this.#agents.delete(threadId);
    }
    for (const [threadId, turnId] of this.#spawned) {
      if (turnId === rootTurnId) this.#spawned.delete(threadId);
    }
  }

  /** Another client's turn was left: nobody here answers for its sub-agents any more. */
  left(turn: AskingTurn): void {
    for (const [threadId, { scope }] of this.#roots) {
      if (scope.turn === turn) this.#roots.delete(threadId);
    }
    for (const [threadId, agent] of this.#agents) {
      if (agent.root?.turn !== turn) continue;
      agent.end();
      this.#agents.delete(threadId);
    }
  }

  /** Who answers for a sub-agent: whoever answers for the turn that it works for. */
  scope(threadId: unknown): ThreadScope | null {
    const agent = typeof threadId === "string" ? this.#agents.get(threadId) : undefined;
    if (agent === undefined) return null;
    // An agent may begin before it is known which turn it works for, or before that turn is followed here.
    if (!agent.root?.turn) agent.root = this.#root(agent.rootTurnId) ?? agent.root;
    return agent.scope(() => this.#link.interrupt(agent));
  }

  /** The server has ended. */
  lose(): void {
    for (const agent of this.#agents.values()) agent.end();
    this.#agents.clear();
    this.#roots.clear();
    this.#spawned.clear();
    this.#spawners.clear();
    this.#wake();
  }

  #began(threadId: string, { id, rootTurnId }: Fields): void {
    if (typeof id !== "string" || typeof rootTurnId !== "string") return;
    if (id === rootTurnId) {
      const scope = this.#link.scope(threadId);
      if (scope !== null) this.#roots.set(threadId, { turnId: id, scope });
      return;
    }
    this.#agents.get(threadId)?.end();
    const agent = new Agent(threadId, id, rootTurnId, this.#root(rootTurnId));
    this.#agents.set(threadId, agent);
    this.#spawned.delete(threadId);
    this.#wake();
    if (this.#stopped.has(rootTurnId)) this.#link.late(agent);
  }

  #root(rootTurnId: string): ThreadScope | null {
    for (const { turnId, scope } of this.#roots.values()) {
      if (turnId === rootTurnId) return scope;
    }
    // The root turn is over, but its sub-agents may spawn more.
    for (const agent of this.#agents.values()) {
      if (agent.rootTurnId === rootTurnId && agent.root !== null) return agent.root;
    }
    // Its beginning may have been missed.
    return this.#link.root(rootTurnId);
  }

  #ended(threadId: string, { id, status }: Fields): void {
    const agent = this.#agents.get(threadId);
    // The turn of a review has an id of its own, and ends by that of its root.
    if (agent !== undefined && (agent.turnId === id || agent.rootTurnId === id)) {
      agent.end();
      const isKnown = [...this.#roots.values()].some(({ turnId }) => turnId === agent.rootTurnId);
      if (!isKnown) this.#agents.delete(threadId);
    } else if (status === "completed" || status === "failed") this.settled(String(id));
  }

  #heard(threadId: string, method: string, { turnId, item }: Fields): void {
    const { type, id, kind, agentThreadId } = (item ?? {}) as Fields;
    if (typeof id !== "string") return;
    const agent = this.#agents.get(threadId);
    agent?.heard(method, item as Item);
    if (method === "item/started" && type === "subAgentActivity" && kind === "started") {
      this.#spawned.set(String(agentThreadId), agent?.rootTurnId ?? String(turnId));
      this.#spawners.set(String(agentThreadId), threadId);
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #forget(threadId: string): void {
    this.#agents.get(threadId)?.end();
    this.#agents.delete(threadId);
    this.#roots.delete(threadId);
    this.#spawned.delete(threadId);
    this.#spawners.delete(threadId);
    this.#wake();
  }
}
