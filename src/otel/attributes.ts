/**
 * Turns as attributes, following OpenTelemetry's conventions for generative AI.
 *
 * @module
 */
import { type CodexError, TurnFailedError } from "../core/vocabulary/errors.ts";
import type { Usage } from "../core/vocabulary/events.ts";
import type { AskedTurn } from "../core/ports/observer.ts";
import type { SpanAttributes } from "./tracer.ts";

/** What the spans say about the agent, and whether they include content. */
export interface Settings {
  /** Whether spans include prompts, answers, and what commands and tools do. */
  readonly content: boolean;
  /** The agent's name. */
  readonly agentName: string;
  /** The agent's id, if it has one. */
  readonly agentId: string | undefined;
  /** Who serves the model; undefined: whoever the thread's options name. */
  readonly provider: string | undefined;
}

/** Stands for an error that has no name. */
const OTHER = "_OTHER";

/** What is known of a turn when it begins. */
export function turnAttributes(turn: AskedTurn, settings: Settings): SpanAttributes {
  const threadId = turn.threadId();
  return {
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.provider.name": settings.provider ?? turn.provider ?? "openai",
    "gen_ai.agent.name": settings.agentName,
    ...(settings.agentId === undefined ? {} : { "gen_ai.agent.id": settings.agentId }),
    ...(turn.model === undefined ? {} : { "gen_ai.request.model": turn.model }),
    ...(threadId === null ? {} : { "gen_ai.conversation.id": threadId }),
    ...(turn.typed ? { "gen_ai.output.type": "json" } : {}),
    "codex.turn.kind": turn.kind,
  };
}

/** What the user says. Pictures are named, not shown. */
export function inputMessages({ input }: AskedTurn): string {
  if (input === null) return "[]";
  const parts = [
    ...input.images.map(() => ({ type: "image" })),
    { type: "text", content: input.prompt },
  ];
  return JSON.stringify([{ role: "user", parts }]);
}

/** What the agent answers. */
export function outputMessages(text: string): string {
  const parts = [{ type: "text", content: text }];
  return JSON.stringify([{ role: "assistant", parts, finish_reason: "stop" }]);
}

/** The tokens of a turn. */
export function usageAttributes(usage: Usage): SpanAttributes {
  return {
    "gen_ai.usage.input_tokens": usage.input_tokens,
    "gen_ai.usage.cache_read.input_tokens": usage.cached_input_tokens,
    "gen_ai.usage.cache_creation.input_tokens": usage.cache_write_input_tokens,
    "gen_ai.usage.output_tokens": usage.output_tokens,
    "gen_ai.usage.reasoning.output_tokens": usage.reasoning_output_tokens,
  };
}

/** Why a turn has failed: a failure of Codex by its code, any other by the name of its error. */
export function failureAttributes(failure: CodexError): SpanAttributes {
  if (!(failure instanceof TurnFailedError)) return { "error.type": failure.name };
  return codeAttributes(failure.code, failure.httpStatus);
}

/** A failure that Codex reports. */
export function codeAttributes(code: string, httpStatus: number | null): SpanAttributes {
  return {
    "error.type": code === "other" ? OTHER : code,
    ...(httpStatus === null ? {} : { "http.response.status_code": httpStatus }),
  };
}
