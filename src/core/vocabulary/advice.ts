/**
 * What a caller can do about failures that are common on a first run.
 *
 * @module
 */
import type { Failure } from "./failure.ts";

/**
 * Returns the message of an error for a failure: what to do, if that is known, then Codex's own message.
 *
 * @param failure What Codex reported.
 */
export function advisedMessage({ code, httpStatus, message }: Failure): string {
  if (code === "model_not_found") {
    return "Cannot run the turn: the service does not have this model, or this login may not use it; " +
      `set model to another one. Codex said: ${message}`;
  }
  // 403 has too many reasons.
  if (code === "unauthorized" && httpStatus !== 403) {
    return "Cannot run the turn: the service refuses the key or login; check apiKey, or run " +
      `\`npx codex login\`. Codex said: ${message}`;
  }
  // The only status at which Codex passes on the answer unchanged.
  const words = httpStatus === 400 ? wordsIn(message) : null;
  if (words === null) return message;
  return `Cannot run the turn: the service refuses the request: ${words} Codex said: ${message}`;
}

/** The sentence in an answer of OpenAI's service, or of a ChatGPT login; null for any other answer. */
function wordsIn(answer: string): string | null {
  try {
    const { error, detail, message = error?.message ?? detail } = JSON.parse(answer);
    if (typeof message !== "string" || message === "") return null;
    return /[.!?]$/.test(message) ? message : `${message}.`;
  } catch {
    return null;
  }
}
