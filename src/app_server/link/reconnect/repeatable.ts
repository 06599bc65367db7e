/**
 * Which requests may be made again where nobody knows whether the server had heard them.
 *
 * @module
 */

/** What reads, and what leaves the same behind when it is done twice. */
const REPEATABLE =
  /(?:\/(?:read|list|get|search|resume|unsubscribe|archive|unarchive|interrupt|clean|getMetadata|readFile|readDirectory|writeFile|createDirectory)|^initialize|^thread\/(?:start|name\/set|settings\/update)|\/status\/list)$/i;

/** Whether a request may be made again. One that begins or adds something may not: it would be there twice. */
export function isRepeatable(method: string): boolean {
  return REPEATABLE.test(method);
}
