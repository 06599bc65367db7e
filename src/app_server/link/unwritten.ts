/**
 * Threads that Codex has only begun to write down.
 *
 * @module
 */
import { sleep } from "../../core/base/timers.ts";
import { RpcError } from "./rpc_errors.ts";

/** Milliseconds between two looks at a file, and how many there are: a second in all. */
const PAUSE_MS = 20;
const LOOKS = 50;

/** What Codex says while it begins to write a thread down. */
const BEGUN = /rollout at .* is empty|paginated_threads is not supported yet/;

/** Whether Codex refuses to list the turns of a thread because none has been written down yet. */
export function isUnwritten(error: unknown): boolean {
  return error instanceof RpcError &&
    /not materialized|list_turns is not supported yet/.test(error.message);
}

/**
 * What a request gives that reads a thread's file. Codex 0.171 makes the file of a first turn before it
 * writes to it, and fails to read it in between. For some milliseconds after that it refuses to list the
 * turn, as if it could list none.
 *
 * @param read Makes the request.
 */
export async function onceWritten<T>(read: () => Promise<T>): Promise<T> {
  for (let left = LOOKS;; left--) {
    try {
      return await read();
    } catch (error) {
      if (left === 0 || !(error instanceof RpcError) || !BEGUN.test(error.message)) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
