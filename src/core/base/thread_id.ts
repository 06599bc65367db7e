/**
 * What an id of a thread looks like.
 *
 * @module
 */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a value is an id of a thread, a UUID: as an argument, other words would be flags or names. */
export function isThreadId(value: unknown): value is string {
  return typeof value === "string" && UUID.test(value);
}
