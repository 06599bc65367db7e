/**
 * The inner port: one turn's request in, `ThreadEvent`s out. Types only.
 *
 * @module
 */
import type { CodexError } from "../vocabulary/errors.ts";
import type { ThreadEvent } from "../vocabulary/events.ts";
import type { NormalizedInput } from "../vocabulary/input.ts";
import type { ThreadOptions, TurnOptions } from "../vocabulary/options.ts";
import type { TraceContext } from "./observer.ts";

/** Where a turn's thread comes from. */
export type ThreadOrigin =
  | { readonly type: "start" }
  | { readonly type: "resume" | "fork"; readonly id: string };

/** One turn to run. */
export interface TurnRequest {
  /** The thread that the turn belongs to. */
  readonly origin: ThreadOrigin;
  /** The user's message. */
  readonly input: NormalizedInput;
  /** The thread's options. */
  readonly thread: ThreadOptions;
  /** The turn's options. */
  readonly turn: TurnOptions;
  /** The trace that the turn is part of. */
  readonly trace?: TraceContext | undefined;
}

/** What a transport reports about a running turn. */
export interface TurnSink<E = ThreadEvent> {
  /** Takes an event, and roughly its number of characters. */
  event(event: E, size: number): void;
  /** Returns a promise of room if the consumer is behind, which settles on a stop too; else null. */
  room(): Promise<void> | null;
  /** Called when the source has ended: the rest may be read without waiting for the consumer. */
  unbound(): void;
  /** Called when somebody is asked (1) and has answered (-1): the idle clock waits in between. */
  asking(change: 1 | -1): void;
}

/** The end of a turn that ended with `turn.completed` or `turn.failed`. */
export interface TurnEnd {
  /** Whether the usage is certainly the total of the thread. */
  readonly usageIsTotal: boolean;
  /** The last 64 KiB of standard error, without secrets. */
  readonly stderr: string;
}

/** A running turn. */
export interface RunningTurn {
  /**
   * Settles when the turn is over, its processes have ended and its files are removed: resolves after
   * `turn.completed` or `turn.failed`, rejects with a `CodexError` after anything else.
   */
  readonly done: Promise<TurnEnd>;
  /** Stops the turn; `done` then rejects with `error`. Does nothing after the terminal event. */
  stop(error: CodexError): void;
  /** Returns the standard error so far, without secrets. */
  stderr(): string;
}

/** Runs turns. */
export interface Transport {
  /** Starts a turn. Never throws: any error rejects `done`. */
  run(request: TurnRequest, sink: TurnSink): RunningTurn;
  /** Takes the secrets out of a text. */
  redact(text: string): string;
}
