/**
 * Why the server refuses a request about a thread.
 *
 * @module
 */
import { ResumeError, type ResumeFailure } from "../../core/vocabulary/errors.ts";
import { DAMAGED, resumeMessage, type ThreadVerb } from "../../launch/resume_message.ts";
import { RpcError } from "../link/rpc_errors.ts";

/** What the server says, and the reason that it means. */
const REASONS: readonly (readonly [RegExp, ResumeFailure])[] = [
  [/active writer/, "in_use"],
  [/ is archived/, "archived"],
  [/invalid (thread|session) id/, "invalid_id"],
  [/no (archived )?rollout found|thread not (found|loaded)|thread \S+ not found/, "not_found"],
  [/ephemeral threads? do|not persisted/, "not_found"],
  [/failed to read (lineage|session) metadata .*\(os error [23]\)/, "not_found"],
  [DAMAGED, "damaged"],
  // All that a Codex has left which was killed in the first moment of the first turn.
  [/rollout at .* is empty/, "not_found"],
];

/**
 * Rewords the server's refusals like those of `exec`.
 *
 * @param verb What was requested.
 * @param id The thread that was requested.
 * @param action Makes the request.
 * @throws {ResumeError} If the server refuses.
 */
export async function unlessRefused<T>(
  verb: ThreadVerb,
  id: string,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const reason = REASONS.find(([words]) => words.test(error.message))?.[1];
    if (reason === undefined) throw error;
    throw new ResumeError(reason, id, resumeMessage(verb, id, reason, error.message));
  }
}
