/**
 * The end of standard error, as an error's message shows it. The error's `stderr` has more of it.
 *
 * @module
 */
import type { Redact } from "../../core/ports/redact.ts";
import { plainText } from "../../core/base/plain_text.ts";

/** Characters that a message shows. */
const SHOWN = 2_000;

/** Lines that Codex prints even if all goes well. */
const NOISE: readonly RegExp[] = [
  /^Reading (prompt|additional input) from stdin\.\.\.$/,
  // Codex tries a WebSocket first, then continues over HTTP.
  /\bERROR codex_api::endpoint::responses_websocket: failed to connect to Responses WebSocket\b/,
  /could not find bubblewrap on PATH\b.*\bwill use the bundled bubblewrap\b/,
  // With RUST_BACKTRACE set; it has no names.
  /^Stack backtrace:$/,
  /^\s+\d+: (0x[0-9a-f]+ - )?<unknown>$/,
];

/**
 * Returns the end of standard error, without colors and meaningless lines; "" if nothing is left.
 *
 * @param stderr The standard error.
 * @param redact Takes the secrets out of a text; needed here too, since colors may have split a secret.
 */
export function saidOn(stderr: string, redact: Redact): string {
  const lines = redact(plainText(stderr)).split("\n")
    .filter((line) => !NOISE.some((noise) => noise.test(line.trimEnd())));
  const text = lines.join("\n").replaceAll(/\n{2,}/g, "\n\n").trim();
  return text.length <= SHOWN ? text : `…${text.slice(-SHOWN)}`;
}

/**
 * Returns the reason that a process has left for its end, as the rest of a sentence: ": words", or "".
 *
 * @param lastError What the turn's last `error` event said, or null; it comes first.
 * @param stderr The standard error.
 * @param redact Takes the secrets out of a text.
 */
export function lastWords(lastError: string | null, stderr: string, redact: Redact): string {
  const said = saidOn(stderr, redact) + (isHomeless(stderr) ? HOME_ADVICE : "");
  if (lastError === null) return said === "" ? "" : `: ${said}`;
  return said === "" ? `: ${lastError}` : `: ${lastError}; on stderr: ${said}`;
}

const HOME_ADVICE =
  "; Codex cannot write to its own folder: set CODEX_HOME to one that exists, and that this user may write to";

/** Whether Codex could not keep its files. Over exec it does not say where; what it warns of first is there. */
function isHomeless(stderr: string): boolean {
  const text = plainText(stderr);
  return /^WARNING: .*could not create PATH aliases: .*\(os error \d+\)$/m.test(text) &&
    /^Error.*(\(os error \d+\)$|unable to open database file)/m.test(text);
}
