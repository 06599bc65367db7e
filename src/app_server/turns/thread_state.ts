/**
 * What all objects of one thread share: the queue of its turns, and what the server reports about it.
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
/** Milliseconds to wait for what is still told of a turn whose thread is gone. */
const GONE_MS = 1_000;

/** What a thread begins with. */
export interface ThreadStart {
  /** The thread's id. */
  readonly id: string;
  /** What the object that opens the thread was given. */
  readonly facts: ThreadFacts;
  /** What the thread has used so far, or null if unknown. */
  readonly usage: Usage | null;
  /** Whether the thread is new, and has had no turn. */
  readonly isNew: boolean;
  /** Whether others may use its server. Default: it is this client's own. */
  readonly isShared?: boolean;
}

/** What all objects of one thread share. */
export class ThreadState {
  /** The thread's id. */
  readonly id: string;
  /** What the object that opened the thread was given. */
  readonly opened: ThreadFacts;
  /** The turns of all objects of the thread, one at a time. */
  readonly queue: TurnQueue = new TurnQueue();
  /** Settles when the server has unloaded the thread, or was lost. */
  readonly unloaded: Promise<void>;
  /** What the thread has used so far, or null if unknown. */
  usage: Usage | null;
  #hadTurns: boolean;
  // Who answers if no turn is known: the thread itself or, on our own server, the last turn.
  #answers: Answers;
  readonly #answersOf: WeakMap<ServerTurn, Answers> = new WeakMap();
  readonly #isShared: boolean;
  #turn: ServerTurn | null = null;
  // Turns that were given up: until the server has ended them, a new one would steer them.
  readonly #lingering: Set<ServerTurn> = new Set();
  // Warnings between turns, which `exec` reports at the beginning of the next one.
  #warnings: Params[] = [];
  // Attached turns of other clients.
  readonly #watched: Set<ServerTurn> = new Set();
  #activeTurn: string | null = null;
  readonly #idle: Set<() => void> = new Set();
  // Whether the server sends no notifications: a thread without a turn cannot be resumed.
  #unheard = false;
  // Whether the server has reported a turn, or had stored the thread before.
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

  /** Whether the thread has had a turn: before the first one, Codex has not stored it on disk. */
  get hadTurns(): boolean {
    return this.#hadTurns;
  }

  /** The id of the turn that the server is working on, whoever started it, or null. */
  get activeTurn(): string | null {
    // A review begins under an id that no other message uses.
    return this.#activeTurn === null ? null : this.#turn?.id ?? this.#activeTurn;
  }

  /** Whether the server is known to have stored the thread on disk. */
  get isStored(): boolean {
    return this.#isStored;
  }

  /** The settings that the previous turn has left. */
  get inForce(): InForce {
    return this.#inForce;
  }

  /**
   * Who answers for a turn, with the callbacks that it was given. On a shared server, only the thread answers
   * for another client's turn.
   *
   * @param turnId The turn that asks. Default: the running turn, or else the last one.
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

  /** Settles when its turns, and everything reported before a request of the server, are known. */
  async ready(): Promise<void> {
    await Promise.all(this.turns.map(({ ready }) => ready));
  }

