/**
 * How long anything may take.
 *
 * @module
 */

/** Milliseconds that anything in the page may take; the machine may be busy. */
export const PATIENCE_MS = 60_000;
