/**
 * What a thread id looks like.
 *
 * @module
 */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a value is a thread id, a UUID: as an argument, anything else would be a flag or a name. */
export function isThreadId(value: unknown): value is string {
  return typeof value === "string" && UUID.test(value);
}
