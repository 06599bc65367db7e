/**
 * Stand-in for `@std/assert` where JSR cannot be reached, over `node:assert/strict`. Only what the
 * tests and examples use.
 *
 * @module
 */
import assertStrict from "node:assert/strict";

export { AssertionError } from "node:assert";

/** Node 26 refuses a message that is undefined. */
const given = (message = ""): [] | [string] => message === "" ? [] : [message];

export function assert(value: unknown, message = ""): asserts value {
  assertStrict.ok(value, ...given(message));
}

export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  assertStrict.deepEqual(actual, expected, ...given(message));
}

export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  assertStrict.notDeepEqual(actual, expected, ...given(message));
}

export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  message?: string,
): asserts actual is T {
  assertStrict.equal(actual, expected, ...given(message));
}

export function assertExists<T>(actual: T, message?: string): asserts actual is NonNullable<T> {
  assertStrict.ok(actual !== undefined && actual !== null, message ?? "expected a value");
}

// deno-lint-ignore no-explicit-any -- as @std/assert has it: constructors take any arguments
export type AnyConstructor = new (...args: any[]) => any;

export function assertInstanceOf<T extends AnyConstructor>(
  actual: unknown,
  type: T,
  message?: string,
): asserts actual is InstanceType<T> {
  assertStrict.ok(
    actual instanceof type,
    message ?? `expected an instance of ${type.name}, got ${describe(actual)}`,
  );
}

export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  assertStrict.match(actual, expected, ...given(message));
}

export function assertNotMatch(actual: string, expected: RegExp, message?: string): void {
  assertStrict.doesNotMatch(actual, expected, ...given(message));
}

export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  assertStrict.ok(
    actual.includes(expected),
    message ?? `expected ${JSON.stringify(actual)} to include ${JSON.stringify(expected)}`,
  );
}

export function assertArrayIncludes<T>(
  actual: ArrayLike<T>,
  expected: ArrayLike<T>,
  message?: string,
): void {
  for (const wanted of Array.from(expected)) {
    const found = Array.from(actual).some((item) => {
      try {
        assertStrict.deepEqual(item, wanted);
        return true;
      } catch {
        return false;
      }
    });
    assertStrict.ok(found, message ?? `expected to include ${JSON.stringify(wanted)}`);
  }
}

export function assertObjectMatch(
  // deno-lint-ignore no-explicit-any -- as @std/assert has it
  actual: Record<PropertyKey, any>,
  expected: Record<PropertyKey, unknown>,
  message?: string,
): void {
  assertStrict.deepEqual(pick(actual, expected), expected, ...given(message));
}

export function assertGreater<T>(actual: T, expected: T, message?: string): void {
  assertStrict.ok(actual > expected, message ?? `expected ${actual} > ${expected}`);
}

export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void {
  assertStrict.ok(actual >= expected, message ?? `expected ${actual} >= ${expected}`);
}

export function assertLess<T>(actual: T, expected: T, message?: string): void {
  assertStrict.ok(actual < expected, message ?? `expected ${actual} < ${expected}`);
}

export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void {
  assertStrict.ok(actual <= expected, message ?? `expected ${actual} <= ${expected}`);
}

export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance: number = 1e-7 * Math.abs(expected),
  message?: string,
): void {
  assertStrict.ok(
    Math.abs(actual - expected) <= tolerance,
    message ?? `expected ${actual} to be within ${tolerance} of ${expected}`,
  );
}

// deno-lint-ignore no-explicit-any -- as @std/assert has it
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  type?: ErrorClass<E>,
  includes?: string,
  message?: string,
): E {
  try {
    fn();
  } catch (error) {
    return checked(error, type, includes, message);
  }
  throw new assertStrict.AssertionError({ message: message ?? "expected a throw" });
}

export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  type?: ErrorClass<E>,
  includes?: string,
  message?: string,
): Promise<E> {
  const promise = fn();
  try {
    await promise;
  } catch (error) {
    return checked(error, type, includes, message);
  }
  throw new assertStrict.AssertionError({ message: message ?? "expected a rejection" });
}

export function fail(message = "failed"): never {
  throw new assertStrict.AssertionError({ message });
}

function checked<E extends Error>(
  error: unknown,
  type: ErrorClass<E> | undefined,
  includes: string | undefined,
  message: string | undefined,
): E {
  if (type !== undefined) {
    assertStrict.ok(
      error instanceof type,
      message ?? `expected a ${type.name}, got ${describe(error)}`,
    );
  }
  if (includes !== undefined) assertStringIncludes((error as Error).message, includes, message);
  return error as E;
}

function describe(value: unknown): string {
  return value instanceof Error ? `${value.name}: ${value.message}` : String(value);
}

function pick(actual: unknown, shape: unknown): unknown {
  if (typeof shape !== "object" || shape === null) return actual;
  if (typeof actual !== "object" || actual === null) return actual;
  if (Array.isArray(shape)) {
    return Array.isArray(actual) ? actual.map((item, index) => pick(item, shape[index])) : actual;
  }
  const picked: Record<string, unknown> = {};
  for (const key of Object.keys(shape)) {
    if (key in actual) {
      picked[key] = pick(
        (actual as Record<string, unknown>)[key],
        (shape as Record<string, unknown>)[key],
      );
    }
  }
  return picked;
}
