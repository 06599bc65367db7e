/**
 * The files of Codex's threads, over `node:fs`, which all three runtimes have.
 *
 * @module
 */
import { mkdir, readdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CodexFiles } from "../../core/ports/host.ts";

/** Files and folders of this machine. */
export const codexFiles: CodexFiles = {
  below: async (folder) => {
    const paths: string[] = [];
    for (const entry of await missing(readdir(folder, { withFileTypes: true }), [])) {
      const { name } = entry;
      if (entry.isFile()) paths.push(name);
      if (!entry.isDirectory()) continue;
      for (const path of await codexFiles.below(join(folder, name))) paths.push(`${name}/${path}`);
    }
    return paths;
  },
  read: async (path) => new Uint8Array(await readFile(path)),
  write: async (path, data) => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, data, { mode: 0o600 });
  },
  move: rename,
  remove: (path) => missing(unlink(path), undefined),
};

async function missing<T>(action: Promise<T>, instead: T): Promise<T> {
  try {
    return await action;
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return instead;
    throw error;
  }
}
