/**
 * Why a thread cannot be resumed or forked, and what to do, in the same words on both transports.
 *
 * @module
 */
import type { ResumeFailure } from "../core/vocabulary/errors.ts";
import { cut } from "../core/base/plain_text.ts";

/** What Codex says of a file that does not begin with the metadata of its thread, or has lost a part. */
export const DAMAGED: RegExp =
  /does not start with session metadata|session metadata .* belongs to thread|durable rollout shrank/;

/** What a caller wants to do with a thread. */
export type ThreadVerb =
  | "resume"
  | "fork"
  | "export"
  | "import"
  | "read"
  | "attach to"
  | "rename"
  | "revert"
  | "archive"
  | "unarchive"
  | "delete";

/**
 * Returns the message of a `ResumeError`.
 *
 * @param verb What the caller wanted to do.
 * @param id The requested thread.
 * @param reason Why it failed.
 * @param said Codex's own message, for a reason that has no other.
 */
export function resumeMessage(
  verb: ThreadVerb,
  id: string,
  reason: ResumeFailure,
  said: string,
): string {
  const hint = reason === "in_use" && verb === "resume" ? ", or fork it" : "";
  return `Cannot ${verb} thread ${cut(id)}: ${WHY[reason] ?? said}${hint}`;
}

const WHY: Readonly<Partial<Record<ResumeFailure, string>>> = {
  in_use:
    "another process has it loaded (a live session keeps a thread loaded even while it is idle); " +
    "release it there with thread.close()",
  archived: "it is archived; take it out of the archive first, with unarchiveThread() of a live " +
    "session or `codex unarchive`",
  damaged:
    "its file below `sessions` in CODEX_HOME does not begin with the thread's metadata, or has " +
    "lost a part of what it held; " +
    "restore the file, or import an export of the thread, which replaces it",
  not_found:
    "Codex has no such thread in its CODEX_HOME (was it ephemeral, without a turn, or created " +
    "under another CODEX_HOME?)",
};
