/**
 * Temporary folders that a killed program has left behind.
 *
 * @module
 */
import { lstat, readdir, rmdir, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** How the names of temporary folders begin. */
export const PREFIX = "codex-js-";
/** Six characters of `mkdtemp` follow: the SDK's other folders have longer names. */
const NAME = /^codex-js-[A-Za-z0-9]{6}$/;
/** The content of such a folder: an output schema, base instructions, or an image. */
const FILE = /^(schema\.json|instructions\.md|image\.[a-z]+)$/;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Removes folders like `fresh`, of the same user, that are older than a day. Never rejects. */
export async function removeStale(fresh: string): Promise<void> {
  try {
    const { uid } = await lstat(fresh);
    const parent = dirname(fresh);
    for (const name of await readdir(parent)) {
      if (!NAME.test(name) || name === basename(fresh)) continue;
      const folder = join(parent, name);
      const info = await lstat(folder);
      if (!info.isDirectory() || info.uid !== uid || Date.now() - info.mtimeMs < DAY_MS) continue;
      for (const file of (await readdir(folder)).filter((file) => FILE.test(file))) {
        await unlink(join(folder, file)).catch(() => {});
      }
      await rmdir(folder).catch(() => {});
    }
  } catch {
    // Another program is doing the same, or the folder may not be read.
  }
}
