/**
 * What all objects of one thread share: the queue of its turns, and what the server tells of it.
 *
 * @module
 */
import { CodexError, ResumeError } from "../../core/vocabulary/errors.ts";
import type { Usage } from "../../core/vocabulary/events.ts";
import { TurnQueue } from "../../core/turn/turn_queue.ts";
import { within } from "../../launch/process/stop.ts";
import type { ThreadScope } from "../asks/scope.ts";
import { RequestTimeoutError } from "../link/rpc_errors.ts";
import { type Answers, turnAnswers } from "./answers.ts";
import { threadUsage } from "../events/map_usage.ts";
import type { ThreadFacts } from "./params/turn_start.ts";
import type { ServerTurn } from "./server_turn.ts";
import { type InForce, inForceOf } from "./params/settings.ts";

type Params = Record<string, unknown>;

/** Milliseconds to wait for the server to end a turn that was given up. */
const LINGER_MS = 60_000;

/** What a thread begins with. */
export interface ThreadStart {
  /** The thread's id. */
  readonly id: string;
  /** What the object that opens it was given. */
  readonly facts: ThreadFacts;
  /** What the thread has used so far, or null where that is not known. */
  readonly usage: Usage | null;
  /** Whether it is new, and has had no turn. */
  readonly isNew: boolean;
  /** Whether others may use its server. Default: it is this client's own. */
  readonly isShared?: boolean;
}

/** What all objects of one thread share. */
export class ThreadState {
  /** The thread's id. */
  readonly id: string;
  /** What the object was given that has opened it. */
  readonly opened: ThreadFacts;
  /** Its turns, one at a time, whichever object they were asked of. */
  readonly queue: TurnQueue = new TurnQueue();
  /** Settles when the server has unloaded it, or has lost the connection. */
  readonly unloaded: Promise<void>;
  /** What it has used so far, or null where that is not known. */
  usage: Usage | null;
  #hadTurns: boolean;
  // Who answers where no turn is known: the thread itself, or on a server of our own the last turn.
  #answers: Answers;
  readonly #answersOf: WeakMap<ServerTurn, Answers> = new WeakMap();
  readonly #isShared: boolean;
  #turn: ServerTurn | null = null;
  // Turns that were given up: until the server has ended them, a new one would steer them.
  readonly #lingering: Set<ServerTurn> = new Set();
  // Warnings between turns, which `exec` tells at the beginning of the next one.
  #warnings: Params[] = [];
  // Turns of others that are watched.
  readonly #watched: Set<ServerTurn> = new Set();
  #activeTurn: string | null = null;
  readonly #idle: Set<() => void> = new Set();
  // Whether the server tells nothing of it: a thread without a turn cannot be resumed.
  #unheard = false;
  // Whether the server has told of a turn, or had it stored already.
  #isStored: boolean;
  #inForce: InForce;
  #closed = false;
  #dropped: (() => CodexError) | null = null;
  #unloadedNow!: () => void;

