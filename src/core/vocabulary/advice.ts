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
  return message;
}
