/**
 * Files, over `node:fs`, which all three runtimes have.
 *
 * @module
 */
import {
  mkdtemp,
  open,
  readlink,
  realpath,
  rmdir,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { FileKind, PrivateFile } from "../../core/ports/host.ts";
import { PREFIX, removeStale } from "./stale_folders.ts";

/** Bytes of a file that {@linkcode readText} reads. */
const READ_LIMIT = 64 * 1024;

/** What is at a path, links followed. */
export async function fileKind(path: string): Promise<FileKind> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) return "directory";
    return info.isFile() ? "file" : null;
  } catch (error) {
    return isDenied(error) ? "unknown" : null;
  }
}

/** The path with its links resolved, or null. */
export async function realPath(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
}

/** How many links to follow, as on Linux. */
const MAX_LINKS = 40;

/**
 * Returns the path that a write to `path` would reach, or null.
 *
 * @param mayRead Returns whether a path may be read without a prompt.
 */
export async function writtenPath(
  path: string,
  mayRead: (path: string) => boolean = () => true,
  links = MAX_LINKS,
): Promise<string | null> {
  if (links === 0 || !mayRead(path)) return null;
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error)) return null;
  }
  const folder = dirname(path);
  if (folder === path) return path;
  const above = await writtenPath(folder, mayRead, links - 1);
  if (above === null) return null;
  try {
    // A dangling link: a write creates its target.
    const target = await readlink(path);
    return await writtenPath(resolve(above, target), mayRead, links - 1);
  } catch (error) {
    return isMissing(error) ? join(above, basename(path)) : null;
  }
}

/** The beginning of a file, or null. */
export async function readText(path: string): Promise<string | null> {
  try {
    const file = await open(path);
    try {
      const { bytesRead, buffer } = await file.read(new Uint8Array(READ_LIMIT), 0, READ_LIMIT, 0);
      return new TextDecoder().decode(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

/** Writes a file of mode 0600 into a new folder of mode 0700. */
export async function writePrivateFile(
  name: string,
  content: string | Uint8Array,
): Promise<PrivateFile> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  await removeStale(folder);
  const path = join(folder, name);
  // One by one: on Deno, `rm` would also need permission to read.
  const remove = async () => {
    await unlink(path).catch(() => {});
    await rmdir(folder).catch(() => {});
  };
  try {
    await writeFile(path, content, { mode: 0o600, flag: "wx" });
    return { path, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === "ENOENT" || code === "ENOTDIR";
}

/** Whether an error means that the system, or the runtime, does not permit looking. */
export function isDenied(error: unknown): boolean {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  // The last is Node's, under its permission model.
  return code === "EACCES" || code === "EPERM" || code === "ERR_ACCESS_DENIED" ||
    name === "NotCapable" ||
    name === "PermissionDenied";
}
