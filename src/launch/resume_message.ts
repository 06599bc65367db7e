/**
 * Why a thread cannot be resumed or forked, and what to do, in the same words on both transports.
 *
 * @module
 */
import type { ResumeFailure } from "../core/vocabulary/errors.ts";
import { cut } from "../core/base/plain_text.ts";

/** What is asked of a thread. */
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
 * The message of a `ResumeError`.
 *
 * @param verb What was asked for.
 * @param id The thread that was asked for.
 * @param reason Why it failed.
 * @param said Codex's own words, for a reason that needs no others.
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
    "another process has it loaded (a live session holds a thread also while it is idle); free it " +
    "there with thread.close()",
  archived: "it is archived; take it out of the archive first, with unarchiveThread() of a live " +
    "session or `codex unarchive`",
  not_found:
    "Codex has no such thread in its CODEX_HOME (was it ephemeral, without a turn, or made " +
    "under another one?)",
};
