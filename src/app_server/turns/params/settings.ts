/**
 * The settings of a thread that each turn may change, and that stay in force for the next one.
 *
 * @module
 */
import type { ModelReasoningEffort } from "../../../core/vocabulary/options.ts";
import type { CollaborationMode } from "../options.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The settings of a thread. Null means unknown or, for the effort, also the model's own. */
export interface TurnSettings {
  /** The model. */
  readonly model: string | null;
  /** How much the model thinks. */
  readonly effort: ModelReasoningEffort | null;
  /** How the agent works. */
  readonly mode: CollaborationMode;
  /** The folder that the thread works in. */
  readonly cwd: string | null;
  /** When Codex asks for approval, in the server's own form. */
  readonly approvalPolicy: unknown;
}

/** The settings that the previous turn has left, which a turn that sets none continues with. */
export type InForce = Pick<TurnSettings, "mode"> & { readonly effort: string | null };

/** The settings in the answer to `thread/start`, `thread/resume` or `thread/fork`. */
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

/** The settings in `thread/settings/updated`. */
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
