/**
 * The settings of a thread that each turn may change, and that stay changed for the next one.
 *
 * @module
 */
import type { ModelReasoningEffort } from "../../core/vocabulary/options.ts";

/** The settings of a thread; null: not known, of the effort also that the model's own counts. */
export interface TurnSettings {
  /** The model. */
  readonly model: string | null;
  /** How much it thinks. */
  readonly effort: ModelReasoningEffort | null;
  /** The folder it works in. */
  readonly cwd: string | null;
  /** When Codex asks for approval, in the server's own form. */
  readonly approvalPolicy: unknown;
}

/** The settings that the answer to `thread/start`, `thread/resume` or `thread/fork` tells. */
export function settingsOf(answer: Readonly<Record<string, unknown>>): TurnSettings {
  const { model, reasoningEffort, cwd, approvalPolicy } = answer;
  return {
    model: text(model),
    effort: text(reasoningEffort) as ModelReasoningEffort | null,
    cwd: text(cwd),
    approvalPolicy: approvalPolicy ?? null,
  };
}

/** The effort that `thread/settings/updated` tells; undefined where it does not. */
export function effortOf(params: Readonly<Record<string, unknown>>): string | null | undefined {
  const { threadSettings } = params;
  if (typeof threadSettings !== "object" || threadSettings === null) return undefined;
  return text((threadSettings as Record<string, unknown>).effort);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
