/**
 * Keeping secrets out of what errors show: the port.
 *
 * @module
 */

/**
 * Takes the secrets out of a text.
 *
 * @param text The text.
 * @param cut Which end has been cut off, and may have left a part of a secret.
 */
export type Redact = (text: string, cut?: "start" | "end") => string;
