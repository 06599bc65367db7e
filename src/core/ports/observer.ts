/**
 * Observers of a client's turns, which see every turn but do not influence it. Types only.
 *
 * @module
 */
import type { CodexError } from "../vocabulary/errors.ts";
import type { Usage } from "../vocabulary/events.ts";
import type { NormalizedInput } from "../vocabulary/input.ts";

/** Where a turn belongs in a distributed trace, as W3C Trace Context writes it. */
export interface TraceContext {
  /** The trace and the span that the turn is part of. */
  readonly traceparent: string;
  /** Additional data of vendors. */
  readonly tracestate?: string;
}

/** What is known about a turn when it is requested. */
export interface AskedTurn {
  /** The task of the agent: answer a message, review changes, or summarize the conversation. */
  readonly kind: "message" | "review" | "compact";
  /** The user's message, or null if the turn has none. */
  readonly input: NormalizedInput | null;
  /** Whether the answer must match a schema. */
  readonly typed: boolean;
  /** The model, if it is known. */
  readonly model: string | undefined;
  /** Who serves the model, if the options say so. */
  readonly provider: string | undefined;
  /** The id of the thread, or null until it has one. */
  threadId(): string | null;
  /** Takes the secrets out of a text. */
  redact(text: string): string;
}

/** Observes turns. Must not throw. */
export interface TurnObserver {
  /** Called at once when a turn is requested, in the asynchronous context of the caller. */
  asked(turn: AskedTurn): TurnWatch;
}

/** Observes one turn. Must not throw. */
export interface TurnWatch {
  /**
   * Called when the turn may start.
   *
   * @param start Starts the turn, with or without a trace; to be called once.
   * @returns The result of `start`.
   */
  starts<T>(start: (trace: TraceContext | undefined) => T): T;
  /** Called with each event of the turn, before its reader gets it. */
  event(event: { readonly type: string }): void;
  /** Called last, when the turn is over; the only call if the turn was stopped before it began. */
  ended(end: TurnOutcome): void;
}

/** How a turn ended. */
export interface TurnOutcome {
  /** Why the turn failed, or null. */
  readonly failure: CodexError | null;
  /** The token usage of this turn alone, or null if it is not certain. */
  readonly usage: Usage | null;
  /** The text of the last message. */
  readonly finalResponse: string;
}
