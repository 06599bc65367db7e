/**
 * Threads, as the server describes them.
 *
 * @module
 */
import type { Thread } from "../protocol/common.ts";
import type { ThreadTurn } from "../events/history.ts";

/**
 * A thread, as the server describes it.
 *
 * @category Threads
 */
export interface ThreadInfo {
  /** The thread's id. */
  readonly id: string;
  /** Its title, or null. */
  readonly name: string | null;
  /** Usually its first prompt. */
  readonly preview: string;
  /** The folder it works in. */
  readonly cwd: string;
  /** Where it came from: "cli", "vscode" (also threads of the app-server), "exec", … */
  readonly source: unknown;
  /** Whether it is kept on disk. */
  readonly ephemeral: boolean;
  /** Unix time of its creation, in seconds. */
  readonly createdAt: number;
  /** Unix time of its last change, in seconds. */
  readonly updatedAt: number;
  /** The thread it was forked from, or null. */
  readonly forkedFromId: string | null;
  /** Its turns, where they were asked for. */
  readonly turns: readonly ThreadTurn[];
}

/** The thread, with all that the server tells of it, and these turns. */
export function threadInfo(thread: Thread, turns: readonly ThreadTurn[] = []): ThreadInfo {
  const { name = null, forkedFromId = null } = thread;
  return { ...thread, name, forkedFromId, turns };
}
