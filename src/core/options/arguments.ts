/**
 * Checks of arguments for functions that take few, each with a `TypeError` that says what they take.
 *
 * @module
 */
import { described, kindOf, list, quoted } from "./words.ts";

/**
 * Refuses options that a function does not have.
 *
 * @param act What cannot be done with them: "make a turn".
 * @param options The options as the caller gave them.
 * @param known The names that there are.
 * @param whose What they are options of, if not of the act.
 * @throws {TypeError} If they are no object, or have another name.
 */
export function checkNames(
  act: string,
  options: unknown,
  known: readonly string[],
  whose = "the options",
): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new TypeError(`Cannot ${act}: ${whose} must be an object, not ${kindOf(options)}`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (known.includes(name) || value === undefined) continue;
    const there = known.length === 1 ? "there is" : "there are";
    throw new TypeError(
      `Cannot ${act}: there is no ${quoted(name)} in ${whose}; ${there} ${list(known, "and")}`,
    );
  }
}

/**
 * Refuses a value that is no text.
 *
 * @param act What cannot be done with it.
 * @param what What it is: "the command".
 * @throws {TypeError} If it is no string.
 */
export function checkText(act: string, what: string, value: unknown): void {
  if (typeof value === "string") return;
  throw new TypeError(`Cannot ${act}: ${what} must be a string, not ${described(value)}`);
}

/**
 * Refuses a value that is no number of at least 0. Infinity is one.
 *
 * @param act What cannot be done with it.
 * @param what What it is: "the delay in milliseconds".
 * @throws {TypeError} If it is none.
 */
export function checkAmount(act: string, what: string, value: unknown): void {
  if (typeof value === "number" && value >= 0) return;
  throw new TypeError(
    `Cannot ${act}: ${what} must be a number, 0 or greater, not ${described(value)}`,
  );
}

/**
 * Refuses a value that is no list.
 *
 * @param act What cannot be done with it.
 * @param what What it is: "the deltas".
 * @throws {TypeError} If it is no array.
 */
export function checkList(act: string, what: string, value: unknown): void {
  if (Array.isArray(value)) return;
  throw new TypeError(`Cannot ${act}: ${what} must be an array, not ${described(value)}`);
}
