/**
 * What a caller can do about a failure that a first run often meets.
 *
 * @module
 */
import type { Failure } from "./failure.ts";

/**
 * The message of an error for a failure: what to do, where that is known, then Codex's own words.
 *
 * @param failure What Codex told.
 */
export function advisedMessage({ code, httpStatus, message }: Failure): string {
  if (code === "model_not_found") {
    return "Cannot run the turn: the service has no such model, or has it not for this login; " +
      `set model to another one. Codex said: ${message}`;
  }
  // 403 has too many reasons.
  if (code === "unauthorized" && httpStatus !== 403) {
    return "Cannot run the turn: the service refuses the key or login; check apiKey, or run " +
      `\`npx codex login\`. Codex said: ${message}`;
  }
  // The only status at which Codex hands on the answer as it came.
  const words = httpStatus === 400 ? wordsIn(message) : null;
  if (words === null) return message;
  return `Cannot run the turn: the service refuses the request: ${words} Codex said: ${message}`;
}

/** The sentence that a service's answer holds, OpenAI's or that of a ChatGPT login; null for any other. */
function wordsIn(answer: string): string | null {
  try {
    const { error, detail, message = error?.message ?? detail } = JSON.parse(answer);
    if (typeof message !== "string" || message === "") return null;
    return /[.!?]$/.test(message) ? message : `${message}.`;
  } catch {
    return null;
  }
}
