/**
 * Folders of the SDK's own: whose they are, and what in them is of no more use.
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
/** A copy that no process has begun to use for so long is of no version that is used. */
const OLD_MS = 30 * DAY_MS;

/** Whose folders they are. */
export interface Owner {
  /** The platform, in Node's words. */
  readonly platform: string;
  /** The user's id; null where there are none, or it is not told. */
  readonly uid: number | null;
  /** The user's own folder, or null. */
  readonly home: string | null;
  /** Reads a variable. */
  env(name: string): string | undefined;
}

/** Where the SDK may keep what is its own, the best first. */
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
  // Where there is no home, or the model works in it. No sandbox opens that folder, unlike /tmp.
  return platform === "win32" || uid === null ? folders : [...folders, `/var/tmp/codex-js-${uid}`];
}

/** Refuses a folder that others may write to, or have made. */
export async function checkOwner(folder: string, { platform, uid }: Owner): Promise<void> {
  const info = await lstat(folder);
  if (!info.isDirectory()) throw new Error(`${folder} is no folder`);
  if (platform === "win32") return;
  if (uid !== null && info.uid !== uid) throw new Error(`${folder} belongs to somebody else`);
  if ((info.mode & 0o077) !== 0) throw new Error(`${folder} is open to others`);
}

/**
 * Whether nobody may put anything into a folder but the administrator, this user, and whom `module`
 * belongs to. On Windows always: a mode says nothing there, and Node itself loads what lies there.
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

/** Removes old copies, and what was left in the middle of one. Never rejects. */
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
    // Another process is at it.
  }
}
