/**
 * Lists that come in pages.
 *
 * @module
 */
import type { ThreadListParams, ThreadTurnsListParams } from "../protocol/params.ts";
import type { Turn } from "../protocol/common.ts";
import { RpcError } from "../link/rpc_errors.ts";
import { type ThreadTurn, threadTurn } from "../turns/history.ts";

/** Which threads to list. */
export interface ListThreadsOptions {
  /** Those in the archive. Default: those that are not. */
  archived?: boolean;
  /** Those of one working directory. */
  workingDirectory?: string;
  /** Those whose title has this in it. */
  searchTerm?: string;
  /** Threads per page. Default: the server's. */
  limit?: number;
}

/** All that users start themselves: without "exec" the threads of `codex exec` are left out. */
const THREAD_SOURCES = ["cli", "vscode", "exec", "appServer"] as const;

/** A page of a list. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor?: string | null | undefined;
}

/** The parameters of `thread/list`. */
export function listParams(
  { workingDirectory, ...options }: ListThreadsOptions,
  cursor: string | null,
): ThreadListParams {
  const cwd = workingDirectory === undefined ? {} : { cwd: workingDirectory };
  return { sourceKinds: THREAD_SOURCES, ...options, ...cwd, cursor };
}

/**
 * The entries of all pages, each id once: after a revert Codex 0.169 lists a thread twice.
 *
 * @param page Fetches the page at a cursor.
 */
export async function* listPages<T extends { readonly id: string }>(
  page: (cursor: string | null) => Promise<Page<T>>,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const { data, nextCursor }: Page<T> = await page(cursor);
    for (const entry of data) {
      if (seen.has(entry.id)) continue;
      seen.add(entry.id);
      yield entry;
    }
    cursor = nextCursor ?? null;
  } while (cursor !== null);
}

/**
 * The turns of a stored thread, oldest first, with their items.
 *
 * @param list Calls `thread/turns/list`.
 * @param threadId The thread.
 */
export async function threadTurns(
  list: (params: ThreadTurnsListParams) => Promise<Page<Turn>>,
  threadId: string,
): Promise<ThreadTurn[]> {
  const turns: ThreadTurn[] = [];
  const params = { threadId, itemsView: "full", sortDirection: "asc" } as const;
  try {
    for await (const turn of listPages((cursor) => list({ ...params, cursor }))) {
      turns.push(threadTurn(turn));
    }
  } catch (error) {
    // Codex 0.169 refuses to list the turns of a thread that has had none.
    if (!(error instanceof RpcError) || !/not materialized/.test(error.message)) throw error;
  }
  return turns;
}
