/**
 * A thread with many readers.
 *
 * @module
 */
import type { AppServer } from "../../app_server/app_server.ts";
import type { ThreadTurn } from "../../app_server/history/thread_turn.ts";
import type { LiveThread } from "../../app_server/threads/live_thread.ts";
import type { LiveTurn } from "../../app_server/turns/live_turn.ts";
import type { LiveThreadOptions, LiveTurnOptions } from "../../app_server/turns/options.ts";
import { MAX_DELAY } from "../../core/base/duration.ts";
import { described } from "../../core/base/words.ts";
import { startTimer, stopTimer, type Timer } from "../../core/base/timers.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import { type Input, normalizeInput } from "../../core/vocabulary/input.ts";
import { HubError } from "./errors.ts";
import type { EventLog } from "./event_log.ts";
import { EventReader, type HubEvents, type ReadOptions } from "./event_reader.ts";
import { endsTurn, HubTurn } from "./hub_turn.ts";
import type { HubSettings } from "./options.ts";
import type { Questions } from "./questions.ts";
import type { HubAnswer, HubQuestion } from "./questions_asked.ts";
import type { HubThreadState, LogRange, SendOptions, Sent } from "./sending.ts";
import { ThreadLoader } from "./thread_loader.ts";
import { withTurns } from "./with_turns.ts";

/** What a thread needs of its hub. */
export interface ThreadHome {
  /** The options of the hub. */
  readonly settings: HubSettings;
  /** The server; it is started if necessary. */
  server(): Promise<AppServer>;
  /** The thread is loaded, and must be found under its id. */
  loaded(thread: HubThread): void;
  /** The thread was unloaded, and may be forgotten. */
  unloaded(thread: HubThread): void;
}

/** How a thread begins: started, or to be resumed when it is first used. */
export interface ThreadOrigin {
  readonly id: string;
  readonly options: LiveThreadOptions;
  readonly live: LiveThread | null;
  readonly questions: Questions;
  readonly log: EventLog;
}

/** What only the hub may do with a thread. */
export interface ThreadControls {
  /** Loads the thread. */
  load(thread: HubThread): Promise<void>;
  /** The server is lost. */
  lose(thread: HubThread): void;
  /** Reads the events, without a promise for each. */
  read(thread: HubThread, options: ReadOptions): EventReader;
  /** The id of the turn under way, or null. */
  turnId(thread: HubThread): string | null;
  /** Closes the thread for good. */
  end(thread: HubThread): Promise<void>;
}

/** Creates a thread, and what only its hub may do with it. Not public: threads come from a hub. */
export let createHubThread: (home: ThreadHome, origin: ThreadOrigin) => HubThread;
/** See {@linkcode ThreadControls}. */
export let controls: ThreadControls;

/**
 * A thread that many may read, and any of them may answer for. Created by `open()` and `thread()` of
 * `ThreadHub`. Its turns go on whether or not anybody reads. Its events cover only turns that were
 * started through it; turns that another client runs on the same thread appear only in `history()`.
 *
 * @category Web
 */
export class HubThread implements AsyncDisposable {
  /** The thread's id. */
  readonly id: string;
  readonly #home: ThreadHome;
  readonly #options: LiveThreadOptions;
  readonly #log: EventLog;
  readonly #questions: Questions;
  // The turn under way, and those that wait for it.
  readonly #turns: HubTurn[] = [];
  readonly #loader: ThreadLoader;
  readonly #readers: Set<EventReader> = new Set();
  #messages = 0;
  #idle: Timer | undefined;

