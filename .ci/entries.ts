/**
 * What each entry of the package brings along: an entry is paid for only by those who import it.
 *
 * @module
 */

/** The folders of src that an entry loads, at once or later. */
export const LOADS: Readonly<Record<string, readonly string[]>> = {
  ".": ["adapters", "core", "exec", "launch"],
  "./app-server": ["adapters", "app_server", "core", "launch"],
  // Types alone.
  "./protocol": [],
  "./testing": ["core", "testing"],
};

/** Everything that is reached from `start`, itself included. */
export async function reach(
  start: string,
  importsOf: (file: string) => readonly string[] | Promise<readonly string[]>,
): Promise<string[]> {
  const reached = new Set([start]);
  // A set is walked to its end, what is added on the way included.
  for (const file of reached) {
    for (const next of await importsOf(file)) reached.add(next);
  }
  return [...reached];
}

/** The folders of src that the files lie in, by paths from the package's root. */
export function foldersOf(files: readonly string[]): string[] {
  const folders = files.map((file) => file.match(/^src\/(\w+)\//)?.[1]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}
