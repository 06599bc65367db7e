/**
 * Lists the stored threads.
 *
 * @module
 */
import { isThreadId } from "../../core/base/thread_id.ts";
import { checkedOptions } from "../../core/options/check.ts";
import type { ThreadListParams } from "../protocol/params.ts";
import type { ThreadListResponse } from "../protocol/results.ts";
import { answerPage } from "../link/answers.ts";
import { listPages } from "../link/pages.ts";
import { type ThreadInfo, threadInfo } from "./info.ts";

/**
 * Which threads to list.
 *
 * @category Options
 */
export interface ListThreadsOptions {
  /** Whether to list the archived threads instead of the others. Default: false. */
  archived?: boolean | undefined;
  /** Lists only threads with this working directory. */
  workingDirectory?: string | undefined;
  /** Lists only threads whose title or first message contains this text; case-sensitive. */
  searchTerm?: string | undefined;
  /** Lists only threads with these ids. Codex 0.171 looks them up; from an older one, all are fetched. */
  ids?: readonly string[] | undefined;
  /** The maximum number of threads. Default: all. */
  limit?: number | undefined;
  /** The number of threads per request. Default: the server's. */
  pageSize?: number | undefined;
}

/** The sources of threads that users start: without "exec", the threads of `codex exec` are left out. */
const THREAD_SOURCES = ["cli", "vscode", "exec", "appServer"] as const;

/** Ids that Codex 0.171 takes in one request. */
const MAX_IDS = 100;

/**
 * Lists the stored threads.
 *
 * @param list Calls `thread/list`.
 * @param given Which threads to list.
 */
export async function* listThreads(
  list: (params: ThreadListParams) => Promise<ThreadListResponse>,
  given: ListThreadsOptions,
): AsyncGenerator<ThreadInfo> {
  const options = checkedOptions("threadList", given, "list threads");
  let left = options.limit ?? Infinity;
  for (const ids of batches(options.ids)) {
    const wanted = ids && new Set(ids);
    const threads = listPages(async (cursor) => {
      const answer = await list(listParams(options, ids, cursor));
      answerPage("thread/list", answer);
      return answer;
    });
    if (left <= 0) return;
    for await (const thread of threads) {
      // Codex 0.169 does not have this filter, and lists all.
      if (wanted?.delete(thread.id) === false) continue;
      yield threadInfo(thread);
      if (--left <= 0) return;
      if (wanted?.size === 0) break;
    }
  }
}

function batches(given: readonly string[] | undefined): (readonly string[] | undefined)[] {
  if (given === undefined) return [undefined];
  // An invalid id belongs to no thread. A valid one begins with the time at which Codex made the thread: the
  // newest come first, as in each batch.
  const ids = [...new Set(given.filter(isThreadId).map((id) => id.toLowerCase()))].sort().reverse();
  const some: string[][] = [];
  for (let at = 0; at < ids.length; at += MAX_IDS) some.push(ids.slice(at, at + MAX_IDS));
  return some;
}

/** The parameters of `thread/list`. */
function listParams(
  { archived, workingDirectory, searchTerm, pageSize }: ListThreadsOptions,
  ids: readonly string[] | undefined,
  cursor: string | null,
): ThreadListParams {
  return {
    sourceKinds: THREAD_SOURCES,
    ...(archived === undefined ? {} : { archived }),
    ...(workingDirectory === undefined ? {} : { cwd: workingDirectory }),
    ...(searchTerm === undefined ? {} : { searchTerm }),
    ...(ids === undefined ? {} : { includedThreadIds: ids }),
    ...(pageSize === undefined ? {} : { limit: pageSize }),
    cursor,
  };
}
