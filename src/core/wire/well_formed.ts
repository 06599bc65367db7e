/**
 * JSON that every reader accepts: without half characters.
 *
 * @module
 */

/** An escape of JSON: two characters, or `\u` and its digits. An escaped backslash begins no other escape. */
const ESCAPE = /\\(?:u[0-9a-f]{4}|.)/gi;

/**
 * Replaces each half of a surrogate pair by U+FFFD, as an encoder to UTF-8 does. `JSON.stringify`
 * writes halves as escapes, which Codex takes for a broken line.
 *
 * @param json The output of `JSON.stringify`, which does not escape whole pairs.
 * @returns The same JSON, well-formed.
 */
export function wellFormed(json: string): string {
  if (!json.includes("\\ud")) return json;
  return json.replace(ESCAPE, (escape) => /^\\ud[89a-f]/.test(escape) ? "\\ufffd" : escape);
}
