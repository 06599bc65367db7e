/**
 * Files under a runtime's permissions: what is not permitted is refused with the name of the flag that is
 * missing, and asked of nobody.
 *
 * @module
 */
import { CodexError } from "../../core/vocabulary/errors.ts";
import type { Files } from "../../core/ports/files.ts";
import type { CodexFiles } from "../../core/ports/host.ts";

/** A kind of access to a path. */
export type Access = "read" | "write";

/** Whether the runtime permits access to a path, or to all of them. */
export type Permits = (access: Access, path?: string) => boolean;

/** The names of the flags by which access is permitted. */
export type Flags = Readonly<Record<Access, string>>;

/** Files that Codex and the SDK share, under permissions. */
export function permittedCodexFiles(
  files: CodexFiles,
  permits: Permits,
  flags: Flags,
): CodexFiles {
  const needing = needs(permits, flags);
  return {
    below: (folder) => needing(["read"], [folder], () => files.below(folder)),
    read: (path) => needing(["read"], [path], () => files.read(path)),
    write: (path, data) => needing(["write"], [path], () => files.write(path, data)),
    move: (from, to) =>
      needing(BOTH, [from], () => needing(["write"], [to], () => files.move(from, to))),
    remove: (path) => needing(["write"], [path], () => files.remove(path)),
  };
}

/** The SDK's own files, under permissions. */
export function permittedFiles(files: Files, permits: Permits, flags: Flags): Files {
  const needing = needs(permits, flags);
  const reading = <T>(path: string, action: () => Promise<T>) => needing(["read"], [path], action);
  // Who makes or removes something looks at what is there.
  const writing = <T>(paths: readonly string[], action: () => Promise<T>) =>
    needing(BOTH, paths, action);
  return {
    makeFolder: (path) => writing([path], () => files.makeFolder(path)),
    makeFolders: (path) => writing([path], () => files.makeFolders(path)),
    makeUnique: (prefix) => writing([prefix], () => files.makeUnique(prefix)),
    names: (path) => reading(path, () => files.names(path)),
    size: (path) => reading(path, () => files.size(path)),
    read: (path, start) => reading(path, () => files.read(path, start)),
    write: (path, ...rest) => writing([path], () => files.write(path, ...rest)),
    put: (path, ...rest) => writing([path], () => files.put(path, ...rest)),
    sync: (path) => reading(path, () => files.sync(path)),
    copy: (from, to) => reading(from, () => writing([to], () => files.copy(from, to))),
    // A link may lead anywhere: it takes all permissions.
    link: async (target, path) =>
      BOTH.every((access) => permits(access)) && await files.link(target, path),
    rename: (from, to) => writing([from, to], () => files.rename(from, to)),
    changed: (path) => reading(path, () => files.changed(path)),
    remove: (path) => writing([path], () => files.remove(path)),
  };
}

const BOTH: readonly Access[] = ["read", "write"];

function needs(permits: Permits, flags: Flags) {
  return async <T>(
    all: readonly Access[],
    paths: readonly string[],
    action: () => Promise<T>,
  ): Promise<T> => {
    for (const path of paths) {
      const access = all.find((each) => !permits(each, path));
      if (access !== undefined) {
        throw new CodexError(`Cannot ${access} ${path}: ${flags[access]} is missing`);
      }
    }
    return await action();
  };
}
