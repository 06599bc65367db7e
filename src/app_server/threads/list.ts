/**
 * Lists that come in pages.
 *
 * @module
 */
import type { ThreadTurn } from "../protocol/protocol.ts";
import { answerPage } from "../link/answers.ts";
import { RpcError } from "../link/rpc_errors.ts";

/** Which threads to list. */
export interface ListThreadsOptions {
  /** Those in the archive. Default: those that are not. */
  archived?: boolean | undefined;
  /** Those of one working directory. */
  workingDirectory?: string | undefined;
  /** Those whose title has this in it. */
  searchTerm?: string | undefined;
  /** Threads per page. Default: the server's. */
  limit?: number | undefined;
}

/** All that users start themselves: without "exec" the threads of `codex exec` are left out. */
const THREAD_SOURCES: readonly string[] = ["cli", "vscode", "exec", "appServer"];

/** The parameters of `thread/list`. */
export function listParams(
  { workingDirectory, ...options }: ListThreadsOptions,
  cursor: string | null,
): Record<string, unknown> {
  const cwd = workingDirectory === undefined ? {} : { cwd: workingDirectory };
  return { sourceKinds: THREAD_SOURCES, ...options, ...cwd, cursor };
}

/**
 * The entries of all pages, each id once: after a revert Codex 0.169 lists a thread twice.
 *
 * @param method The method that fetches them.
 * @param page Fetches the page at a cursor.
 */
export async function* listPages<T extends { readonly id: string }>(
  method: string,
  page: (cursor: string | null) => Promise<unknown>,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const { data, nextCursor } = answerPage(method, await page(cursor));
    for (const entry of data) {
      if (seen.has(entry.id)) continue;
      seen.add(entry.id);
      yield entry as unknown as T;
    }
    cursor = nextCursor;
  } while (cursor !== null);
}

/**
 * The turns of a stored thread, oldest first, with their items.
 *
 * @param request Calls a method of the server.
 * @param threadId The thread.
 */
export async function threadTurns(
  request: (method: string, params: Record<string, unknown>) => Promise<unknown>,
  threadId: string,
): Promise<ThreadTurn[]> {
  const turns: ThreadTurn[] = [];
  const params = { threadId, itemsView: "full", sortDirection: "asc" };
  const method = "thread/turns/list";
  const page = (cursor: string | null) => request(method, { ...params, cursor });
  try {
    for await (const turn of listPages<ThreadTurn>(method, page)) turns.push(turn);
  } catch (error) {
    // Codex 0.169 refuses to list the turns of a thread that has had none.
    if (!(error instanceof RpcError) || !/not materialized/.test(error.message)) throw error;
  }
  return turns;
}
