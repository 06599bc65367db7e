/**
 * The port that keeps secrets out of errors.
 *
 * @module
 */

/**
 * Takes the secrets out of a text.
 *
 * @param text The text.
 * @param cut Which end of the text was cut off and may be a part of a secret.
 */
export type Redact = (text: string, cut?: "start" | "end") => string;
