/**
 * Checks for functions with few arguments, each with a `TypeError` that says what the function takes.
 *
 * @module
 */
import { quoted } from "../base/plain_text.ts";
import { described, kindOf, list } from "../base/words.ts";

/**
 * Refuses options that a function does not have.
 *
 * @param act What the caller wants to do, for errors: "make a turn".
 * @param options The options as the caller gave them.
 * @param known The names of the options.
 * @param whose How errors refer to the options. Default: "the options".
 * @throws {TypeError} If the options are not an object, or one is unknown.
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
    throw new TypeError(
      `Cannot ${act}: there is no ${quoted(name)} in ${whose}; use ${list(known, "or")}`,
    );
  }
}

/**
 * Refuses a value that is not a string.
 *
 * @param act What the caller wants to do, for errors.
 * @param what What the value is, for errors: "the command".
 * @throws {TypeError} If the value is not a string.
 */
export function checkText(act: string, what: string, value: unknown): void {
  if (typeof value === "string") return;
  throw new TypeError(`Cannot ${act}: ${what} must be a string, not ${described(value)}`);
}

/**
 * Refuses a value that is not a number of at least 0. Infinity is allowed.
 *
 * @param act What the caller wants to do, for errors.
 * @param what What the value is, for errors: "the delay in milliseconds".
 * @throws {TypeError} If the value is not such a number.
 */
export function checkAmount(act: string, what: string, value: unknown): void {
  if (typeof value === "number" && value >= 0) return;
  throw new TypeError(
    `Cannot ${act}: ${what} must be a number, 0 or greater, not ${described(value)}`,
  );
}

/**
 * Refuses a value that is not an array.
 *
 * @param act What the caller wants to do, for errors.
 * @param what What the value is, for errors: "the deltas".
 * @throws {TypeError} If the value is not an array.
 */
export function checkList(act: string, what: string, value: unknown): void {
  if (Array.isArray(value)) return;
  throw new TypeError(`Cannot ${act}: ${what} must be an array, not ${described(value)}`);
}
