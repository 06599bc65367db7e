/**
 * Checks the options that a caller passes.
 *
 * @module
 */
import { InvalidInputError } from "../vocabulary/errors.ts";
import type { Kind } from "./kinds.ts";
import { unknownOption } from "./suggest.ts";
import { type Level, LEVELS, PLACES } from "./table.ts";
import { described } from "../base/words.ts";

/**
 * Checks every option and returns a copy. The copy has all options of its level, undefined if they were
 * not given, so that nothing on `Object.prototype` is ever taken for an option.
 *
 * @param level Whose options they are.
 * @param options The options as the caller gave them.
 * @param act What the caller wants to do, for errors: "start a thread".
 * @throws {InvalidInputError} If an option is unknown or its value is invalid.
 */
export function checkedOptions<O extends object>(
  level: Level,
  options: O | null | undefined,
  act: string,
): O {
  const given: unknown = options ?? {};
  if (typeof given !== "object" || Array.isArray(given)) {
    const state = `the options of ${PLACES[level]} must be an object, not ${described(given)}`;
    throw new InvalidInputError("options", `Cannot ${act}: ${state}`);
  }
  const known = LEVELS[level];
  const holders = holdersOf(given as object);
  for (const key of holders.flatMap((holder) => Object.keys(holder))) {
    if (Object.hasOwn(known, key) || valueOf(given as object, holders, key) === undefined) continue;
    throw new InvalidInputError(key, `Cannot ${act}: ${unknownOption(key, level)}`);
  }
  const copy: Record<string, unknown> = Object.create(null);
  for (const [name, kind] of Object.entries(known)) {
    const value = valueOf(given as object, holders, name);
    if (value !== undefined) checkArgument(kind, name, value, act);
    copy[name] = value === undefined || kind.clean === undefined
      ? value
      : kind.clean(value as never);
  }
  return copy as O;
}

/**
 * Checks an argument that is not among options.
 *
 * @param kind What it may be.
 * @param name Its name, for errors.
 * @param value The argument as the caller gave it.
 * @param act What the caller wants to do, for errors.
 * @param hint What errors add: "; pass a function".
 * @throws {InvalidInputError} If it is not of that kind.
 */
export function checkArgument(
  kind: Kind,
  name: string,
  value: unknown,
  act: string,
  hint = "",
): void {
  const complaint = kind.complaint(value, name);
  if (complaint === null) return;
  throw new InvalidInputError(name, `Cannot ${act}: ${complaint}${hint}`);
}

/** An object and the prototypes that were chosen for it, without the one that all objects have. */
function holdersOf(options: object): object[] {
  const holders = [options];
  for (let next = Object.getPrototypeOf(options); next !== null;) {
    const above = Object.getPrototypeOf(next);
    const isRoot = above === null && Object.hasOwn(next, "hasOwnProperty");
    if (!isRoot) holders.push(next);
    next = above;
  }
  return holders;
}

function valueOf(options: object, holders: readonly object[], name: string): unknown {
  if (!holders.some((holder) => Object.hasOwn(holder, name))) return undefined;
  return (options as Record<string, unknown>)[name];
}
