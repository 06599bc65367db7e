/**
 * The names of the files in which Codex keeps threads: `rollout-<time>-<thread>.jsonl`. A reverted thread has
 * several, each with its own id after that of the thread.
 *
 * @module
 */

/** The name of a thread's file. */
export interface RolloutName {
  /** The name itself. */
  readonly file: string;
  /** Where it is, or should be, below CODEX_HOME. */
  readonly path: string;
  /** The thread. */
  readonly thread: string;
  /** The id by which other files refer to it: its own, or that of the thread. */
  readonly segment: string;
}

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const ROLLOUT = new RegExp(
  `^rollout-(\\d{4})-(\\d{2})-(\\d{2})T\\d{2}-\\d{2}-\\d{2}-(${UUID})(?:_(${UUID}))?\\.jsonl$`,
);
const TITLE = new RegExp(`^sessions/(${UUID})\\.title$`);
const COMPRESSED = /\.jsonl\.zst$/;

/**
 * Returns what the name of a file says, or null if the file is not a thread's.
 *
 * @param path The file's path, or its name alone.
 */
export function rolloutName(path: string): RolloutName | null {
  const file = path.slice(path.lastIndexOf("/") + 1);
  const match = ROLLOUT.exec(file);
  if (match === null) return null;
  const [, year, month, day, thread = "", segment = thread] = match;
  return { file, path: `sessions/${year}/${month}/${day}/${file}`, thread, segment };
}

/** Whether a path is that of a thread's file that Codex has compressed. */
export function isCompressed(path: string, thread: string): boolean {
  return COMPRESSED.test(path) && path.includes(thread);
}

/** The path of a thread's title among its exported files; Codex itself stores the title elsewhere. */
export function titlePath(thread: string): string {
  return `sessions/${thread}.title`;
}

/** The thread whose title is at a path, or null. */
export function titledThread(path: string): string | null {
  return TITLE.exec(path)?.[1] ?? null;
}
