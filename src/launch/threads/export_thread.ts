/**
 * Exports a thread as files.
 *
 * @module
 */
import { CodexError, ResumeError } from "../../core/vocabulary/errors.ts";
import type { ThreadFile } from "../../core/vocabulary/thread_file.ts";
import type { ThreadHome } from "../../core/ports/thread_home.ts";
import { sleep } from "../../core/base/timers.ts";
import { checkedThreadId } from "../../core/options/thread_id.ts";
import { endsLine, headOf, wholeLines } from "../../core/rollout/lines.ts";
import { inOrder, namesOf, type RolloutFile } from "../../core/rollout/lineage.ts";
import { isCompressed, rolloutName } from "../../core/rollout/names.ts";
import { resumeMessage } from "../resume_message.ts";

/** Milliseconds between two looks at a file that is empty, and how many there are: a second in all. */
const PAUSE_MS = 20;
const LOOKS = 50;
/** How many times a thread's files may be moved while they are read. */
const MOVES = 10;

/**
 * Returns the files of a thread, and of the threads that it was forked from, each after those that it
 * depends on. Of a file that is being written to, only the whole lines.
 *
 * @param store Where Codex keeps threads.
 * @param given The thread's id.
 * @throws {ResumeError} If the thread does not exist, or a file of it is damaged or missing.
 * @throws {CodexError} If Codex has compressed its file.
 */
export async function threadFiles(store: ThreadHome, given: string): Promise<ThreadFile[]> {
  return (await rolloutsOf(store, given)).map(({ name: { path }, data }) => ({ path, data }));
}

/** The same, with the name and the first line of each file. */
export async function rolloutsOf(store: ThreadHome, given: string): Promise<RolloutFile[]> {
  const id = checkedThreadId("export", given);
  for (let left = MOVES;; left--) {
    const paths = await store.list();
    try {
      return await rolloutsAt(store, id, paths);
    } catch (error) {
      // Its file may have been moved meanwhile: into the archive, or out of it, even between the looks into
      // these folders, so that it was in neither.
      const now = new Set(left > 0 ? await store.list() : paths);
      if (now.size === paths.length && paths.every((path) => now.has(path))) throw error;
    }
  }
}

async function rolloutsAt(
  store: ThreadHome,
  id: string,
  paths: readonly string[],
): Promise<RolloutFile[]> {
  const names = namesOf(paths, rolloutName);
  const files: RolloutFile[] = [];
  const threads = [id];
  for (const thread of threads) {
    for (const { name, path } of [...names.values()].filter(({ name }) => name.thread === thread)) {
      const data = await written(store, path);
      if (data.length === 0) continue;
      const head = headOf(data);
      if (head?.thread !== thread) throw broken(id, `${path} does not begin like a thread's file`);
      files.push({ name, head, data });
      if (head.base === null) continue;
      const owner = names.get(head.base.segment)?.name.thread;
      if (owner === undefined) {
        throw broken(id, `${name.file} continues ${head.base.segment}, whose file is missing`);
      }
      if (!threads.includes(owner)) threads.push(owner);
    }
  }
  if (!files.some(({ name }) => name.thread === id)) throw missing(id, paths);
  return complete(id, files);
}

/** Returns the whole lines of a file. Waits for the first if it is new: in a repository, that takes 50 ms. */
async function written(store: ThreadHome, path: string): Promise<Uint8Array> {
  for (let left = LOOKS;; left--) {
    const data = wholeLines(await store.read(path));
    if (data.length > 0 || left === 0) return data;
    await sleep(PAUSE_MS);
  }
}

function complete(id: string, files: readonly RolloutFile[]): RolloutFile[] {
  for (const { name, head } of files) {
    const base = files.find(({ name }) => name.segment === head.base?.segment);
    if (head.base !== null && !(base && endsLine(base.data, head.base.bytes))) {
      throw broken(id, `${name.file} continues more of ${head.base.segment} than there is`);
    }
  }
  const ordered = inOrder(files);
  if (ordered === null) throw broken(id, "its files name each other as their beginning");
  // The thread's own files last, even if none of them continues another one.
  const isOwn = ({ name }: RolloutFile) => name.thread === id;
  return [...ordered.filter((file) => !isOwn(file)), ...ordered.filter(isOwn)];
}

function missing(id: string, paths: readonly string[]): CodexError {
  if (paths.some((path) => isCompressed(path, id))) {
    const state = "Codex has compressed its file; resume it once, and Codex unpacks it";
    return new CodexError(`Cannot export thread ${id}: ${state}`);
  }
  return new ResumeError("not_found", id, resumeMessage("export", id, "not_found", ""));
}

function broken(id: string, state: string): ResumeError {
  const advice = "restore its files, or import an export of the thread, which replaces them";
  return new ResumeError("damaged", id, `Cannot export thread ${id}: ${state}; ${advice}`);
}
