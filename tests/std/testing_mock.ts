/**
 * Stand-in for `@std/testing/mock` where JSR cannot be reached, over `node:test`'s `mock`.
 *
 * @module
 */
import { mock } from "node:test";

/** A function that remembers its calls. */
export interface Spy<A extends unknown[], R> {
  (...args: A): R;
  readonly calls: { readonly args: A }[];
}

export function spy<A extends unknown[], R>(fn: (...args: A) => R): Spy<A, R> {
  const mocked = mock.fn(fn);
  return Object.defineProperty(mocked, "calls", {
    get: () => mocked.mock.calls.map((call) => ({ args: call.arguments })),
  }) as unknown as Spy<A, R>;
}

export function assertSpyCalls<A extends unknown[], R>(fn: Spy<A, R>, count: number): void {
  if (fn.calls.length !== count) {
    throw new Error(`expected ${count} calls, got ${fn.calls.length}`);
  }
}
