/**
 * One turn, from the first requested event to the end of the last process: its place in the thread's
 * queue, its clocks, its signal, and its verdict.
 *
 * @module
 */
import {
  AbortError,
  attachFacts,
  CodexError,
  LimitError,
  TimeoutError,
  TurnFailedError,
} from "../vocabulary/errors.ts";
import { advisedMessage } from "../vocabulary/advice.ts";
import type { ThreadEvent, Usage } from "../vocabulary/events.ts";
import type { Failure } from "../vocabulary/failure.ts";
import { messageOf, plainText, shortened } from "../base/plain_text.ts";
import { onAbort } from "../base/on_abort.ts";
import { now, startTimer, stopTimer, type Timer } from "../base/timers.ts";
import { type CallSite, traceTo } from "./call_site.ts";
import { type EventSource, EventStream } from "./event_stream.ts";
import type { TurnOptions } from "../vocabulary/options.ts";
import type { TraceContext, TurnWatch } from "../ports/observer.ts";
import type { RunningTurn, TurnEnd, TurnSink } from "../ports/transport.ts";
import { TurnFold } from "./fold.ts";
import { LimitWatch } from "./limits.ts";
import type { Place, TurnQueue } from "./turn_queue.ts";

/** An event of either transport. */
type AnyEvent = { readonly type: string };

/** What a turn needs from its thread. */
export interface TurnContext<E extends AnyEvent = ThreadEvent>
  extends Pick<EventSource<E>, "merge" | "mergeKey"> {
  /** The turns of the thread. */
  readonly queue: TurnQueue;
  /** The observer of the turn, if there is one. */
  readonly watch?: TurnWatch | undefined;
  /** Starts the turn on the transport, when its place in the queue is free. */
  start(sink: TurnSink<E>, trace?: TraceContext): RunningTurn;
  /** Sees each event before the consumer does; an error that it returns ends the turn. */
  observe(event: E): CodexError | null;
  /** Whether an event is about an item that is not among the turn's items. Default: none is. */
  isAside?(event: E): boolean;
  /** Takes the secrets out of a text. */
  redact(text: string): string;
  /** The thread's id, if it is known. */
  threadId(): string | null;
  /**
   * Called when the turn is over; `end` is null unless the turn was completed.
   *
   * @returns The token usage of this turn alone, or null if it is not certain.
   */
  settled(fold: TurnFold, end: TurnEnd | null): Usage | null;
}

/** The events that end a turn. */
const TERMINAL: ReadonlySet<string> = new Set([
  "turn.completed",
  "turn.failed",
  "turn.interrupted",
]);

const LEFT = "the consumer left the events";

/** One turn. */
export class TurnRun<E extends AnyEvent = ThreadEvent> {
  /** The events, for the caller. */
  readonly events: EventStream<E>;
  /** What the events have said so far. */
  readonly fold: TurnFold;
  /** Who started the turn, if the stacks of its errors would not show it. */
  caller: CallSite | null = null;
  readonly #context: TurnContext<E>;
  readonly #options: TurnOptions;
  readonly #idleLimit: number | undefined;
  readonly #limits: LimitWatch | null;
  /** Why the turn has failed, or null; settles when it is over. */
  readonly settled: Promise<CodexError | null>;
  #settle!: (failure: CodexError | null) => void;
  #place: Place | null = null;
  #abandon: ((error: CodexError) => void) | null = null;
  #turn: RunningTurn | null = null;
  #stopError: CodexError | null = null;
  #terminal = false;
  #asked = 0;
  #startedAt = 0;
  #turnTimer: Timer | undefined;
  #idleTimer: Timer | undefined;

