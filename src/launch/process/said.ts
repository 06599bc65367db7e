/**
 * What standard error has said, as a message tells it. The whole of it is in the error's field.
 *
 * @module
 */
import type { Redact } from "../../core/ports/redact.ts";
import { plainText } from "../../core/base/plain_text.ts";

/** Characters that a message shows. */
const SHOWN = 2_000;

/** Lines that Codex also says when all goes well. */
const NOISE: readonly RegExp[] = [
  /^Reading (prompt|additional input) from stdin\.\.\.$/,
  // The WebSocket is tried first; over HTTP all goes on.
  /\bERROR codex_api::endpoint::responses_websocket: failed to connect to Responses WebSocket\b/,
  /could not find bubblewrap on PATH\b.*\bwill use the bundled bubblewrap\b/,
  // With RUST_BACKTRACE set; there are no names in it.
  /^Stack backtrace:$/,
  /^\s+\d+: (0x[0-9a-f]+ - )?<unknown>$/,
];

/**
 * The end of what was said, without colours and without what means nothing; "" where nothing is left.
 *
 * @param stderr What standard error has said.
 * @param redact Takes out the secrets that colours may have been in the midst of.
 */
export function saidOn(stderr: string, redact: Redact): string {
  const lines = redact(plainText(stderr)).split("\n")
    .filter((line) => !NOISE.some((noise) => noise.test(line.trimEnd())));
  const text = lines.join("\n").replaceAll(/\n{2,}/g, "\n\n").trim();
  return text.length <= SHOWN ? text : `…${text.slice(-SHOWN)}`;
}

/**
 * What a process that has ended leaves to be told of why: ": words", or "".
 *
 * @param lastError What the turn's last `error` event said, or null: it comes first.
 * @param stderr What standard error has said.
 * @param redact Takes the secrets out of a text.
 */
export function lastWords(lastError: string | null, stderr: string, redact: Redact): string {
  const said = saidOn(stderr, redact);
  if (lastError === null) return said === "" ? "" : `: ${said}`;
  return said === "" ? `: ${lastError}` : `: ${lastError}; on stderr: ${said}`;
}
