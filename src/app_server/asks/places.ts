/**
 * Where paths lead, on this machine or another.
 *
 * @module
 */
import type { Host } from "../../core/ports/host.ts";

/** The folders of a thread, and where its paths lead. */
export interface Places {
  /** The working directory, then the other writable folders. Absolute; links are followed where possible. */
  roots(): Promise<readonly string[]>;
  /** The path, absolute and normalized. */
  absolute(path: string): string;
  /** The file that a write to an absolute path would reach; null if unknown. */
  follow(path: string): Promise<string | null>;
}

/** Calls a method of the server. */
type Request = (method: string, params: unknown) => Promise<unknown>;

/** Folders that Codex keeps from the model, since they decide what runs outside the sandbox. */
const GUARDED = /^(\.git|git~\d+|\.codex|\.agents)[. ]*(:.*)?$/i;

/**
 * Places on this machine.
 *
 * @param folders The working directory first. Relative ones are below it.
 */
export function placesHere(host: Pick<Host, "writtenPath">, folders: readonly string[]): Places {
  const absolute = below(folders[0] ?? "");
  const follow = (path: string) => host.writtenPath(path);
  const roots = async () => {
    const real = await Promise.all(folders.map((folder) => follow(absolute(folder))));
    // What cannot be followed is left out: nothing can be shown to lie in it.
    return real.filter((root) => root !== null);
  };
  return { roots, absolute, follow };
}

/**
 * Places on the server's machine. The server detects links but does not say where they lead, so a path
 * that has one is not followed.
 *
 * @param folders The working directory first. Relative ones are below it.
 */
export function placesThere(request: Request, folders: readonly string[]): Places {
  const absolute = below(folders[0] ?? "");
  const roots = folders.map(absolute);
  const follow = async (path: string): Promise<string | null> => {
    const root = roots.find((root) => isBelow(path, root));
    // Elsewhere it makes no difference: the path is outside anyway.
    if (root === undefined) return path;
    return await hasLink(request, root, path).catch(() => true) ? null : path;
  };
  return { roots: () => Promise.resolve(roots), absolute, follow };
}

/**
 * Whether there is a link between a folder and a path below it, the path included. A dangling link looks
 * like a missing file, which is safe: Codex 0.171 writes through none that leads out of its sandbox.
 */
async function hasLink(request: Request, folder: string, path: string): Promise<boolean> {
  let at = folder;
  await request("fs/getMetadata", { path: at });
  for (const name of namesOf(path).slice(namesOf(folder).length)) {
    at = normalize(`${at}/${name}`);
    const info = await request("fs/getMetadata", { path: at }).catch(absent);
    if (info === null) return false;
    if ((info as { isSymlink?: unknown }).isSymlink !== false) return true;
  }
  return false;
}

/** Null for the error of a missing file; rethrows any other, which proves nothing. */
function absent(error: unknown): null {
  if (error instanceof Error && /\(os error (2|3|20)\)/.test(error.message)) return null;
  throw error;
}

/** Whether a path lies in a folder, and in no folder there that Codex guards. Both absolute. */
export function lies(path: string, folder: string): boolean {
  if (!isBelow(path, folder)) return false;
  const names = namesOf(path).slice(namesOf(folder).length);
  return !names.some((name) => name === ".." || GUARDED.test(name));
}

function isBelow(path: string, folder: string): boolean {
  const outer = key(folder);
  return isAbsolute(folder) && key(path).startsWith(outer.endsWith("/") ? outer : `${outer}/`);
}

/** Makes paths absolute, from a folder. */
function below(folder: string): (path: string) => string {
  return (path) => normalize(isAbsolute(path) ? path : `${folder}/${path}`);
}

/** An absolute path without "." and "..". */
function normalize(path: string): string {
  const windows = WINDOWS.test(path);
  const separator = windows ? "\\" : "/";
  const text = windows ? path.replaceAll("/", separator) : path;
  const [root = separator] = text.match(windows ? /^(\\\\[^\\]+\\[^\\]+\\?|[A-Za-z]:\\)/ : /^\//) ??
    [];
  const names: string[] = [];
  for (const name of text.slice(root.length).split(separator)) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `${root}${names.join(separator)}`;
}

/** The names that a path is made of. */
function namesOf(path: string): string[] {
  return (WINDOWS.test(path) ? path.replaceAll("\\", "/") : path).split("/").filter(Boolean);
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || WINDOWS.test(path);
}

/** `C:\`, `C:/`, `\\server\`. */
const WINDOWS = /^([A-Za-z]:[\\/]|\\\\[^\\])/;

/** A path to compare: Windows takes both separators and any case. */
function key(path: string): string {
  return WINDOWS.test(path) ? path.replaceAll("\\", "/").toLowerCase() : path;
}
