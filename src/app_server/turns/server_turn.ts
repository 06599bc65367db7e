/**
 * One turn on the app-server: from `turn/start` to `turn/completed`.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";
import type { Usage } from "../../core/vocabulary/events.ts";
import type { Descendants } from "../../core/ports/host.ts";
import type { RunningTurn, TurnEnd, TurnSink } from "../../core/ports/transport.ts";
import { within } from "../../launch/process/stop.ts";
import type { LiveEvent } from "../events/live_events.ts";
import type { AskingTurn } from "../asks/scope.ts";
import type { Turn } from "../protocol/common.ts";
import type { Item } from "../protocol/items.ts";
import { busy } from "./errors.ts";
import { type Told, ToldItems } from "./told_items.ts";
import type { TurnLink } from "./turn_link.ts";
import { RpcError } from "../link/rpc_errors.ts";
import { sizeOf } from "../events/event_size.ts";
import { threadUsage } from "../events/map_usage.ts";
import { TurnMapper } from "../events/mapper.ts";

const GRACE_MS = 2_000;

/** One turn on the app-server. */
export class ServerTurn implements RunningTurn, AskingTurn {
  /** As {@linkcode RunningTurn} has it. */
  readonly done: Promise<TurnEnd>;
  /** Settles when the server has ended the turn or the connection; for a stopped turn, after `done`. */
  readonly over: Promise<void>;
  /** Fires when the turn is over. */
  readonly ended: AbortController = new AbortController();
  /** Maps notifications to events, and knows the open items. */
  readonly mapper: TurnMapper;
  readonly #link: TurnLink;
  readonly #sink: TurnSink<LiveEvent>;
  readonly #graceMs: number;
  // `turn/started` may come before the answer that has the turn's id.
  #early: Told[] | null = [];
  #id: string | null = null;
  // The id by which the server interrupts and stores the running turn, which differs for a review.
  #activeId: string | null = null;
  // The id by which the server reports a review whose beginning was missed.
  #rootId: string | null = null;
  #started = false;
  #interrupting = false;
  #stopError: CodexError | null = null;
  #isOver = false;
  // The server has ended the turn, and what it has left behind is being cleaned up.
  #leaving = false;
  readonly #told: ToldItems = new ToldItems();
  #hasMessage = false;
  // Whether the server may know of the turn, and whether it has confirmed this.
  #isPlaced: boolean;
  #isBegun = false;
  // Whether items may have been completed without being reported.
  #hasMissed = false;
  readonly #left: Promise<void>;
  #leftNow!: () => void;
  // The processes below the server when the turn was stopped.
  #below: Descendants | null = null;
  readonly #heard: Promise<void>;
  #heardNow!: () => void;
  #ready: Promise<void> = Promise.resolve();
  #readyNow: () => void = () => {};
  #before: Usage | null = null;
  #endedNow!: () => void;
  readonly #begun: Promise<void>;
  #startedNow!: () => void;
  #finish!: () => void;
  #fail!: (error: CodexError) => void;

