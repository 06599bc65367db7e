/**
 * Threads that Codex has only begun to write down.
 *
 * @module
 */
import { RpcError } from "./rpc_errors.ts";
import { untilReady } from "./until_ready.ts";

/** What Codex says while it begins to write a thread down. */
const BEGUN = /rollout at .* is empty|paginated_threads is not supported yet/;

/** What it says besides, where a thread is to be loaded for one more client. */
const UNLISTED = new RegExp(`${BEGUN.source}|list_turns is not supported yet`);

/** Whether Codex refuses to list the turns of a thread because none has been written down yet. */
export function isUnwritten(error: unknown): boolean {
  return error instanceof RpcError &&
    /not materialized|list_turns is not supported yet/.test(error.message);
}

/**
 * What a request gives that reads a thread's file, be it to write to it. Codex 0.171 makes the file of a
 * first turn before it writes to it, and fails to read it in between. For some milliseconds after that it
 * refuses to list the turn, as if it could list none.
 *
 * @param ask Makes the request.
 */
export async function onceWritten<T>(ask: () => Promise<T>): Promise<T> {
  return await untilReady(ask, BEGUN);
}

/**
 * The same of a request that loads a thread: Codex 0.171 lists the turns of one that another client has
 * loaded, and refuses that too for some milliseconds.
 *
 * @param ask Makes the request.
 */
export async function onceListed<T>(ask: () => Promise<T>): Promise<T> {
  return await untilReady(ask, UNLISTED);
}