  /** @param start What the thread begins with. */
  constructor(start: ThreadStart) {
    this.id = start.id;
    this.opened = start.facts;
    this.usage = start.usage;
    this.#hadTurns = this.#isStored = !start.isNew;
    this.#inForce = start.facts.settings;
    this.#isShared = start.isShared ?? false;
    const { options } = start.facts;
    this.#answers = turnAnswers([options], start.facts, (run) => run(), () => {});
    this.unloaded = new Promise((resolve) => this.#unloadedNow = resolve);
  }

  /** Whether it has had a turn: before the first one Codex has nothing of it on disk. */
  get hadTurns(): boolean {
    return this.#hadTurns;
  }

  /** The id of the turn that the server works on, whoever has started it, or null. */
  get activeTurn(): string | null {
    // That of a review has begun under an id that no other message names.
    return this.#activeTurn === null ? null : this.#turn?.id ?? this.#activeTurn;
  }

  /** Whether the server is known to have it on disk. */
  get isStored(): boolean {
    return this.#isStored;
  }

  /** What the turn before has left. */
  get inForce(): InForce {
    return this.#inForce;
  }

  /**
   * Whoever answers for a turn: with the callbacks that it was given. Where others use the server, a turn
   * of theirs is answered for by the thread alone.
   *
   * @param turnId The turn that asks. Default: the one under way, or else the last one.
   */
  scope(turnId?: unknown): ThreadScope {
    const turns = this.turns;
    const [watched = null] = this.#watched;
    const named = turns.find(({ id }) => id !== null && id === turnId);
    const isOpen = turnId === undefined || !this.#isShared || this.#turn?.id === null;
    const turn = named ?? (isOpen ? this.#turn ?? watched : null);
    return {
      ...(turn && this.#answersOf.get(turn)) ?? this.#answers,
      turn,
      givenUp: (turnId) => turns.some((turn) => turn.givenUp(turnId)),
    };
  }

  /** Settles when its turns are known, and with them what was told before a request of the server. */
  async ready(): Promise<void> {
    await Promise.all(this.turns.map(({ ready }) => ready));
  }

  /** @throws {CodexError} If the thread was closed. */
  checkOpen(): void {
    if (this.#closed) throw this.#dropped?.() ?? this.#closedError();
  }

  /** The thread cannot be taken up again: its turns reject, and so do those to come. */
  drop(error: CodexError): void {
    this.#closed = true;
    // One for each, since an error takes the facts of its turn.
    this.#dropped = () =>
      error instanceof ResumeError
        ? new ResumeError(error.reason, error.requestedId, error.message)
        : new CodexError(error.message);
    this.lose(this.#dropped());
  }

  /**
   * A turn takes its place.
   *
   * @throws {CodexError} If the thread was closed.
   */
  begin(turn: ServerTurn, answers: Answers): void {
    this.checkOpen();
    this.#turn = turn;
    this.#answersOf.set(turn, answers);
    if (!this.#isShared) this.#answers = answers;
    this.#hadTurns = true;
    for (const params of this.#warnings.splice(0)) turn.notification("warning", params);
  }

  /**
   * A turn gives its place up, for it has to wait once more: until it is back it has nothing to do with what
   * the server tells and asks.
   */
  stepBack(turn: ServerTurn): void {
    if (this.#turn !== turn || this.othersTurn === null) return;
    this.#turn = null;
    turn.stepBack();
  }

  /** A turn of another client is watched. */
  watch(turn: ServerTurn, answers: Answers): void {
    this.#watched.add(turn);
    this.#answersOf.set(turn, answers);
  }

  /** The turns that wait for the server's word. */
  get turns(): readonly ServerTurn[] {
    return [...this.#turn === null ? [] : [this.#turn], ...this.#watched, ...this.#lingering];
  }

  /** Whether the server tells nothing of it any more, until it is resumed. */
  get isUnheard(): boolean {
    return this.#unheard;
  }

  /** The server tells nothing of it: it has had no turn, and cannot be resumed before it has. */
  unheard(isUnheard: boolean): void {
    this.#unheard = isUnheard;
  }

  /** Which turn the server works on, where that was found out. */
  found(activeTurn: string | null): void {
    this.#activeTurn = activeTurn;
    if (activeTurn === null) this.#nowIdle();
  }

  /** The turn of another client that runs on it, or null. */
  get othersTurn(): string | null {
    const own = [this.#turn, ...this.#lingering];
    // One that was given up before the server told its id, and on a shared server nobody knows whose.
    const isOurs = own.some((turn) =>
      turn !== null && (turn.id === this.#activeTurn || (turn.id === null && !this.#isShared))
    );
    return isOurs ? null : this.#activeTurn;
  }

  /** Settles when no turn runs on it. */
  async idle(): Promise<void> {
    if (this.#activeTurn !== null) await new Promise<void>((resolve) => this.#idle.add(resolve));
  }

  /** The connection is lost, and is made again. */
  suspend(): void {
    for (const turn of this.turns) turn.suspend();
  }

  #nowIdle(): void {
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }

  /** The turn under way is over for its caller; the server may still have to end it. */
  settled(turn: ServerTurn): void {
    // One that never had its place has nothing to do with the one under way.
    if (this.#watched.delete(turn) || this.#turn !== turn) return;
    if (!turn.isOver) {
      this.#lingering.add(turn);
      void turn.over.then(() => this.#lingering.delete(turn));
    }
    this.#turn = null;
    // What a turn that did not complete has used is none of the next one's.
    this.usage = turn.mapper.usage;
  }

  /**
   * Waits for the turns that were given up.
   *
   * @throws {RequestTimeoutError} If the server does not end them.
   */
  async othersEnded(): Promise<void> {
    const others = Promise.all([...this.#lingering].map((turn) => turn.over));
    if (await within(others, LINGER_MS)) return;
    throw new RequestTimeoutError("turn/interrupt", LINGER_MS);
  }

  /** Stops the turn under way, and refuses those to come; settles when nothing of it runs. */
  async end(): Promise<void> {
    this.#closed = true;
    // Those that wait for another client's turn look again.
    this.#nowIdle();
    await Promise.all([this.#turn, ...this.#watched].map(async (turn) => {
      turn?.stop(this.#closedError());
      await turn?.done.catch(() => {});
    }));
    await this.othersEnded();
  }

  /** The connection is gone. */
  lose(error: CodexError): void {
    for (const turn of this.turns) turn.connectionLost(error);
    this.found(null);
    this.#unloadedNow();
  }

  /** A notification of the server. */
  notify(method: string, params: Params): void {
    if (method === "mcpServer/startupStatus/updated") {
      // Told like the warnings: as an item of the turn under way, or of the next one.
      if (params.status !== "failed") return;
      const { name, error } = params;
      [method, params] = ["warning", { message: error ?? `The MCP server ${name} did not start` }];
    }
    this.#observe(method, params);
    for (const turn of [...this.#lingering, ...this.#watched]) turn.notification(method, params);
    if (this.#turn !== null) this.#turn.notification(method, params);
    else if (method === "warning") this.#warnings.push(params);
    else if (method === "thread/reverted") this.usage = null;
    else if (method === "thread/tokenUsage/updated") this.usage = threadUsage(params);
  }

  #observe(method: string, params: Params): void {
    const { id } = (params.turn ?? {}) as { readonly id?: unknown };
    if (method === "turn/started") {
      this.#hadTurns = this.#isStored = true;
      this.#activeTurn = typeof id === "string" ? id : null;
    } else if (method === "turn/completed") {
      this.found(null);
    } else if (method === "thread/settings/updated") {
      this.#inForce = inForceOf(params);
    } else if (["thread/closed", "thread/archived", "thread/deleted"].includes(method)) {
      this.#closed = true;
      this.found(null);
      this.#unloadedNow();
    }
  }

  #closedError(): CodexError {
    return new CodexError(
      `Cannot run a turn on thread ${this.id}: it was closed; resume it with resumeThread()`,
    );
  }
}
