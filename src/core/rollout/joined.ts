/**
 * Joins the files of one thread into one. Codex reads a reverted thread from all of its files, but lists
 * only the turns of files that it has once loaded one by one, which a new home has not.
 *
 * @module
 */
import type { RolloutFile } from "./lineage.ts";
import { rolloutName } from "./names.ts";

const NEWLINE = 10;

/**
 * Returns one file with the valid content of a thread's own files: that of the newest, and of those that it
 * continues.
 *
 * @param files The thread's own files, at least one.
 */
export function joined(files: readonly RolloutFile[]): RolloutFile {
  const chain: RolloutFile[] = [];
  const bySegment = new Map(files.map((file) => [file.name.segment, file]));
  // Names begin with the time; within one second, the ids are in the order of time too.
  let next: RolloutFile | undefined = [...files]
    .sort((a, b) => a.name.file < b.name.file ? 1 : -1)[0];
  while (next !== undefined) {
    chain.unshift(next);
    next = next.head.base === null ? undefined : bySegment.get(next.head.base.segment);
  }
  const [first] = chain as [RolloutFile];
  const parts = chain.map((file, index) => {
    // The first line of the first file stands for those of all the others.
    const start = file === first ? 0 : file.data.indexOf(NEWLINE) + 1;
    return file.data.subarray(start, chain[index + 1]?.head.base?.bytes);
  });
  const { thread, segment, file } = first.name;
  const name = segment === thread ? first.name : rolloutName(file.replace(`_${segment}`, ""));
  return { name: name ?? first.name, head: first.head, data: concat(parts) };
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