  /** Starts the turn. */
  constructor(link: TurnLink, sink: TurnSink<LiveEvent>, graceMs: number | undefined) {
    this.#link = link;
    this.#sink = sink;
    this.#graceMs = graceMs ?? GRACE_MS;
    this.#isPlaced = link.attached ?? false;
    this.mapper = new TurnMapper(null);
    this.#unready();
    this.#heard = new Promise((resolve) => this.#heardNow = resolve);
    this.#begun = new Promise((resolve) => this.#startedNow = resolve);
    const verdict = new Promise<void>((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    this.over = new Promise((resolve) => this.#endedNow = resolve);
    this.#left = new Promise((resolve) => this.#leftNow = resolve);
    this.done = this.#run(verdict);
  }

  /** Settles when the turn, and everything reported before a request of the server, is known. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Makes the turn wait again, and releases those who wait for it to be known. */
  stepBack(): void {
    this.#readyNow();
    this.#unready();
  }

  #unready(): void {
    this.#ready = new Promise((resolve) => this.#readyNow = resolve);
  }

  /** What the thread had used before, or null if unknown. */
  get before(): Usage | null {
    return this.#before;
  }

  /** The turn's id, or null until the server has sent it. */
  get id(): string | null {
    return this.#id;
  }

  /** Whether the server has ended the turn, or the connection has ended. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The turn's id once the server is working on it; null if it has ended. */
  async active(): Promise<string | null> {
    await Promise.race([this.#begun, this.over]);
    return this.#isOver ? null : this.#id;
  }

  async #run(verdict: Promise<void>): Promise<TurnEnd> {
    try {
      if (!this.#link.attached) {
        this.#tell({ type: "thread.started", thread_id: this.#link.threadId });
      }
      this.#begin();
      await verdict;
      if (this.#stopError !== null) throw this.#stopError;
      return { usageIsTotal: true, stderr: this.#link.stderr() };
    } finally {
      this.ended.abort();
    }
  }

  #begin(): void {
    const start = { left: this.#left, go: (usage: Usage | null) => this.#go(usage) };
    const begun = this.#link.begin(start).then(({ turn, stored, used = null }) => {
      this.#id = turn?.id ?? null;
      this.#isBegun = true;
      if (stored === undefined) this.#goOn();
      else this.rejoined(stored, used);
      this.#readyNow();
      if (this.#stopError !== null && !this.#interrupting) void this.interruptQuietly();
    });
    begun.catch((error) => this.#end(error));
  }

  #go(usage: Usage | null): void {
    if (this.#interrupting) this.#cancel();
    if (this.#stopError !== null) throw this.#stopError;
    if (this.#isOver) throw new CodexError("The turn was interrupted before it began");
    this.#isPlaced = true;
    this.#startsFrom(usage);
  }

  #startsFrom(usage: Usage | null): void {
    this.#before = usage;
    this.mapper.startsFrom(usage);
  }

  /** Interrupts a turn that the server does not know of. */
  #cancel(): void {
    if (this.#isOver) return;
    this.#tell({ type: "turn.interrupted", turn_id: null });
    this.#end(null);
  }

  /** Processes the notifications that came meanwhile. */
  #goOn(): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const { method, params } of early) {
      try {
        this.notification(method, params);
      } catch {
        // One of an unknown shape must not end the turn here while Codex continues it.
      }
    }
  }

  /** The connection is lost and being restored: notifications from then on wait for `rejoined()`. */
  suspend(): void {
    if (this.#isOver || this.#leaving || this.#early !== null) return;
    this.#early = [];
    this.#unready();
  }

  /** Whether the server has confirmed that the turn has begun. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /**
   * Continues the turn after part of it was missed. Finished items are reported now unless they were before;
   * a turn that has ended meanwhile ends.
   *
   * @param stored What the server has stored of the turn; null if it has nothing, since its server has died.
   * @param used What the thread had used by the end of the turn; null if it is running, or if unknown.
   */
  rejoined(stored: Turn | null, used: Usage | null): void {
    if (this.#isOver || this.#id === null) return;
    const runs = stored?.status === "inProgress";
    if (runs) {
      this.#activeId = stored.id;
      this.#rootId = stored.rootTurnId ?? null;
    }
    this.#hasMissed = runs;
    this.mapper.missed();
    if (stored !== null && !this.#started) {
      // An attached turn begins with its items.
      if (this.#link.attached) this.#begins();
      else this.#take("turn/started", { turn: { id: this.#id } });
    }
    for (const item of stored?.items ?? []) {
      const isOpen = runs && "status" in item && item.status === "inProgress";
      this.#take(isOpen ? "item/started" : "item/completed", { item });
    }
    if (used !== null) this.mapper.usedSoFar(used);
    this.#goOn();
    this.#readyNow();
    if (runs) {
      if (this.#interrupting || this.#stopError !== null) void this.interruptQuietly();
      return;
    }
    this.notification("turn/completed", {
      turn: stored ?? { id: this.#id, status: "interrupted" },
    });
  }

  /** Processes a notification of this thread. Those of other turns are ignored. */
  notification(method: string, params: Told["params"]): void {
    if (this.#isOver) return;
    if (this.#early !== null) {
      this.#early.push({ method, params });
      return;
    }
    // The end of a revert before this turn, which may be told when the turn has its place.
    if (method === "thread/reverted") return this.#startsFrom(null);
    let turnId = params.turnId ?? params.turn?.id ?? this.#id;
    if (method === "turn/started") {
      this.#id ??= String(turnId);
      // For a review, it has an id that no other message uses; its root is the review.
      if (params.turn?.rootTurnId === this.#id) {
        this.#activeId = String(turnId);
        turnId = this.#id;
      }
      params = { ...params, turn: { ...params.turn, id: turnId } };
    }
    // A sub-agent's turn also has a root, by which nothing in the sub-agent's own thread is reported.
    if (turnId === this.#rootId) this.#id = this.#rootId;
    if (turnId !== this.#id) return this.#ofAnother(method, params);
    if (method === "turn/completed") {
      if (this.#leaving) return;
      if (typeof params.turn !== "object" || params.turn === null) {
        throw new Error("it has no turn");
      }
      if (this.#wasStopped(params.turn.status)) {
        return this.#endAfter(this.#leave(this.#id as string, params));
      }
      if (this.#hasMissed) return this.#endAfter(this.#fillIn(this.#id as string, params));
      if (this.openItems().some(isCommand)) return this.#endAfter(this.#closeCommands(params));
    }
    this.#take(method, params);
  }

  /** The turn ends even if what the server has told last makes no sense. */
  #endAfter(work: Promise<void>): void {
    work.catch((cause: unknown) => {
      const state = "what the app-server has told of its end makes no sense";
      this.#end(new CodexError(`Cannot run the turn: ${state}`, { cause }));
    });
  }

  #wasStopped(status: unknown): boolean {
    return this.#stopError !== null || (status !== "completed" && status !== "failed");
  }

  /** Reports the end of a stopped turn only when what it has left behind is cleaned up. */
  async #leave(turnId: string, params: Told["params"]): Promise<void> {
    this.#leaving = true;
    this.#heardNow();
    this.ended.abort();
    const { attached, threadId } = this.#link;
    // Whoever has stopped a turn cleans up after it.
    const cleanUp = attached && !this.#interrupting ? undefined : this.#link.cleanUp;
    const cleaned = cleanUp?.turn(threadId, turnId, this.#below);
    if (cleaned) await within(Promise.race([cleaned, this.over]), this.#graceMs);
    if (!this.#isOver) this.#take("turn/completed", params);
  }

  /**
   * Items that were completed just before this client came back may never be reported, nor the tokens of the
   * last request: Codex stores them a moment after it reports them to the clients it has.
   */
  async #fillIn(turnId: string, params: Told["params"]): Promise<void> {
    this.#leaving = true;
    const { stored, used } = await this.#link.stored?.(turnId).catch(() => null) ?? {};
    if (this.#isOver) return;
    for (const item of stored?.items ?? []) this.#take("item/completed", { item });
    if (used) this.mapper.usedSoFar(used);
    this.#take("turn/completed", params);
  }

  /**
   * Of an approved command that the sandbox has then stopped, Codex 0.171 tells the start alone. A command that
   * goes on in the background is open, too, and ends later.
   */
  async #closeCommands(params: Told["params"]): Promise<void> {
    this.#leaving = true;
    const { cleanUp, threadId } = this.#link;
    const open = this.openItems().filter(isCommand);
    const asked = cleanUp?.untold(threadId, open.map(({ id }) => id)).then((untold) => {
      for (const item of open.filter(({ id }) => untold.includes(id))) {
        if (!this.#isOver) this.#take("item/completed", { item: { ...item, status: "failed" } });
      }
    }).catch(() => {});
    if (asked) await within(Promise.race([asked, this.over]), this.#graceMs);
    if (!this.#isOver) this.#take("turn/completed", params);
  }

  /** After a resume, Codex reports what the thread had used by the previous turn, sometimes only now. */
  #ofAnother(method: string, params: Told["params"]): void {
    if (method !== "thread/tokenUsage/updated" || this.#before !== null) return;
    this.#before = threadUsage(params);
    this.mapper.usedBefore(this.#before);
  }

  #take(method: string, params: Told["params"]): void {
    if (method === "turn/started" && this.#started) return;
    if (this.#told.isKnown(method, params, (id) => this.mapper.openItem(id) !== undefined)) return;
    if (method.startsWith("item/") && this.#isAnothers(params.item)) return;
    try {
      for (const event of this.mapper.map(method, params)) this.#tell(event);
    } finally {
      // Even if something is wrong with the events: no turn may wait for an end that has come.
      if (this.mapper.status !== null) this.#end(null);
    }
    if (method === "turn/started") {
      this.#begins();
      // An earlier interrupt may have found no turn.
      if (this.#interrupting || this.#stopError !== null) void this.interruptQuietly();
    }
  }

  #begins(): void {
    this.#started = true;
    this.#startedNow();
  }

  /** Whether the turn began with another client's message, to which Codex has added ours. */
  #isAnothers(item: unknown): boolean {
    const { messageId, threadId } = this.#link;
    if (messageId === undefined || this.#hasMessage) return false;
    const { type, clientId } = Object(item) as {
      readonly type?: unknown;
      readonly clientId?: unknown;
    };
    if (type !== "userMessage") return false;
    this.#hasMessage = true;
    if (clientId === messageId) return false;
    this.#end(busy(threadId, this.#id ?? "", "which the message was added to"));
    return true;
  }

  /** Whether a request of the server belongs to this turn and the turn was stopped: nobody answers it. */
  givenUp(turnId: unknown): boolean {
    if (this.#stopError === null) return false;
    // On a shared server, what asks before the turn has an id may be another client's turn.
    return this.#id === null ? !this.#link.isShared : this.#id === turnId;
  }

  /** As {@linkcode AskingTurn} has it. */
  openItem(id: string): Item | undefined {
    return this.mapper.openItem(id);
  }

  /** As {@linkcode AskingTurn} has it. */
  openItems(): readonly Item[] {
    return this.mapper.openItems();
  }

  /** As {@linkcode AskingTurn} has it. */
  itemId(id: string): string | null {
    return this.mapper.itemId(id);
  }

  /** As {@linkcode AskingTurn} has it. */
  async say(threadId: string, turnId: string, text: string): Promise<void> {
    const input = [{ type: "text", text }];
    await this.#link.request("turn/steer", { threadId, expectedTurnId: turnId, input });
  }

  /** Passes the host's answer through. While it is awaited, Codex does not count as silent. */
  async answering<T>(answer: Promise<T>): Promise<T> {
    this.#sink.asking(1);
    try {
      return await answer;
    } finally {
      this.#sink.asking(-1);
    }
  }

  /** Its thread is gone, and nobody will report its end. */
  threadLost(error: CodexError): void {
    if (!this.#leaving) this.#end(error);
  }

  /** The connection has ended. */
  connectionLost(error: CodexError): void {
    this.#end(error);
  }

  #end(error: CodexError | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#readyNow();
    this.#leftNow();
    this.#heardNow();
    this.#endedNow();
    if (error === null) this.#finish();
    else this.#fail(this.#stopError ?? error);
  }

  /** As {@linkcode RunningTurn} has it: interrupts the turn, and waits until the server reports its end. */
  stop(error: CodexError): void {
    if (this.#stopError !== null || this.mapper.status !== null) return;
    this.#stopError = error;
    this.#leftNow();
    // An attached turn is left alone, and the server does not know of a waiting one.
    if (this.#link.attached) this.#link.cleanUp?.left(this);
    if (this.#link.attached || !this.#isPlaced) return this.#end(error);
    if (this.#id !== null) void this.interruptQuietly();
    void this.#giveUp(error);
  }

  /** Gives up on a silent server. */
  async #giveUp(error: CodexError): Promise<void> {
    if (!await within(this.#heard, this.#graceMs)) this.#fail(error);
  }

  /**
   * Interrupts the turn; the events end with `turn.interrupted`. Settles when what a running turn has left
   * behind has ended too.
   */
  async interrupt(): Promise<void> {
    if (this.#isOver) return;
    if (!this.#isPlaced) return this.#cancel();
    if (!this.#leaving) await this.#interrupt();
    if (this.#started) await within(this.over, this.#graceMs);
  }

  /** As {@linkcode AskingTurn} has it. */
  async interruptQuietly(): Promise<void> {
    if (!this.#isOver && !this.#leaving) await this.#interrupt().catch(() => {});
  }

  async #interrupt(): Promise<void> {
    this.#interrupting = true;
    this.#leftNow();
    const { cleanUp, isShared } = this.#link;
    if (cleanUp) this.#below = await cleanUp.look(this.#below);
    if (this.#isOver || this.#leaving) return;
    // Right after the start, Codex may not know the turn's id as active; "" means whichever is. On a shared
    // server that may be another client's turn: there, `turn/started` interrupts a turn without an id.
    const turnId = this.#started || isShared ? this.#activeId ?? this.#id : "";
    if (turnId === null) return;
    try {
      await this.#link.request("turn/interrupt", { threadId: this.#link.threadId, turnId });
    } catch (error) {
      // The turn has ended meanwhile, or has not begun: then `turn/started` interrupts it.
      if (!(error instanceof RpcError) && this.#stopError === null) throw error;
    }
  }

  /** As {@linkcode RunningTurn} has it. */
  stderr(): string {
    return this.#link.stderr();
  }

  #tell(event: LiveEvent): void {
    this.#sink.event(event, sizeOf(event));
  }
}

function isCommand({ type }: Item): boolean {
  return type === "commandExecution";
}
