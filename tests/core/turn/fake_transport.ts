/**
 * A transport without processes: the test says what each turn says.
 *
 * @module
 */
import type { CodexError } from "../../../src/core/vocabulary/errors.ts";
import type { ThreadEvent, Usage } from "../../../src/core/vocabulary/events.ts";
import type {
  RunningTurn,
  Transport,
  TurnEnd,
  TurnRequest,
  TurnSink,
} from "../../../src/core/ports/transport.ts";

/** A thread id. */
export const ID = "01a201f0-88ca-7681-ada4-692e81620abf";
/** Another one. */
export const OTHER_ID = "01a201f0-0000-7681-ada4-692e81620abf";

/** The event that gives the thread its id. */
export const started = (id: string = ID): ThreadEvent => ({
  type: "thread.started",
  thread_id: id,
});
/** A message of the agent. */
export const said = (text: string): ThreadEvent => ({
  type: "item.completed",
  item: { id: "item_0", type: "agent_message", text },
});
/** Token counts, all of the same number. */
export const tokens = (count: number): Usage => ({
  input_tokens: count,
  cached_input_tokens: count,
  cache_write_input_tokens: count,
  output_tokens: count,
  reasoning_output_tokens: count,
});
/** The end of a good turn. */
export const completed = (total = 1): ThreadEvent => ({
  type: "turn.completed",
  usage: tokens(total),
});
/** The end of a bad turn. */
export const failed = (message: string): ThreadEvent => ({
  type: "turn.failed",
  error: { message },
});
/** A command that begins or ends. */
export const command = (type: "item.started" | "item.completed"): ThreadEvent => ({
  type,
  item: {
    id: "item_1",
    type: "command_execution",
    command: "sleep 9",
    aggregated_output: "",
    status: type === "item.started" ? "in_progress" : "completed",
  },
});

/** A turn under way, in the test's hands. */
export class FakeTurn implements RunningTurn {
  readonly done: Promise<TurnEnd>;
  readonly request: TurnRequest;
  readonly sink: TurnSink;
  /** What the turn was stopped with, or null. */
  stoppedWith: CodexError | null = null;
  /** Whether a stop waits for `gone()`, as for a process that takes its time. */
  lingers = false;
  #resolve!: (end: TurnEnd) => void;
  #reject!: (error: unknown) => void;

  constructor(request: TurnRequest, sink: TurnSink) {
    this.request = request;
    this.sink = sink;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Says something. */
  emit(...events: readonly ThreadEvent[]): this {
    for (const event of events) this.sink.event(event, JSON.stringify(event).length);
    return this;
  }

  /** The process has ended after its terminal event. */
  exit(usageIsTotal = true): void {
    this.#resolve({ usageIsTotal, stderr: "on stderr" });
  }

  /** The process has ended otherwise. */
  fail(error: unknown): void {
    this.#reject(error);
  }

  /** Says a good turn and ends. */
  complete(text = "ok", total = 1, id: string = ID): void {
    this.emit(started(id), { type: "turn.started" }, said(text), completed(total)).exit();
  }

  stop(error: CodexError): void {
    this.stoppedWith ??= error;
    if (!this.lingers) this.gone();
  }

  /** The process that was stopped is gone. */
  gone(): void {
    this.#reject(this.stoppedWith);
  }

  stderr(): string {
    return "so far";
  }
}

/** Runs what the test scripts. */
export class FakeTransport implements Transport {
  /** The turns that were started. */
  readonly turns: FakeTurn[] = [];
  readonly #script: ((turn: FakeTurn, index: number) => void) | undefined;
  readonly #waiters: Map<number, (turn: FakeTurn) => void> = new Map();

  /** @param script Called for each turn, soon after it was started. */
  constructor(script?: (turn: FakeTurn, index: number) => void) {
    this.#script = script;
  }

  run(request: TurnRequest, sink: TurnSink): RunningTurn {
    const turn = new FakeTurn(request, sink);
    const index = this.turns.push(turn) - 1;
    queueMicrotask(() => this.#script?.(turn, index));
    this.#waiters.get(index)?.(turn);
    return turn;
  }

  /** Settles when turn number `index` has been started. */
  turn(index: number): Promise<FakeTurn> {
    const turn = this.turns[index];
    if (turn !== undefined) return Promise.resolve(turn);
    return new Promise((resolve) => this.#waiters.set(index, resolve));
  }

  redact(text: string): string {
    return text.replaceAll("SECRET", "[redacted]");
  }
}
