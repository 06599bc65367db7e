/**
 * The files of one thread as one. Codex reads a thread that was reverted from all of its files, but lists
 * only the turns of those that it has had loaded one by one, which a new home has not.
 *
 * @module
 */
import type { RolloutFile } from "./lineage.ts";
import { rolloutName } from "./names.ts";

const NEWLINE = 10;

/**
 * One file with what counts of a thread's own files: the newest, and what that goes on from.
 *
 * @param files The thread's own files, at least one.
 */
export function joined(files: readonly RolloutFile[]): RolloutFile {
  const chain: RolloutFile[] = [];
  const bySegment = new Map(files.map((file) => [file.name.segment, file]));
  // Names begin with the time, and of one second the ids are in the order of time, too.
  let next = [...files].sort((a, b) => a.name.file < b.name.file ? 1 : -1)[0];
  while (next !== undefined) {
    chain.unshift(next);
    next = next.head.base === null ? undefined : bySegment.get(next.head.base.segment);
  }
  const [first] = chain as [RolloutFile];
  const parts = chain.map((file, index) => {
    // What begins each further file is said in the first line of the first one.
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
