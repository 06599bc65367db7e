/**
 * Lists that the server returns page by page.
 *
 * @module
 */

/** A page of a list. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor?: string | null | undefined;
}

/**
 * Yields the entries of all pages, each id once: after a revert, Codex 0.169 lists a thread twice.
 *
 * @param page Fetches the page at a cursor.
 */
export async function* listPages<T extends { readonly id: string }>(
  page: (cursor: string | null) => Promise<Page<T>>,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  let before: string | null;
  do {
    before = cursor;
    const { data, nextCursor }: Page<T> = await page(cursor);
    for (const entry of data) {
      if (seen.has(entry.id)) continue;
      seen.add(entry.id);
      yield entry;
    }
    cursor = nextCursor ?? null;
    // A page that comes after itself would come for ever.
  } while (cursor !== null && cursor !== before);
}
