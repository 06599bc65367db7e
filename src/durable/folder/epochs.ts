/**
 * The epochs of a key: a folder for each; only one writer can make the next one.
 *
 * @module
 */
import type { Files } from "../../core/ports/files.ts";
import { CodexError } from "../../core/vocabulary/errors.ts";
import { MANIFEST, type Manifest, parseManifest } from "./parts.ts";

/** The folder of an epoch. */
export function epochFolder(folder: string, epoch: number): string {
  return `${folder}/${epoch}`;
}

/** The existing epochs of a key, newest first. */
export async function epochsOf(files: Files, folder: string): Promise<number[]> {
  const names = await files.names(folder) ?? [];
  return names.filter((name) => /^[1-9]\d*$/.test(name)).map(Number).sort((a, b) => b - a);
}

/** Makes the next epoch. From then on, no earlier one can write. */
export async function claim(files: Files, folder: string): Promise<number> {
  for (;;) {
    const [newest = 0] = await epochsOf(files, folder);
    const mine = newest + 1;
    const path = epochFolder(folder, mine);
    if (!await files.makeFolder(path)) continue;
    // A slow writer may have made an epoch again that had been removed.
    if (await isNewest(files, folder, mine)) return mine;
    await files.remove(path);
  }
}

/** Whether an epoch exists and none is newer. */
export async function isNewest(files: Files, folder: string, epoch: number): Promise<boolean> {
  return (await epochsOf(files, folder))[0] === epoch;
}

/** An epoch that was begun. */
export interface Begun {
  /** The epoch. */
  readonly epoch: number;
  /** The path of its manifest. */
  readonly path: string;
  /** Its manifest; null if that is damaged, as by a power failure without `sync`. */
  readonly manifest: Manifest | null;
}

/** The newest epoch that was begun before another one; null if there is none. */
export async function begun(
  files: Files,
  folder: string,
  before = Infinity,
): Promise<Begun | null> {
  for (const epoch of await epochsOf(files, folder)) {
    if (epoch >= before) continue;
    const path = `${epochFolder(folder, epoch)}/${MANIFEST}`;
    const data = await files.read(path);
    if (data !== null) return { epoch, path, manifest: parseManifest(data) };
  }
  return null;
}

/**
 * The manifest of an epoch.
 *
 * @throws {CodexError} If it is damaged: an older one does not say what was done since, and a turn would be
 * done again.
 */
export function manifestOf({ path, manifest }: Begun): Manifest {
  if (manifest !== null) return manifest;
  const advice = "restore the key's folder, or delete the key or that folder";
  throw new CodexError(`Cannot read the store: ${path} is damaged; ${advice}`);
}
