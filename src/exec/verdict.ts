/**
 * The errors of a Codex that ends without having ended its turn.
 *
 * @module
 */
import {
  type CodexError,
  ExitError,
  IncompleteTurnError,
  ResumeError,
  type ResumeFailure,
} from "../core/vocabulary/errors.ts";
import { plainText } from "../core/base/plain_text.ts";
import { DAMAGED, resumeMessage } from "../launch/resume_message.ts";
import type { ExitStatus } from "../core/vocabulary/spawn.ts";
import type { Redact } from "../core/ports/redact.ts";
import type { ThreadOrigin } from "../core/ports/transport.ts";
import { noRepository } from "../launch/checks/git_check.ts";
import { lastWords } from "../launch/process/said.ts";

/**
 * Returns the error for a process that ended without reporting the end of its turn.
 *
 * @param status How it ended, or why that is not known; null if it closed its output and had to be ended.
 * @param stderr Its standard error, without secrets.
 * @param origin The requested thread.
 * @param redact Takes the secrets out of a text.
 * @param lastError What the last `error` event said, without secrets, or null.
 */
export function exitVerdict(
  status: ExitStatus | { readonly unknown: string } | null,
  stderr: string,
  origin: ThreadOrigin,
  redact: Redact = (text) => text,
  lastError: string | null = null,
): CodexError {
  const said = saying(stderr, lastError, redact);
  if (status === null) {
    return new IncompleteTurnError(
      `Codex closed its output without ending the turn${said}`,
      stderr,
    );
  }
  if ("unknown" in status) {
    const why = redact(plainText(status.unknown));
    return new IncompleteTurnError(`Cannot tell how Codex ended: ${why}${said}`, stderr);
  }
  const { code, signal } = status;
  if (code === 0) {
    return new IncompleteTurnError(
      `Codex exited with code 0 without ending the turn${said}`,
      stderr,
    );
  }
  // Other mistakes have the same exit code.
  if (code === 1 && /^Not inside a trusted directory/m.test(stderr)) return noRepository();
  const resume = origin.type === "start" ? null : resumeFailure(stderr, origin);
  if (resume !== null) return resume;
  const how = signal === null ? `with code ${code}` : `by signal ${signal}`;
  return new ExitError(`Codex exited ${how} before the turn ended${said}`, {
    exitCode: code,
    signal,
    stderr,
  });
}

/** From 0.120 on, Codex reports these only on standard error, with exit code 1. */
const REASONS: readonly (readonly [RegExp, ResumeFailure])[] = [
  [/already has an active writer/, "in_use"],
  [/ is archived\. Run /, "archived"],
  [/no rollout found|thread not found|no (session|thread) found/i, "not_found"],
  [DAMAGED, "damaged"],
  // All that a Codex has left which was killed in the first moment of the first turn.
  [/^Error: .*rollout at .* is empty/m, "not_found"],
];

function resumeFailure(
  stderr: string,
  { type, id }: Exclude<ThreadOrigin, { type: "start" }>,
): ResumeError | null {
  const reason = REASONS.find(([words]) => words.test(stderr))?.[1];
  if (reason === undefined) return null;
  return new ResumeError(reason, id, resumeMessage(type, id, reason, stderr));
}

function saying(stderr: string, lastError: string | null, redact: Redact): string {
  const words = lastWords(lastError, stderr, redact);
  if (words !== "") return words;
  return stderr.trim() === "" ? ", and said nothing on stderr" : ", and stderr does not say why";
}