  /**
   * @param context What the turn needs from its thread.
   * @param options The turn's options.
   */
  constructor(context: TurnContext<E>, options: TurnOptions) {
    this.fold = new TurnFold();
    const { maxTokens, maxRequests } = options;
    const limited = maxTokens !== undefined || maxRequests !== undefined;
    this.#limits = limited ? new LimitWatch(options) : null;
    this.#context = context;
    this.#options = options;
    this.#idleLimit = options.idleTimeoutMs;
    this.settled = new Promise((resolve) => this.#settle = resolve);
    const { merge, mergeKey } = context;
    this.events = new EventStream<E>({
      ...(merge && mergeKey ? { merge, mergeKey } : {}),
      start: () => void this.#run(),
      stop: () => this.#leave(),
      unasked: () => this.#settle(new AbortError(LEFT)),
      waiting: () => this.#armIdle(),
    });
  }

  /** The turn's place among those of its thread, or null until somebody requests an event. */
  get place(): Place | null {
    return this.#place;
  }

  async #run(): Promise<void> {
    const { signal } = this.#options;
    let unlisten: (() => void) | null = null;
    let failure: CodexError | null = null;
    let end: TurnEnd | null = null;
    try {
      if (signal?.aborted) throw new AbortError(signal.reason);
      if (signal) {
        unlisten = onAbort(signal, () => this.#stop(new AbortError(signal.reason)));
      }
      await this.#takePlace();
      // An abort may come between the place and this line.
      if (this.#stopError !== null) throw this.#stopError;
      this.#startClock();
      this.#turn = this.#start();
      end = await this.#turn.done;
      failure = this.#stopError ?? this.#verdict(end);
    } catch (error) {
      failure = asCodexError(error, this.#context.redact);
    }
    unlisten?.();
    this.#stopClocks();
    const usage = this.#context.settled(this.fold, failure === null ? end : null);
    if (failure !== null) {
      attachFacts(failure, {
        threadId: this.#context.threadId(),
        items: this.fold.itemsSoFar,
        usage: this.fold.usage ?? this.fold.usageSoFar,
        lastError: this.lastError(),
      });
      if (this.caller !== null) traceTo(failure, this.caller);
    }
    this.#context.watch?.ended({ failure, usage, finalResponse: this.fold.finalResponse });
    this.#place?.leave();
    this.events.end(failure === null ? null : { error: failure });
    this.#settle(failure);
  }

  /** Waits for the turns before this one; a stop while waiting leaves the queue. */
  async #takePlace(): Promise<void> {
    const place = this.#context.queue.enter(() => this.events.unbound());
    this.#place = place;
    await new Promise<void>((resolve, reject) => {
      this.#abandon = reject;
      place.ready.then(resolve);
    });
    this.#abandon = null;
  }

  #start(): RunningTurn {
    const context = this.#context;
    const start = (trace?: TraceContext) => context.start(this.#sink(), trace);
    return context.watch === undefined ? start() : context.watch.starts(start);
  }

  #sink(): TurnSink<E> {
    return {
      event: (event, size) => this.#event(withoutSecrets(event, this.#context.redact), size),
      room: () => this.events.room(),
      unbound: () => this.events.unbound(),
      asking: (change) => {
        this.#asked += change;
        this.#armIdle();
      },
    };
  }

  #event(event: E, size: number): void {
    if (this.#stopError !== null) return;
    const error = this.#context.observe(event);
    if (error !== null) return this.#stop(error);
    this.#context.watch?.event(event);
    const limit = this.#limits?.observe(event) ?? null;
    // The fold ignores what it does not know, such as events of a newer Codex.
    const told = event as unknown as ThreadEvent;
    if (this.#context.isAside?.(event)) this.fold.addAside(told);
    else this.fold.add(told, size);
    if (TERMINAL.has(event.type)) {
      this.#terminal = true;
      this.#stopClocks();
    }
    this.events.push(event, size);
    if (limit !== null) return this.#stop(limit);
    if (this.#idleLimit !== undefined) this.#armIdle();
  }

  #verdict(end: TurnEnd): CodexError | null {
    const { failure } = this.fold;
    if (failure === null) return null;
    const told = this.#shown(failure);
    const { maxTokens } = this.#options;
    if (told.code === "budget_exceeded" && maxTokens !== undefined) {
      return new LimitError("tokens", maxTokens, maxTokens);
    }
    return new TurnFailedError(advisedMessage(told), end.stderr, told);
  }

  /** What the last `error` event reported, without secrets, or null. */
  lastError(): Failure | null {
    const { lastError } = this.fold;
    return lastError === null ? null : this.#shown(lastError);
  }

  /** A failure as an error may show it. */
  #shown(failure: Failure): Failure {
    return { ...failure, message: shortened(this.#context.redact(plainText(failure.message))) };
  }

  /** Stops the turn with `error`, unless it has ended or is being stopped already. */
  #stop(error: CodexError): void {
    if (this.#terminal || this.#stopError !== null) return;
    this.#stopError = error;
    this.#stopClocks();
    this.events.clear();
    this.#abandon?.(error);
    this.#turn?.stop(error);
  }

  async #leave(): Promise<void> {
    this.#stop(new AbortError(LEFT));
    await this.settled;
  }

  #startClock(): void {
    this.#startedAt = now();
    const limit = this.#options.timeoutMs;
    if (limit !== undefined) {
      this.#turnTimer = startTimer(() => this.#timeOut("turn", limit), limit);
    }
    this.#armIdle();
  }

  /** Silence counts only while somebody waits for an event and no item explains it. */
  #armIdle(): void {
    const limit = this.#idleLimit;
    if (limit === undefined || this.#startedAt === 0) return;
    stopTimer(this.#idleTimer);
    if (this.#terminal || this.#stopError !== null) return;
    if (!this.events.isWaiting || this.fold.working || this.#asked > 0) return;
    this.#idleTimer = startTimer(() => this.#timeOut("idle", limit), limit);
  }

  #stopClocks(): void {
    stopTimer(this.#turnTimer);
    stopTimer(this.#idleTimer);
  }

  #timeOut(kind: "turn" | "idle", limit: number): void {
    const what = kind === "turn"
      ? `the turn took longer than timeoutMs (${limit} ms)`
      : `Codex was silent for idleTimeoutMs (${limit} ms)`;
    const lastError = this.lastError();
    const why = lastError === null ? "" : `; the last error was: ${lastError.message}`;
    this.#stop(
      new TimeoutError(`The turn was stopped: ${what}${why}`, {
        kind,
        elapsedMs: now() - this.#startedAt,
        lastEvent: this.fold.lastEvent,
        stderr: this.#turn?.stderr() ?? "",
      }),
    );
  }
}

/** An event whose failure or warning, which may quote the service's answer, is told without secrets. */
function withoutSecrets<E extends AnyEvent>(event: E, redact: (text: string) => string): E {
  const { type, error, item } = event as AnyEvent & {
    readonly error?: unknown;
    readonly item?: { readonly type?: unknown } | null;
  };
  const told = <S>(said: S): S => {
    const { message } = Object(said) as { readonly message?: unknown };
    const safe = typeof message === "string" ? redact(message) : message;
    return safe === message ? said : { ...said, message: safe };
  };
  if (type === "error") return told(event);
  if (type === "turn.failed") {
    return told(error) === error ? event : { ...event, error: told(error) };
  }
  if (item?.type !== "error" || told(item) === item) return event;
  return { ...event, item: told(item) };
}

function asCodexError(error: unknown, redact: (text: string) => string): CodexError {
  if (error instanceof CodexError) return error;
  return new CodexError(redact(plainText(`Cannot run the turn: ${messageOf(error)}`)));
}
