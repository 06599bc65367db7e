/**
 * The kind of `config`.
 *
 * @module
 */
import { isPlain } from "../base/plain.ts";
import { type Kind, TABLE } from "./kinds.ts";

/** Deeper than configuration may be: what lies there is refused when the configuration is made. */
const DEEPEST = 200;

/**
 * A configuration, whose members are checked when it is made. It is copied, as other options are: later turns
 * must not see what a program has changed in the object since, for its next thread.
 */
export const CONFIG: Kind = { ...TABLE, clean: (value: object) => copied(value, new Map(), 0) };

/** Copies tables and arrays, each once, so that one that holds itself does so in the copy, too. */
function copied(value: unknown, copies: Map<unknown, unknown>, depth: number): unknown {
  const isArray = Array.isArray(value);
  if (depth === DEEPEST || !(isArray || isPlain(value))) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const copy = isArray ? [] : Object.create(null);
  copies.set(value, copy);
  // `map` would skip what is missing.
  for (const [key, member] of isArray ? Array.from(value).entries() : Object.entries(value)) {
    copy[key] = copied(member, copies, depth + 1);
  }
  return copy;
}
