/**
 * Which requests may be repeated when it is unknown whether the server has received them.
 *
 * @module
 */

/** Methods that only read, or have the same effect when called twice. */
const REPEATABLE =
  /(?:\/(?:read|list|get|search|resume|unsubscribe|archive|unarchive|interrupt|clean|getMetadata|readFile|readDirectory|writeFile|createDirectory)|^initialize|^thread\/(?:start|name\/set|settings\/update)|\/status\/list)$/i;

/**
 * How often in a row a request is repeated whose answer was lost with the link: it may be what ends the server,
 * each time.
 */
export const MAX_REPEATS = 5;

/** Whether a request may be repeated. One that begins or adds something may not: it would happen twice. */
export function isRepeatable(method: string): boolean {
  return REPEATABLE.test(method);
}
