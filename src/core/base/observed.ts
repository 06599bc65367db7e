/**
 * How another entry gets at a client's turns, without a public method for it.
 *
 * @module
 */

/** The name of the method that makes the same client, with an observer. Shared by all copies of this module. */
export const OBSERVED: unique symbol = Symbol.for("@codex-js/sdk: observed") as never;
