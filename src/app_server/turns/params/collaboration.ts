/**
 * The collaboration mode of a turn. Its settings go before model and effort of the turn, and stay.
 *
 * @module
 */
import type { CollaborationMode as ModeParams } from "../../protocol/common.ts";
import type { CollaborationMode } from "../options.ts";
import type { InForce, TurnSettings } from "./settings.ts";

/**
 * The parameter of `turn/start`, or undefined where nothing has to be said.
 *
 * @param asked The mode that the turn's or the thread's option names.
 * @param settings What the turn works with; its effort may be null for the model's own.
 * @param inForce What the turn before has left.
 */
export function collaboration(
  asked: CollaborationMode | undefined,
  { model, effort, mode }: Pick<TurnSettings, "model" | "effort" | "mode">,
  inForce: InForce,
): ModeParams | undefined {
  const wanted = asked ?? mode;
  // The only way back to the model's own effort that Codex 0.169 and 0.171 have: without it the one
  // of the turn before stays.
  const resets = effort === null && inForce.effort !== null;
  if (asked === undefined && wanted === inForce.mode && !resets) return undefined;
  if (model === null) return undefined;
  const settings = { model, reasoning_effort: effort, developer_instructions: null };
  return { mode: wanted, settings };
}
