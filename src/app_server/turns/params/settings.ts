/**
 * The settings of a thread that each turn may change, and that stay changed for the next one.
 *
 * @module
 */
import type { ModelReasoningEffort } from "../../../core/vocabulary/options.ts";
import type { CollaborationMode } from "../options.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The settings of a thread; null: not known, of the effort also that the model's own counts. */
export interface TurnSettings {
  /** The model. */
  readonly model: string | null;
  /** How much it thinks. */
  readonly effort: ModelReasoningEffort | null;
  /** How it works. */
  readonly mode: CollaborationMode;
  /** The folder it works in. */
  readonly cwd: string | null;
  /** When Codex asks for approval, in the server's own form. */
  readonly approvalPolicy: unknown;
}

/** What the turn before has left, where a turn that says nothing goes on with it. */
export type InForce = Pick<TurnSettings, "mode"> & { readonly effort: string | null };

/** The settings that the answer to `thread/start`, `thread/resume` or `thread/fork` tells. */
export function settingsOf(answer: Fields): TurnSettings {
  const { model, reasoningEffort, collaborationMode, cwd, approvalPolicy } = answer;
  return {
    model: text(model),
    effort: text(reasoningEffort) as ModelReasoningEffort | null,
    mode: modeOf(collaborationMode),
    cwd: text(cwd),
    approvalPolicy: approvalPolicy ?? null,
  };
}

/** What `thread/settings/updated` tells. */
export function inForceOf({ threadSettings }: Fields): InForce {
  const { effort, collaborationMode } = (threadSettings ?? {}) as Fields;
  return { effort: text(effort), mode: modeOf(collaborationMode) };
}

function modeOf(collaborationMode: unknown): CollaborationMode {
  return ((collaborationMode ?? {}) as Fields).mode === "plan" ? "plan" : "default";
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
