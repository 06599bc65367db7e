/**
 * The threads' files in a home.
 *
 * @module
 */
import type { Files } from "../../core/ports/files.ts";
import type { StoredFile } from "../../core/ports/thread_store.ts";

/** A thread's file, by its path below the home; nothing else from a store is ever put there. */
const SESSION = /^sessions\/(?:[A-Za-z0-9_-]+\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.jsonl$/;

/** The files of threads below a home, including those of parents and sub-agents. */
export async function sessionFiles(files: Files, home: string): Promise<string[]> {
  const found: string[] = [];
  await look("sessions");
  return found;

  async function look(folder: string): Promise<void> {
    for (const name of await files.names(`${home}/${folder}`) ?? []) {
      const path = `${folder}/${name}`;
      if (SESSION.test(path)) found.push(path);
      else if (!name.includes(".")) await look(path);
    }
  }
}

/** Puts stored files where Codex looks for them. */
export async function layFiles(
  files: Files,
  home: string,
  stored: readonly StoredFile[],
): Promise<void> {
  for (const { path, data } of stored) {
    if (!SESSION.test(path)) continue;
    await files.makeFolders(`${home}/${path.slice(0, path.lastIndexOf("/"))}`);
    await files.write(`${home}/${path}`, 0, data, false);
  }
}

/** The newest file of a thread: a thread that was reverted has several. */
export function fileOfThread(paths: readonly string[], thread: string): string | null {
  const own = paths.filter((path) => path.includes(`-${thread}.`) || path.includes(`-${thread}_`));
  return own.sort().at(-1) ?? null;
}
