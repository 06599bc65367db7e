/**
 * Imports a thread from files.
 *
 * @module
 */
import { type CodexError, InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { ThreadFile } from "../../core/vocabulary/thread_file.ts";
import type { ThreadHome } from "../../core/ports/thread_home.ts";
import {
  type CheckedThread,
  checkThreadFiles,
  fateOf,
  isBeginning,
} from "../../core/rollout/check.ts";
import { headOf } from "../../core/rollout/lines.ts";
import { joined } from "../../core/rollout/joined.ts";
import { namesOf, needed, type RolloutFile } from "../../core/rollout/lineage.ts";
import { rolloutName } from "../../core/rollout/names.ts";
import { Staging } from "./staging.ts";

/** What was imported. */
export interface Imported extends Pick<CheckedThread, "id" | "title"> {
  /** The threads that were written, each after those that it continues. */
  readonly threads: readonly string[];
  /** Removes the files that were not there before. */
  undo(): Promise<void>;
}

type There = ReturnType<typeof namesOf>;
/** The existing files of the thread. */
type Known = readonly { readonly name: RolloutFile["name"]; readonly path: string }[];

/**
 * Writes a thread's files: first all of them next to their places, then each into its place, the thread's
 * own last. Its existing files are deleted.
 *
 * @param store Where Codex keeps threads.
 * @param given The files.
 * @throws {InvalidInputError} If the files are not one complete thread, or contradict what is there.
 * @throws {ResumeError} If the thread is loaded.
 */
export async function writeThread(
  store: ThreadHome,
  given: readonly ThreadFile[],
): Promise<Imported> {
  const { id, files, title } = checkThreadFiles(given);
  const there = namesOf(await store.list(), rolloutName);
  const own = files.filter(({ name }) => name.thread === id);
  const older = await olderFiles(store, id, files, there);
  const staging = new Staging(store);
  try {
    for (const file of older) {
      // It may be in the archive, and stays there.
      await staging.write(there.get(file.name.segment)?.path ?? file.name.path, file.data);
    }
    const one = joined(own);
    await staging.write(one.name.path, one.data);
    const kept = await deleteThread(store, id, own, there);
    if (kept.length > 0) {
      await staging.drop(one.name.path);
      for (const { name, data } of own) await staging.write(name.path, data);
    }
    const present = older.map(({ name }) => there.get(name.segment)?.path ?? "");
    await staging.place(new Set([...present, ...kept.map(({ path }) => path)]));
  } catch (error) {
    await staging.undo();
    throw error;
  }
  const threads = new Set([...older.map(({ name }) => name.thread), id]);
  return { id, title, threads: [...threads], undo: () => staging.undo() };
}

/** The files of older threads of which not enough is there. */
async function olderFiles(
  store: ThreadHome,
  id: string,
  files: readonly RolloutFile[],
  there: There,
): Promise<RolloutFile[]> {
  const known = new Set([...there.values()].map(({ name }) => name.thread));
  const wanted: RolloutFile[] = [];
  for (const file of files) {
    const { thread, segment } = file.name;
    const path = there.get(segment)?.path;
    if (thread === id) continue;
    if (path === undefined && !known.has(thread)) wanted.push(file);
    // An existing thread is left as it is, as long as the imported one can continue it.
    else if (path === undefined && needed(segment, files) > 0) throw hasGoneOn(id, thread);
    else if (path !== undefined) {
      const fate = fateOf(file, await store.read(path), files);
      if (fate === "differs") throw hasGoneOn(id, thread);
      if (fate === "keep") continue;
      await store.checkFree(thread);
      wanted.push(file);
    }
  }
  return wanted;
}

/**
 * Deletes the existing thread. Codex does not delete one of which it cannot read a file: that file is removed.
 *
 * @returns The files that are kept, because others were forked from the thread.
 * @throws {CodexError} If the thread does not continue these. Then nothing has changed.
 */
async function deleteThread(
  store: ThreadHome,
  id: string,
  own: readonly RolloutFile[],
  there: There,
): Promise<Known> {
  const known = [...there.values()].filter(({ name }) => name.thread === id);
  if (known.length === 0 || await store.deleteThread(id)) return [];
  const kept: Known[number][] = [];
  const damaged: { readonly path: string; readonly data: Uint8Array }[] = [];
  for (const file of known) {
    const data = await store.read(file.path);
    if (headOf(data)?.thread === id) kept.push(file);
    else damaged.push({ path: file.path, data });
  }
  for (const { path } of damaged) await store.remove(path);
  try {
    if (kept.length === 0 || (damaged.length > 0 && await store.deleteThread(id))) return [];
    await checkGoesOn(store, id, own, kept);
    return kept;
  } catch (error) {
    for (const { path, data } of damaged) await store.write(path, data);
    throw error;
  }
}

/** Others were forked from the thread: its files may only grow. */
async function checkGoesOn(
  store: ThreadHome,
  id: string,
  own: readonly RolloutFile[],
  known: Known,
): Promise<void> {
  for (const { name, path } of known) {
    const file = own.find((file) => file.name.segment === name.segment);
    if (file === undefined || !isBeginning(await store.read(path), file.data)) {
      throw refused(id, "it has forks, and continues differently there; delete the forks first");
    }
    if (path === name.path) continue;
    throw refused(id, "it has forks, and is archived there; take it out of the archive first");
  }
}

function hasGoneOn(id: string, thread: string): CodexError {
  const state = `thread ${thread}, from which it was forked, continues differently there`;
  return refused(id, `${state}; delete that thread there first, and it is imported too`);
}

function refused(id: string, state: string): CodexError {
  return new InvalidInputError("files", `Cannot import thread ${id}: ${state}`);
}
