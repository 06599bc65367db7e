/**
 * What counts as a plain object.
 *
 * @module
 */

/**
 * Whether a value is a plain object: no array, and no `Date`, `Map`, `URL` or the like. Objects of another
 * realm (a worker, `node:vm`) count.
 */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
