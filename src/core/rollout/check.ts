/**
 * Checks that files make up one thread, before anything is written.
 *
 * @module
 */
import { InvalidInputError } from "../vocabulary/errors.ts";
import type { ThreadFile } from "../vocabulary/thread_file.ts";
import { quoted } from "../base/plain_text.ts";
import { described } from "../base/words.ts";
import { inOrder, needed, type RolloutFile, youngest } from "./lineage.ts";
import { areWholeLines, endsLine, headOf } from "./lines.ts";
import { rolloutName, titledThread } from "./names.ts";

/** A thread that can be written. */
export interface CheckedThread {
  /** The thread. */
  readonly id: string;
  /** Its files, each after those that it depends on. */
  readonly files: readonly RolloutFile[];
  /** Its title, or null. */
  readonly title: string | null;
}

const FOLDER = /^sessions\/\d{4}\/\d{2}\/\d{2}\/[^/\\]+$/;
/** Characters of a title. */
const MAX_TITLE = 10_000;

/**
 * Returns the thread that the files make up.
 *
 * @param given The files that the caller passed.
 * @throws {InvalidInputError} If the files are not exactly one complete thread.
 */
export function checkThreadFiles(given: readonly ThreadFile[]): CheckedThread {
  const files: RolloutFile[] = [];
  const titles = new Map<string, string>();
  for (const { path, data } of entries(given)) {
    const thread = titledThread(path);
    if (thread === null) files.push(rollout(path, data));
    else titles.set(thread, titleIn(path, data));
  }
  if (files.length === 0) throw refused("none of the files is a thread's");
  const segments = new Set(files.map(({ name }) => name.segment));
  if (segments.size < files.length) throw refused("a file is included twice");
  for (const file of files) checkBase(file, files, segments);
  const ordered = inOrder(files);
  const [id, another] = youngest(files);
  if (ordered === null || id === undefined) {
    throw refused("the files name each other as their beginning");
  }
  if (another !== undefined) {
    throw refused(`the files belong to more than one thread: ${id} and ${another}`);
  }
  const [titled] = [...titles.keys()].filter((thread) => thread !== id);
  if (titled !== undefined) throw refused(`a title belongs to thread ${titled}, not to ${id}`);
  return { id, files: ordered, title: titles.get(id) ?? null };
}

function entries(given: unknown): ThreadFile[] {
  if (!Array.isArray(given)) {
    throw refused(`files must be an array of { path, data }, not ${described(given)}`);
  }
  return given.map((file: unknown) => {
    const { path, data } = Object(file) as { path?: unknown; data?: unknown };
    // One of another realm counts, and so does Node's Buffer.
    const areBytes = Object.prototype.toString.call(data) === "[object Uint8Array]";
    if (typeof path !== "string") throw refused("the path of each file must be a string");
    if (!areBytes) throw refused(`the data of ${quoted(path)} must be a Uint8Array`);
    return { path, data: data as Uint8Array };
  });
}

function rollout(path: string, data: Uint8Array): RolloutFile {
  const name = FOLDER.test(path) ? rolloutName(path) : null;
  if (name === null) {
    throw refused(`${quoted(path)} is not a path of a thread's file, sessions/…/rollout-….jsonl`);
  }
  if (!areWholeLines(data)) {
    throw refused(`${quoted(path)} does not consist of whole lines of JSON`);
  }
  const head = headOf(data);
  if (head?.thread !== name.thread) {
    throw refused(`the first line of ${quoted(path)} is not that of thread ${name.thread}`);
  }
  return { name, head, data };
}

function checkBase(
  { name, head }: RolloutFile,
  files: readonly RolloutFile[],
  segments: ReadonlySet<string>,
): void {
  if (head.base === null) return;
  const { segment } = head.base;
  if (!segments.has(segment)) {
    throw refused(`${name.file} continues ${segment}, which is not among the files`);
  }
  const base = files.find((file) => file.name.segment === segment);
  if (base === undefined || !endsLine(base.data, head.base.bytes)) {
    throw refused(`${name.file} continues more of ${segment} than there is`);
  }
}

function titleIn(path: string, data: Uint8Array): string {
  const title = new TextDecoder().decode(data);
  if (title.trim() !== "" && title.length <= MAX_TITLE) return title;
  throw refused(`the content of ${quoted(path)} is not a title`);
}

function refused(state: string): InvalidInputError {
  return new InvalidInputError("files", `Cannot import a thread: ${state}`);
}

/** What happens to a file of a thread that the imported one continues. */
export type Fate = "write" | "keep" | "differs";

/**
 * Returns what happens to a file that an older thread already has there. It may have grown since, in either
 * place: what counts is the beginning that the imported thread needs.
 *
 * @param file The file that was given.
 * @param there The content of the existing file.
 * @param files All files that were given.
 */
export function fateOf(file: RolloutFile, there: Uint8Array, files: readonly RolloutFile[]): Fate {
  const bytes = needed(file.name.segment, files);
  if (there.length >= bytes) return sameUpTo(bytes, file.data, there) ? "keep" : "differs";
  return isBeginning(there, file.data) ? "write" : "differs";
}

/** Whether `data` begins with all of `beginning`. */
export function isBeginning(beginning: Uint8Array, data: Uint8Array): boolean {
  return beginning.length <= data.length && sameUpTo(beginning.length, beginning, data);
}

function sameUpTo(bytes: number, a: Uint8Array, b: Uint8Array): boolean {
  for (let at = 0; at < bytes; at++) if (a[at] !== b[at]) return false;
  return true;
}
