/**
 * Threads, as the server describes them.
 *
 * @module
 */
import type { Thread } from "../protocol/common.ts";
import type { ThreadTurn } from "../history/thread_turn.ts";

/**
 * A thread, as the server describes it.
 *
 * @category Threads
 */
export interface ThreadInfo {
  /** The thread's id. */
  readonly id: string;
  /** The thread's title, or null. */
  readonly name: string | null;
  /** A short preview, usually the first prompt. */
  readonly preview: string;
  /** The folder that the thread works in. */
  readonly cwd: string;
  /** Where the thread came from: "cli", "vscode" (also threads of the app-server), "exec", … */
  readonly source: unknown;
  /** Whether the thread is ephemeral: Codex does not store it on disk. */
  readonly ephemeral: boolean;
  /** When the thread was created, as Unix time in seconds. */
  readonly createdAt: number;
  /** When the thread was last changed, as Unix time in seconds. */
  readonly updatedAt: number;
  /** The id of the thread that this one was forked from, or null. */
  readonly forkedFromId: string | null;
  /** The thread's turns, oldest first; empty if they were not requested. */
  readonly turns: readonly ThreadTurn[];
}

/** The thread, with everything that the server reports about it, and these turns. */
export function threadInfo(thread: Thread, turns: readonly ThreadTurn[] = []): ThreadInfo {
  const { name = null, forkedFromId = null } = thread;
  return { ...thread, name, forkedFromId, turns };
}
