/**
 * Which files a thread needs: its own, and those of the threads from which it was forked.
 *
 * @module
 */
import type { RolloutHead } from "./lines.ts";
import type { RolloutName } from "./names.ts";

/** A file of a thread, with its name and its first line. */
export interface RolloutFile {
  readonly name: RolloutName;
  readonly head: RolloutHead;
  readonly data: Uint8Array;
}

/** Returns each file once: a copy in the archive, or in another folder, is the same file. */
export function namesOf(
  paths: readonly string[],
  parse: (path: string) => RolloutName | null,
): ReadonlyMap<string, { readonly name: RolloutName; readonly path: string }> {
  const names = new Map<string, { readonly name: RolloutName; readonly path: string }>();
  // "archived_sessions" comes before "sessions", which takes precedence.
  for (const path of [...paths].sort()) {
    const name = parse(path);
    if (name !== null) names.set(name.segment, { name, path });
  }
  return names;
}

/** Sorts the files so that each comes after those that it needs, or returns null if they form a cycle. */
export function inOrder(files: readonly RolloutFile[]): RolloutFile[] | null {
  const bySegment = new Map(files.map((file) => [file.name.segment, file]));
  const ordered = new Set<RolloutFile>();
  for (const file of files) {
    const chain: RolloutFile[] = [];
    for (let next: RolloutFile | undefined = file; next !== undefined && !ordered.has(next);) {
      if (chain.includes(next)) return null;
      chain.push(next);
      next = next.head.base === null ? undefined : bySegment.get(next.head.base.segment);
    }
    for (const one of chain.reverse()) ordered.add(one);
  }
  return [...ordered];
}

/** Returns the threads among the files that no other of these threads needs. */
export function youngest(files: readonly RolloutFile[]): string[] {
  const owners = new Map(files.map(({ name }) => [name.segment, name.thread]));
  const threads = new Set(owners.values());
  for (const { name, head } of files) {
    const owner = head.base === null ? undefined : owners.get(head.base.segment);
    if (owner !== undefined && owner !== name.thread) threads.delete(owner);
  }
  return [...threads];
}

/** Returns how many bytes of a file the other files need. */
export function needed(segment: string, files: readonly RolloutFile[]): number {
  const bases = files.map(({ head }) => head.base).filter((base) => base?.segment === segment);
  return Math.max(0, ...bases.map((base) => base?.bytes ?? 0));
}
