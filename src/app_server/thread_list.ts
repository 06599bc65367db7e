/**
 * Lists that come in pages.
 *
 * @module
 */

/** Which threads to list. */
export interface ListThreadsOptions {
  /** Those in the archive. Default: those that are not. */
  archived?: boolean;
  /** Those of one working directory. */
  cwd?: string;
  /** Those whose title has this in it. */
  searchTerm?: string;
  /** Threads per page. Default: the server's. */
  limit?: number;
}

/** All that users start themselves: without "exec" the threads of `codex exec` are left out. */
export const THREAD_SOURCES: readonly string[] = ["cli", "vscode", "exec", "appServer"];

/**
 * The entries of all pages, each id once: after a revert Codex 0.169 lists a thread twice.
 *
 * @param page Fetches the page at a cursor.
 */
export async function* listPages<T extends { readonly id: string }>(
  page: (cursor: string | null) => Promise<unknown>,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const { data, nextCursor } = await page(cursor) as {
      data: readonly T[];
      nextCursor?: string | null;
    };
    for (const entry of data) {
      if (seen.has(entry.id)) continue;
      seen.add(entry.id);
      yield entry;
    }
    cursor = nextCursor ?? null;
  } while (cursor !== null);
}