  static {
    createHubThread = (home, origin) => new HubThread(home, origin);
    controls = {
      load: async (thread) => void await thread.#loader.load(),
      lose: (thread) => {
        if (thread.#loader.lose()) thread.#watchIdle();
      },
      read: (thread, options) => thread.#read(options),
      turnId: (thread) => thread.#turns[0]?.id ?? null,
      end: async (thread) => {
        await thread.close();
        thread.#log.end();
      },
    };
  }

  private constructor(home: ThreadHome, { id, options, live, questions, log }: ThreadOrigin) {
    this.id = id;
    this.#home = home;
    this.#options = options;
    this.#loader = new ThreadLoader(live, () => this.#resume());
    this.#questions = questions;
    this.#log = log;
    this.#watchIdle();
  }

  /** The state of the thread. */
  get state(): HubThreadState {
    if (this.#questions.pending.length > 0) return "asking";
    if (this.#turns.length > 0) return "running";
    return this.#loader.isLost ? "lost" : "idle";
  }

  /** Whether Codex has the thread loaded for this hub, as far as the hub knows, or is loading it. */
  get isLoaded(): boolean {
    return this.#loader.isLoaded;
  }

  /** The number of readers. */
  get readers(): number {
    return this.#readers.size;
  }

  /** Which events are kept, and of which turns. */
  get log(): LogRange {
    const { id, from, last, turnIds } = this.#log;
    const [turn] = this.#turns;
    // Codex may tell of a turn before its first event has come here.
    const next = turn === undefined || turn.isTold ? [] : turn.id ?? [];
    return { id, from, last, turns: turnIds.concat(next) };
  }

  /**
   * Sends a message to the agent. It does not wait for the outcome, which arrives among the events; each
   * turn ends with exactly one last event, whatever happens.
   *
   * @param input A prompt, or a list of texts and images.
   * @param options `mode`, and options of the turn.
   * @returns The accepted message, and what became of it.
   * @throws {HubError} If a turn is running and `mode` is "reject", or 100 messages wait (409), or there is no
   * server (503).
   * @throws {InvalidInputError} If the input or an option is invalid.
   * @throws {ResumeError} If the thread has to be loaded and cannot be.
   */
  async send(input: Input, options: SendOptions = {}): Promise<Sent> {
    const { mode = "queue", ...turnOptions } = options ?? {};
    if (!MODES.has(mode)) {
      const state = `mode must be one of queue, steer, reject, not ${described(mode)}`;
      throw new InvalidInputError("mode", `Cannot start a turn: ${state}`);
    }
    const { prompt: text } = normalizeInput(input);
    const live = await this.#loader.load();
    const [running] = this.#turns;
    if (running !== undefined && mode === "reject") {
      throw new HubError(409, "turn_running", `Cannot start a turn: one runs on this thread`);
    }
    const id = `m${++this.#messages}`;
    if (running !== undefined && mode === "steer" && await running.steer(input)) {
      return { id, mode: "steer", turnId: running.id };
    }
    if (this.#turns.length > MAX_WAITING) {
      const state =
        `${MAX_WAITING} messages wait on this thread; send it when some have had their turn`;
      throw new HubError(409, "queue_full", `Cannot start a turn: ${state}`);
    }
    const turn = new HubTurn(id, () => this.#ask(live, input, turnOptions));
    this.#turns.push(turn);
    this.#watchIdle();
    const isFirst = this.#turns[0] === turn;
    try {
      await turn.asked;
    } catch (error) {
      this.#over(turn);
      throw error;
    }
    if (!isFirst) this.#log.append({ type: "message.queued", message_id: id, text });
    turn.told = this.#tell(turn);
    return { id, mode: isFirst ? "start" : "queue", turnId: null };
  }

  /**
   * Interrupts the current turn, for everyone; waiting messages begin their turns after it. Settles when
   * the turn's commands have ended. Does nothing if no turn is running.
   */
  async interrupt(): Promise<void> {
    await this.#turns[0]?.interrupt();
  }

  /**
   * Returns the turns of the thread, oldest first, including the current one, with items as in the
   * events. For the turns in `log.turns`, the events are kept as well. To show each turn once, read `log`
   * before this call and `log.turns` again after it, and leave out the turns that these name. Of an ephemeral
   * thread it returns none: Codex does not list them.
   */
  async history(): Promise<readonly ThreadTurn[]> {
    const server = await this.#home.server();
    return (await withTurns(server, this.id)).turns;
  }

  /** Returns the questions that wait for an answer, oldest first. */
  questions(): readonly HubQuestion[] {
    return this.#questions.pending;
  }

  /**
   * Answers a question. The first answer counts.
   *
   * @param id The question's id.
   * @param decision One of its `decisions`, or an object with a decision and whatever else is answered.
   * @throws {HubError} If there is no such question (404), or it is already resolved (409).
   * @throws {InvalidInputError} If the question does not accept that answer.
   */
  // deno-lint-ignore require-await -- errors as rejections
  async answer(id: string, decision: string | HubAnswer): Promise<void> {
    this.#questions.answer(id, decision);
  }

  /**
   * Returns the numbered events after a given number; each reader reads at its own pace. A reader that
   * falls behind gets deltas merged; one that was away for too long first gets `log.truncated`.
   *
   * @param options `after`: the number of the last event already seen; `signal` ends the reading.
   * @returns The events. They end with the signal, or when the thread is closed.
   * @throws {InvalidInputError} If `after` is neither the number of an event nor 0.
   */
  events(options: ReadOptions = {}): HubEvents {
    return this.#read(options);
  }

  #read(options: ReadOptions): EventReader {
    return new EventReader(this.#log, options, {
      add: (reader) => {
        this.#readers.add(reader);
        this.#watchIdle();
      },
      remove: (reader) => {
        this.#readers.delete(reader);
        this.#watchIdle();
      },
    });
  }

  /**
   * Stops the current turn, ends the events of all readers, and unloads the thread. It is loaded again
   * when it is next used.
   */
  async close(): Promise<void> {
    const told = this.#turns.map(({ told }) => told);
    await this.#unload();
    await Promise.all(told);
    for (const reader of this.#readers) void reader.return();
    this.#log.clear();
    this.#watchIdle();
  }

  /** Does the same as `close()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Asks for a turn, with another object if somebody else has closed this one. */
  async #ask(live: LiveThread, input: Input, options: LiveTurnOptions): Promise<LiveTurn> {
    try {
      return await live.runStreamed(input, options);
    } catch (error) {
      if (error instanceof InvalidInputError) throw error;
      return await (await this.#loader.reload(live)).runStreamed(input, options);
    }
  }

  async #resume(): Promise<LiveThread> {
    const server = await this.#home.server();
    const live = await server.resumeThread(this.id, this.#options);
    this.#home.loaded(this);
    this.#watchIdle();
    return live;
  }

  /** Passes on the events of a turn to the readers, until it ends. */
  async #tell(turn: HubTurn): Promise<void> {
    let isFirst = true;
    for await (const event of turn.events()) {
      if (isFirst) this.#log.beginTurn();
      isFirst = false;
      if (endsTurn(event)) {
        // A message that is given up while it waits has asked nothing: the running turn has.
        if (this.#turns[0] === turn) this.#questions.withdraw();
        this.#over(turn);
      }
      this.#log.append(event);
      if (event.type === "turn.started") turn.isTold = true;
    }
  }

  #over(turn: HubTurn): void {
    const at = this.#turns.indexOf(turn);
    if (at !== -1) this.#turns.splice(at, 1);
    this.#watchIdle();
  }

  /** Unloads the thread when nobody has used it for `idleMs`, or for `leastMs` if that is longer. */
  #watchIdle(leastMs = 0): void {
    stopTimer(this.#idle);
    this.#idle = undefined;
    const { idleMs } = this.#home.settings;
    const isUsed = this.#readers.size > 0 || this.#turns.length > 0;
    const isEmpty = !this.isLoaded && this.#log.bytes === 0;
    // Of one that was lost with its server nothing is left to unload.
    if (this.#loader.isLost && isEmpty && !isUsed) this.#home.unloaded(this);
    if (isUsed || isEmpty || idleMs > MAX_DELAY) return;
    this.#idle = startTimer(() => {
      if (this.#loader.isBusy) return this.#watchIdle(BUSY_MS);
      this.#log.clear();
      void this.#unload();
    }, Math.max(idleMs, leastMs));
  }

  async #unload(): Promise<void> {
    const unloading = this.#loader.unload();
    this.#home.unloaded(this);
    await unloading;
  }
}

/** Milliseconds until a thread is looked at again on which the program runs a turn of its own. */
const BUSY_MS = 1_000;

/** How many messages may wait: each is kept whole, and pays for a turn, whoever floods the thread. */
const MAX_WAITING = 100;

const MODES: ReadonlySet<unknown> = new Set(["queue", "steer", "reject"]);
