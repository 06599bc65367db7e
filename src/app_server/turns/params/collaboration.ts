/**
 * The collaboration mode of a turn. Its settings override the turn's model and effort, and stay in force.
 *
 * @module
 */
import type { CollaborationMode as ModeParams } from "../../protocol/common.ts";
import type { CollaborationMode } from "../options.ts";
import type { InForce, TurnSettings } from "./settings.ts";

/**
 * Returns the parameter of `turn/start`, or undefined if it is not needed.
 *
 * @param asked The mode that the turn's or the thread's option names.
 * @param settings What the turn works with; its effort is null for the model's own.
 * @param inForce The settings that the previous turn has left.
 */
export function collaboration(
  asked: CollaborationMode | undefined,
  { model, effort, mode }: Pick<TurnSettings, "model" | "effort" | "mode">,
  inForce: InForce,
): ModeParams | undefined {
  const wanted = asked ?? mode;
  // The only way back to the model's own effort in Codex 0.169 and 0.171: without it, the previous turn's
  // effort stays.
  const resets = effort === null && inForce.effort !== null;
  if (asked === undefined && wanted === inForce.mode && !resets) return undefined;
  if (model === null) return undefined;
  const settings = { model, reasoning_effort: effort, developer_instructions: null };
  return { mode: wanted, settings };
}
