/**
 * Which requests may be repeated when it is unknown whether the server has received them.
 *
 * @module
 */

/** Methods that only read. */
const READS =
  /\/(?:read|readFile|readDirectory|readHistories|list|listVoices|get|getMetadata|search|searchOccurrences|status|info|installed|detect|discover|diagnostics|readiness)$|^fuzzyFileSearch$/;

/**
 * Methods whose second call changes nothing. A second `thread/start` leaves a thread without a turn, which
 * Codex does not store.
 */
const LEAVES_THE_SAME =
  /^initialize$|^thread\/(?:start|name\/set|settings\/update)$|\/(?:resume|unsubscribe|archive|unarchive|interrupt|clean|writeFile|createDirectory)$/;

/**
 * How often in a row a request is repeated whose answer was lost with the link: it may be what ends the server,
 * each time.
 */
export const MAX_REPEATS = 5;

/** Whether a request may be repeated. One that begins or adds something may not: it would happen twice. */
export function isRepeatable(method: string): boolean {
  return READS.test(method) || LEAVES_THE_SAME.test(method);
}
