/**
 * Operations on stored threads, loaded or not.
 *
 * @module
 */
import { CodexError, InvalidInputError, ResumeError } from "../../core/vocabulary/errors.ts";
import { quoted } from "../../core/base/plain_text.ts";
import { resumeMessage } from "../../launch/resume_message.ts";
import { answerObject } from "../link/answers.ts";
import { RpcError } from "../link/rpc_errors.ts";
import { onceWritten } from "../link/unwritten.ts";
import type { Request } from "../history/stored_turn.ts";
import { unlessRefused } from "./refusals.ts";

/**
 * Moves a thread into the archive or out of it. Does nothing if it is already there, since a request whose
 * answer was lost is repeated.
 *
 * @throws {ResumeError} If the thread does not exist, or is loaded by another process.
 */
export async function moveThread(
  request: Request,
  threadId: string,
  verb: "archive" | "unarchive",
): Promise<void> {
  try {
    const move = () => onceWritten(() => request(`thread/${verb}`, { threadId }));
    await unlessRefused(verb, threadId, move);
  } catch (error) {
    const isThere = error instanceof ResumeError &&
      await isArchived(request, threadId) === (verb === "archive");
    if (!isThere) throw error;
  }
}

/**
 * Deletes a thread.
 *
 * @throws {ResumeError} If the thread does not exist, or another process has it loaded.
 */
export async function deleteThread(request: Request, threadId: string): Promise<void> {
  const remove = () => onceWritten(() => request("thread/delete", { threadId }));
  await unlessRefused("delete", threadId, remove);
}

/**
 * Sets the title of a thread.
 *
 * @throws {ResumeError} If the thread does not exist or is archived.
 */
export async function renameThread(
  request: Request,
  threadId: string,
  name: string,
): Promise<void> {
  const rename = () => onceWritten(() => request("thread/name/set", { threadId, name }));
  try {
    await unlessRefused("rename", threadId, rename);
  } catch (error) {
    if (!(error instanceof ResumeError) || !await isArchived(request, threadId)) throw error;
    throw archived("rename", threadId);
  }
}

/**
 * Removes a turn and all later ones from a thread's history.
 *
 * @throws {ResumeError} If the thread does not exist or is archived.
 * @throws {InvalidInputError} If it has no such turn.
 * @throws {CodexError} If it is not loaded.
 */
export async function revertThread(
  request: Request,
  threadId: string,
  beforeTurnId: string,
): Promise<void> {
  const act = `Cannot revert thread ${threadId}`;
  try {
    const params = { threadId, beforeTurnId };
    await unlessRefused("revert", threadId, () => request("thread/revert", params));
  } catch (error) {
    const said = error instanceof RpcError ? error.message : "";
    const turn = quoted(beforeTurnId);
    const state = /turn not found/.test(said)
      ? `it has no turn ${turn}`
      : /persisted start boundary/.test(said)
      ? `turn ${turn} is a review, and Codex cannot go back to its start; name the turn before it`
      : null;
    if (state !== null) throw new InvalidInputError("beforeTurnId", `${act}: ${state}`);
    if (!(error instanceof ResumeError || /is closing/.test(said))) throw error;
    switch (await isArchived(request, threadId)) {
      case true:
        throw archived("revert", threadId);
      case false:
        throw new CodexError(`${act}: it is not loaded; resume it first, with resumeThread()`);
      default:
        throw error;
    }
  }
}

/** Whether a thread is archived; null if Codex has no file of it. */
async function isArchived(request: Request, threadId: string): Promise<boolean | null> {
  try {
    const answer = await onceWritten(() => request("thread/read", { threadId }));
    const { path } = answerObject("thread/read", answer, "thread");
    return typeof path === "string" ? /archived_sessions[\\/][^\\/]+$/.test(path) : null;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return null;
  }
}

function archived(verb: "rename" | "revert", id: string): ResumeError {
  return new ResumeError("archived", id, resumeMessage(verb, id, "archived", ""));
}
