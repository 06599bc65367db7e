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
  /** The thread it belongs to. */
  readonly origin: ThreadOrigin;
  /** What the user says. */
  readonly input: NormalizedInput;
  /** The thread's options. */
  readonly thread: ThreadOptions;
  /** The turn's options. */
  readonly turn: TurnOptions;
  /** The trace that it is part of. */
  readonly trace?: TraceContext | undefined;
}

/** What a transport tells of a turn under way. */
export interface TurnSink<E = ThreadEvent> {
  /** An event, and roughly how many characters it takes. */
  event(event: E, size: number): void;
  /** A promise of room when the consumer is behind (it settles on a stop too), null when it is not. */
  room(): Promise<void> | null;
  /** The source has ended: what is left of it may be read without waiting for the consumer. */
  unbound(): void;
  /** Somebody is being asked (1), or has answered (-1): the idle clock waits meanwhile. */
  asking(change: 1 | -1): void;
}

/** How a turn ended that did end: by `turn.completed` or `turn.failed`. */
export interface TurnEnd {
  /** Whether the usage is sure to be the total of the thread. */
  readonly usageIsTotal: boolean;
  /** The last 64 KiB of standard error, without secrets. */
  readonly stderr: string;
}

/** A turn under way. */
export interface RunningTurn {
  /**
   * Settles when the turn is over and its processes and files are gone: resolves after
   * `turn.completed` or `turn.failed`, rejects with a `CodexError` after anything else.
   */
  readonly done: Promise<TurnEnd>;
  /** Ends the turn; `done` then rejects with `error`. Does nothing after the terminal event. */
  stop(error: CodexError): void;
  /** What standard error has said so far, without secrets. */
  stderr(): string;
}

/** Listens to the abort signals of turns. */
export interface Aborts {
  /**
   * Calls back when a signal fires.
   *
   * @returns Call it to stop listening.
   */
  listen(signal: AbortSignal, callback: () => void): () => void;
}

/** Runs turns. */
export interface Transport {
  /** Listens to the signals of its turns. */
  readonly aborts: Aborts;
  /** Starts a turn. Never throws: what goes wrong rejects `done`. */
  run(request: TurnRequest, sink: TurnSink): RunningTurn;
  /** Takes the secrets out of a text. */
  redact(text: string): string;
}
