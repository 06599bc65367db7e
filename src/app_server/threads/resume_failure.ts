/**
 * Why a thread cannot be resumed or forked.
 *
 * @module
 */
import { ResumeError } from "../../core/vocabulary/errors.ts";
import { RpcError } from "../link/rpc_errors.ts";

/**
 * Words the refusals of a resume as those of `exec` are worded.
 *
 * @param verb What was asked for.
 * @param id The thread that was asked for.
 * @param action Asks for it.
 * @throws {ResumeError} If the server refuses.
 */
export async function resuming<T>(
  verb: "resume" | "fork",
  id: string,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const reason = /active writer/.test(error.message)
      ? "in_use"
      : /invalid (thread|session) id/.test(error.message)
      ? "invalid_id"
      : /no rollout found|thread not found/.test(error.message)
      ? "not_found"
      : null;
    if (reason === null) throw error;
    throw new ResumeError(reason, id, `Cannot ${verb} thread ${id}: ${error.message}`);
  }
}
