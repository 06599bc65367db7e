/**
 * What counts as a plain object.
 *
 * @module
 */

/**
 * Whether a value is an object that is nothing but its members: no list, and no `Date`, `Map`, `URL`
 * or the like, whose members say nothing. Objects of another realm (a worker, `node:vm`) count.
 */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
