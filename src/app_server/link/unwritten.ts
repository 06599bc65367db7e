/**
 * Threads that Codex has only begun to store, or whose files are being moved.
 *
 * @module
 */
import { RpcError } from "./rpc_errors.ts";
import { untilReady } from "./until_ready.ts";

/** What Codex says while it begins to store a thread. */
const BEGUN = /rollout at .* is empty|paginated_threads is not supported yet/;

/** What it says if the thread's file is moved or removed while Codex reads it. */
const MOVED =
  /failed to read (?:lineage|session) metadata|missing source rollout|failed to resolve rollout path .* does not exist/;

const UNREADABLE = new RegExp(`${BEGUN.source}|${MOVED.source}`);

/** What it also says when a thread is to be loaded for another client, or is being unloaded for one. */
const UNLISTED = new RegExp(
  `${UNREADABLE.source}|list_turns is not supported yet|is closing; retry thread/resume`,
);

/** Whether Codex refuses to list the turns of a thread because none has been stored yet. */
export function isUnwritten(error: unknown): boolean {
  return error instanceof RpcError &&
    /not materialized|list_turns is not supported yet/.test(error.message);
}

/**
 * Repeats a request that reads a thread's file, even if only to write to it, until Codex can. Codex 0.171
 * creates the file at the first turn before it writes to it, and fails to read it in between. For some
 * milliseconds after that, it refuses to list the turn, as if it could not list any. It also fails while the
 * file is moved into the archive, out of it, or replaced by an import; then it is found, or is gone.
 *
 * @param ask Makes the request.
 */
export async function onceWritten<T>(ask: () => Promise<T>): Promise<T> {
  return await untilReady(ask, UNREADABLE);
}

/**
 * Does the same for a request that loads a thread: Codex 0.171 lists the turns of one that another client
 * has loaded, and refuses that too for some milliseconds. One that is being unloaded it wants to be asked for
 * again.
 *
 * @param ask Makes the request.
 */
export async function onceListed<T>(ask: () => Promise<T>): Promise<T> {
  return await untilReady(ask, UNLISTED);
}
