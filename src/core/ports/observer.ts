/**
 * Whoever looks on at the turns of a client: told of each, with no say in it. Types only.
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
  /** What vendors add to it. */
  readonly tracestate?: string;
}

/** What is known of a turn when it is asked for. */
export interface AskedTurn {
  /** What the agent is to do: answer a message, review changes, or sum up the conversation. */
  readonly kind: "message" | "review" | "compact";
  /** What the user says; null where the turn has no message. */
  readonly input: NormalizedInput | null;
  /** Whether the answer has to follow a schema. */
  readonly typed: boolean;
  /** The model, where it is known. */
  readonly model: string | undefined;
  /** Who serves the model, where the options tell. */
  readonly provider: string | undefined;
  /** The id of the thread, or null as long as it has none. */
  threadId(): string | null;
  /** Takes the secrets out of a text. */
  redact(text: string): string;
}

/** Looks on at turns. Must not throw. */
export interface TurnObserver {
  /** A turn is asked for. Called at once, in the asynchronous context of the caller. */
  asked(turn: AskedTurn): TurnWatch;
}

/** Looks on at one turn. Must not throw. */
export interface TurnWatch {
  /**
   * The turn's place is free.
   *
   * @param start Starts it, as a part of a trace or of none; to be called once.
   * @returns What `start` gives.
   */
  starts<T>(start: (trace: TraceContext | undefined) => T): T;
  /** An event of the turn, before its reader gets it. */
  event(event: { readonly type: string }): void;
  /** The turn is over. The last call; the first one too, if the turn was stopped before it began. */
  ended(end: TurnOutcome): void;
}

/** How a turn ended. */
export interface TurnOutcome {
  /** Why it has failed, or null. */
  readonly failure: CodexError | null;
  /** The tokens of this turn alone, where that is sure; else null. */
  readonly usage: Usage | null;
  /** The text of the last message. */
  readonly finalResponse: string;
}