  /** @throws {CodexError} If the thread was closed. */
  checkOpen(): void {
    if (this.#closed) throw this.#dropped?.() ?? this.#closedError();
  }

  /** The thread cannot be continued: its turns, and later ones, reject. */
  drop(error: CodexError): void {
    this.#closed = true;
    // One for each turn, since an error takes the facts of its turn.
    this.#dropped = () =>
      error instanceof ResumeError
        ? new ResumeError(error.reason, error.requestedId, error.message)
        : new CodexError(error.message);
    this.lose(this.#dropped());
  }

  /**
   * Lets a turn take its place.
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
   * Takes the place from a turn that has to wait again. Until it is back, it does not get the server's
   * notifications and requests.
   */
  stepBack(turn: ServerTurn): void {
    if (this.#turn !== turn || this.othersTurn === null) return;
    this.#turn = null;
    turn.stepBack();
  }

  /** Attaches a turn of another client. */
  watch(turn: ServerTurn, answers: Answers): void {
    this.#watched.add(turn);
    this.#answersOf.set(turn, answers);
  }

  /** The turns that the server has not ended yet. */
  get turns(): readonly ServerTurn[] {
    return [...this.#turn === null ? [] : [this.#turn], ...this.#watched, ...this.#lingering];
  }

  /** Whether the server sends no notifications about the thread until it is resumed. */
  get isUnheard(): boolean {
    return this.#unheard;
  }

  /** Sets whether the server sends no notifications: a thread cannot be resumed before its first turn. */
  unheard(isUnheard: boolean): void {
    this.#unheard = isUnheard;
  }

  /** Sets which turn the server is working on, as it was found out. */
  found(activeTurn: string | null): void {
    this.#activeTurn = activeTurn;
    if (activeTurn === null) this.#nowIdle();
  }

  /** The id of another client's turn that is running, or null. */
  get othersTurn(): string | null {
    const own = [this.#turn, ...this.#lingering];
    // On a shared server, a turn that was given up before it had an id may not be the active one.
    const isOurs = own.some((turn) =>
      turn !== null && (turn.id === this.#activeTurn || (turn.id === null && !this.#isShared))
    );
    return isOurs ? null : this.#activeTurn;
  }

  /** Settles when no turn is running. */
  async idle(): Promise<void> {
    if (this.#activeTurn !== null) await new Promise<void>((resolve) => this.#idle.add(resolve));
  }

  /** The connection is lost, and is being restored. */
  suspend(): void {
    for (const turn of this.turns) turn.suspend();
  }

  #nowIdle(): void {
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }

  /** A turn is over for its caller; the server may still have to end it. */
  settled(turn: ServerTurn): void {
    // A turn that never had its place does not affect the running one.
    if (this.#watched.delete(turn) || this.#turn !== turn) return;
    if (!turn.isOver) {
      this.#lingering.add(turn);
      void turn.over.then(() => this.#lingering.delete(turn));
    }
    this.#turn = null;
    // What an incomplete turn has used must not count for the next one.
    this.usage = turn.mapper.usage;
  }

  /**
   * Waits for the server to end the turns that were given up.
   *
   * @throws {RequestTimeoutError} If the server does not end them in time.
   */
  async othersEnded(): Promise<void> {
    const others = Promise.all([...this.#lingering].map((turn) => turn.over));
    if (await within(others, LINGER_MS)) return;
    throw new RequestTimeoutError("turn/interrupt", LINGER_MS);
  }

  /** Stops the running turn and refuses later ones; settles when nothing of it runs any more. */
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

  /** The connection has ended. */
  lose(error: CodexError): void {
    for (const turn of this.turns) turn.connectionLost(error);
    this.found(null);
    this.#unloadedNow();
  }

  /** The server was lost while it unloaded the thread. */
  left(): void {
    this.#unloadedNow();
  }

  /** A notification of the server. */
  notify(method: string, params: Params): void {
    if (method === "mcpServer/startupStatus/updated") {
      // Reported like a warning: as an item of the running turn, or of the next one.
      if (params.status !== "failed") return;
      const { name, error } = params;
      [method, params] = ["warning", { message: error ?? `The MCP server ${name} did not start` }];
    }
    // What a reviewing model has refused, and that its refusals end the turn.
    if (method === "guardianWarning") method = "warning";
    this.#observe(method, params);
    if (method === "thread/reverted") this.usage = null;
    for (const turn of [...this.#lingering, ...this.#watched]) turn.notification(method, params);
    if (this.#turn !== null) this.#turn.notification(method, params);
    else if (method === "warning") this.#warnings.push(params);
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
      for (const turn of this.turns) void this.#endSoon(turn);
    }
  }

  /** Of a turn that has just begun when its thread goes, Codex may tell the end too late, or never. */
  async #endSoon(turn: ServerTurn): Promise<void> {
    if (!await within(turn.over, GONE_MS)) turn.threadLost(this.#closedError());
  }

  #closedError(): CodexError {
    return new CodexError(
      `Cannot run a turn on thread ${this.id}: it was closed; resume it with resumeThread()`,
    );
  }
}
