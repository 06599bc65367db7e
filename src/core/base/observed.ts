/**
 * How another entry observes a client's turns, without a public method for it.
 *
 * @module
 */

/** The name of the method that adds an observer to a client, shared by all copies of the SDK. */
export const OBSERVED: unique symbol = Symbol.for("@codex-js/sdk: observed") as never;
