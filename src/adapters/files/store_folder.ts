/**
 * The SDK's own folders: to whom they belong, and what in them is no longer of use.
 *
 * @module
 */
import { lstat, readdir, rm, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";

/** The name of a copy: its digest. */
export const COPY = /^[0-9a-f]{32}$/;
/** Copies that are kept, however old. */
const KEPT = 3;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** A copy that no process has started to use for so long belongs to a version that is no longer used. */
const OLD_MS = 30 * DAY_MS;

/** The owner of the folders. */
export interface Owner {
  /** The platform, as Node names it. */
  readonly platform: string;
  /** The user's id; null if the platform has none, or it may not be read. */
  readonly uid: number | null;
  /** The user's home folder, or null. */
  readonly home: string | null;
  /** Reads a variable. */
  env(name: string): string | undefined;
}

/** Returns where the SDK may keep its own files, the best place first. */
export function storeFolders({ platform, uid, home, env }: Owner): string[] {
  const below = (...names: string[]) => home === null ? undefined : join(home, ...names);
  const own = platform === "win32"
    ? [env("LOCALAPPDATA"), below("AppData", "Local")]
    : platform === "darwin"
    ? [below("Library", "Caches")]
    : [env("XDG_CACHE_HOME"), below(".cache")];
  const folders = own.flatMap((path) =>
    path !== undefined && isAbsolute(path) ? [join(path, "codex-js")] : []
  );
  // In case there is no home, or the model works in it. Unlike /tmp, no sandbox opens this folder.
  return platform === "win32" || uid === null ? folders : [...folders, `/var/tmp/codex-js-${uid}`];
}

/** Refuses a folder that others may write to, or have created. */
export async function checkOwner(folder: string, { platform, uid }: Owner): Promise<void> {
  const info = await lstat(folder);
  if (!info.isDirectory()) throw new Error(`${folder} is not a folder`);
  if (platform === "win32") return;
  if (uid !== null && info.uid !== uid) throw new Error(`${folder} belongs to somebody else`);
  if ((info.mode & 0o077) !== 0) throw new Error(`${folder} is open to others`);
}

/**
 * Returns whether only the administrator, this user and the owner of `module` may put something into a
 * folder. Always true on Windows: modes mean nothing there, and Node itself loads what is there.
 */
export async function isOurs(
  folder: string,
  module: string,
  { platform, uid }: Pick<Owner, "platform" | "uid">,
): Promise<boolean> {
  if (platform === "win32") return true;
  try {
    const info = await stat(folder);
    if ((info.mode & 0o002) !== 0) return false;
    return uid === null || [0, uid].includes(info.uid) || info.uid === (await stat(module)).uid;
  } catch {
    return true;
  }
}

/** Removes old and unfinished copies. Never rejects. */
export async function sweep(store: string, used: string): Promise<void> {
  try {
    const entries = await Promise.all((await readdir(store)).map(async (name) => {
      const age = Date.now() - (await stat(join(store, name))).mtimeMs;
      return { name, age };
    }));
    const copies = entries.filter(({ name }) => COPY.test(name) && name !== used)
      .sort((a, b) => a.age - b.age).slice(KEPT - 1);
    const old = [
      ...copies.filter(({ age }) => age > OLD_MS),
      ...entries.filter(({ name, age }) => name.startsWith("seen-") && age > OLD_MS),
      ...entries.filter(({ name, age }) => name.startsWith("new-") && age > DAY_MS),
    ];
    for (const { name } of old) await rm(join(store, name), { recursive: true, force: true });
  } catch {
    // Another process is doing the same.
  }
}
