/**
 * Words for errors: what was given, cut to a length that reads well.
 *
 * @module
 */

import { cut, quoted } from "./plain_text.ts";

/** A value as an error shows it: itself if it is short and simple, else its kind. */
export function described(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `the string ${quoted(value)}`;
    case "number":
    case "boolean":
      return String(value);
    default:
      return kindOf(value);
  }
}

/** The kind of a value, without the value. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "function") return "a function";
  if (typeof value !== "object") return article(typeof value);
  if (Array.isArray(value)) return "an array";
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object"
    ? article(cut(name))
    : "an object";
}

/** Words in a row: `a, b or c`. */
export function list(words: readonly string[], and: string): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${and} ${last}`;
}

function article(noun: string): string {
  return `${/^([aeio]|u(?!r))/i.test(noun) ? "an" : "a"} ${noun}`;
}
