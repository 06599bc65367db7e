/**
 * Lists that come in pages.
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
  /** Those in the archive. Default: those that are not. */
  archived?: boolean | undefined;
  /** Those of one working directory. */
  workingDirectory?: string | undefined;
  /** Those whose title has this in it. */
  searchTerm?: string | undefined;
  /** Those with one of these ids. Codex 0.171 looks them up; of an older one all are fetched. */
  ids?: readonly string[] | undefined;
  /** How many at most. Default: all. */
  limit?: number | undefined;
  /** Threads per request. Default: the server's. */
  pageSize?: number | undefined;
}

/** All that users start themselves: without "exec" the threads of `codex exec` are left out. */
const THREAD_SOURCES = ["cli", "vscode", "exec", "appServer"] as const;

/** Ids that Codex 0.171 takes in one request. */
const MAX_IDS = 100;

/**
 * The stored threads.
 *
 * @param list Calls `thread/list`.
 * @param given Which of them.
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
      // Codex 0.169 knows no such filter, and lists all.
      if (wanted?.delete(thread.id) === false) continue;
      yield threadInfo(thread);
      if (--left <= 0) return;
      if (wanted?.size === 0) break;
    }
  }
}

function batches(given: readonly string[] | undefined): (readonly string[] | undefined)[] {
  if (given === undefined) return [undefined];
  // What is no id is that of no thread.
  const ids = [...new Set(given.filter(isThreadId).map((id) => id.toLowerCase()))];
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
