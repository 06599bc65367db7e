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
  /** Settles when the server has ended the turn, or is gone: with a turn that was stopped, after `done`. */
  readonly over: Promise<void>;
  /** Fires when the turn is over. */
  readonly ended: AbortController = new AbortController();
  /** Makes the events, and knows what is under way. */
  readonly mapper: TurnMapper;
  readonly #link: TurnLink;
  readonly #sink: TurnSink<LiveEvent>;
  readonly #graceMs: number;
  // `turn/started` may come before the answer that tells the turn's id.
  #early: Told[] | null = [];
  #id: string | null = null;
  // The id that the server interrupts it by: that of a review is another one.
  #activeId: string | null = null;
  #started = false;
  #interrupting = false;
  #stopError: CodexError | null = null;
  #isOver = false;
  // The server has ended the turn, and what it has left is being seen to.
  #leaving = false;
  readonly #told: ToldItems = new ToldItems();
  #hasMessage = false;
  // Whether the server may know of the turn, and whether it has said so.
  #isPlaced: boolean;
  #isBegun = false;
  // Whether items may have been completed of which nobody has told.
  #hasMissed = false;
  readonly #left: Promise<void>;
  #leftNow!: () => void;
  // What lived below the server when the turn was stopped.
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

  /** Settles when the turn is known, and with it what was told before a request of the server. */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** It waits once more, and whoever waits for it to be known need not. */
  stepBack(): void {
    this.#readyNow();
    this.#unready();
  }

  #unready(): void {
    this.#ready = new Promise((resolve) => this.#readyNow = resolve);
  }

  /** What the thread had used before, or null where that is not known. */
  get before(): Usage | null {
    return this.#before;
  }

  /** The turn's id, or null as long as the server has not told it. */
  get id(): string | null {
    return this.#id;
  }

  /** Whether the server has ended the turn, or is gone. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The turn's id once the server works on it; null when it has ended. */
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
    this.#before = usage;
    this.mapper.startsFrom(usage);
  }

  /** A turn that the server knows nothing of is interrupted here alone. */
  #cancel(): void {
    if (this.#isOver) return;
    this.#tell({ type: "turn.interrupted", turn_id: null });
    this.#end(null);
  }

  /** What was told meanwhile. */
  #goOn(): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const { method, params } of early) {
      try {
        this.notification(method, params);
      } catch {
        // One of another shape than this version knows must not end the turn here alone.
      }
    }
  }

  /** The connection is lost, and is made again: what is told from then on waits for `rejoined()`. */
  suspend(): void {
    if (this.#isOver || this.#leaving || this.#early !== null) return;
    this.#early = [];
    this.#unready();
  }

  /** Whether the server has said that it has begun the turn. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /**
   * Something of the turn was missed. Finished items are told now, those that were told before are not;
   * a turn that has ended meanwhile ends.
   *
   * @param stored What the server has of it: null for nothing, where its server has died.
   * @param used What the thread has used by its end, or null where it runs, or nobody knows.
   */
  rejoined(stored: Turn | null, used: Usage | null): void {
    if (this.#isOver || this.#id === null) return;
    const runs = stored?.status === "inProgress";
    this.#hasMissed = runs;
    this.mapper.missed();
    if (stored !== null && !this.#started) {
      // To whom the turn is new, it begins with its items.
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

  /** A notification of this thread. Those of other turns are not for this one. */
  notification(method: string, params: Told["params"]): void {
    if (this.#isOver) return;
    if (this.#early !== null) {
      this.#early.push({ method, params });
      return;
    }
    let turnId = params.turnId ?? params.turn?.id ?? this.#id;
    if (method === "turn/started") {
      this.#id ??= String(turnId);
      // That of a review has an id that no other message names; its root is the review.
      if (params.turn?.rootTurnId === this.#id) {
        this.#activeId = String(turnId);
        turnId = this.#id;
      }
      params = { ...params, turn: { ...params.turn, id: turnId } };
    }
    if (turnId !== this.#id) return this.#ofAnother(method, params);
    if (method === "turn/completed") {
      if (this.#leaving) return;
      if (this.#wasStopped(params.turn?.status)) {
        return void this.#leave(this.#id as string, params);
      }
      if (this.#hasMissed) return void this.#fillIn(this.#id as string, params);
    }
    this.#take(method, params);
  }

  #wasStopped(status: unknown): boolean {
    return this.#stopError !== null || (status !== "completed" && status !== "failed");
  }

  /** Nobody is told that a stopped turn is over before what it has left is gone. */
  async #leave(turnId: string, params: Told["params"]): Promise<void> {
    this.#leaving = true;
    this.#heardNow();
    this.ended.abort();
    const { attached, threadId } = this.#link;
    // What somebody else has stopped is theirs to clear away.
    const cleanUp = attached && !this.#interrupting ? undefined : this.#link.cleanUp;
    const cleaned = cleanUp?.turn(threadId, turnId, this.#below);
    if (cleaned) await within(Promise.race([cleaned, this.over]), this.#graceMs);
    if (!this.#isOver) this.#take("turn/completed", params);
  }

  /**
   * What was completed just before this client came back may be told by nobody, and the tokens of the last
   * request neither: Codex writes them down a moment later than it tells the clients it has.
   */
  async #fillIn(turnId: string, params: Told["params"]): Promise<void> {
    this.#leaving = true;
    const { stored, used } = await this.#link.stored?.(turnId).catch(() => null) ?? {};
    if (this.#isOver) return;
    for (const item of stored?.items ?? []) this.#take("item/completed", { item });
    if (used) this.mapper.usedSoFar(used);
    this.#take("turn/completed", params);
  }

  /** After a resume Codex tells what the thread has used, as of the turn before: at times only now. */
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
      // Also when something is wrong with the events: no turn may wait for a verdict that has come.
      if (this.mapper.status !== null) this.#end(null);
    }
    if (method === "turn/started") {
      this.#begins();
      // An interrupt that came before may have met no turn.
      if (this.#interrupting || this.#stopError !== null) void this.interruptQuietly();
    }
  }

  #begins(): void {
    this.#started = true;
    this.#startedNow();
  }

  /** Whether the turn has begun with another message: Codex has added ours to it. */
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

  /** Whether a request of the server belongs to this turn, and the turn was stopped: nobody answers for it. */
  givenUp(turnId: unknown): boolean {
    if (this.#stopError === null) return false;
    // Where others use the server, who asks before the turn has an id may be one of theirs.
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

  /** Passes an answer of the host through; its silence is not Codex's. */
  async answering<T>(answer: Promise<T>): Promise<T> {
    this.#sink.asking(1);
    try {
      return await answer;
    } finally {
      this.#sink.asking(-1);
    }
  }

  /** The connection is gone. */
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

  /** As {@linkcode RunningTurn} has it: interrupts the turn, and waits for the server's word. */
  stop(error: CodexError): void {
    if (this.#stopError !== null || this.mapper.status !== null) return;
    this.#stopError = error;
    this.#leftNow();
    // Whoever watches another's turn leaves it alone, and of one that waits nobody knows.
    if (this.#link.attached || !this.#isPlaced) return this.#end(error);
    if (this.#id !== null) void this.interruptQuietly();
    void this.#giveUp(error);
  }

  /** A server that does not say a word is not waited for. */
  async #giveUp(error: CodexError): Promise<void> {
    if (!await within(this.#heard, this.#graceMs)) this.#fail(error);
  }

  /**
   * Interrupts the turn; the events end with `turn.interrupted`. Settles when what a turn under way
   * has left is gone, too.
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
    // Right after the turn's start its id is not known yet to be active; "" is whichever is. Where others
    // use the server that may be one of theirs: there `turn/started` interrupts what has no id yet.
    const turnId = this.#started || isShared ? this.#activeId ?? this.#id : "";
    if (turnId === null) return;
    try {
      await this.#link.request("turn/interrupt", { threadId: this.#link.threadId, turnId });
    } catch (error) {
      // The turn ended in between, or has not begun: then `turn/started` interrupts it.
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
