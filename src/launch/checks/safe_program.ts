/**
 * Keeps the model from replacing the Codex that is started. If Codex's own folder were writable in the
 * sandbox, there would be no sandbox, since Codex starts itself as its next sandbox.
 *
 * @module
 */
import { messageOf } from "../../core/base/plain_text.ts";
import type { ChosenProgram, Host } from "../../core/ports/host.ts";
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { Executable } from "../find/npm_package.ts";
import { pathsOf } from "../find/paths.ts";
import { liesIn } from "./writable.ts";

/** What {@linkcode safeProgram} needs. */
export interface SafeRequest {
  /** The executable that was found. */
  readonly executable: Executable;
  /** What the search was based on: the first program chosen for a key is kept for later searches. */
  readonly key: string;
  /** Folders that the model may write to. */
  readonly folders: readonly string[];
  /** Folders that the copy must not lie in. */
  readonly avoid: readonly string[];
  /** Finds the native binary behind a script, such as the npm package's launcher, or null. */
  readonly behind: () => Promise<Executable | null>;
}

/**
 * Returns an executable that is safe to start: the one that was found, if the model cannot write to it; else
 * a private copy, or a script that has not changed since this process first started it.
 *
 * @throws {InvalidInputError} If no copy can be made, or if the script has changed.
 */
export async function safeProgram(host: Host, request: SafeRequest): Promise<Executable> {
  const { executable, key, folders } = request;
  const { chosen, identity } = host.programs;
  // Whatever this turn may do, an earlier one may have replaced Codex.
  const before = chosen.get(key);
  if (before !== undefined && before.identity !== null) {
    if (await identity(before.path) === before.identity) return before;
    throw refusal(
      before.path,
      "it was changed after this program first started it, and is where the model may write",
    );
  }
  const folder = await liesIn(host, (before ?? executable).path, folders);
  if (folder === null) return before ?? executable;
  const choice = before === undefined
    ? await choose(host, request, folder)
    : await privateCopy(host, before, request.avoid, folder);
  if (choice === null) return executable;
  // Another turn may have been faster: one choice counts for all.
  if (chosen.get(key) === before) chosen.set(key, choice);
  return chosen.get(key) ?? choice;
}

/** A copy, or the script with its identity; null if it has none. */
async function choose(
  host: Host,
  request: SafeRequest,
  folder: string,
): Promise<ChosenProgram | null> {
  const { executable } = request;
  const { programs } = host;
  const native = await programs.isNative(executable.path) ? executable : await request.behind();
  if (native !== null) return await privateCopy(host, native, request.avoid, folder);
  const identity = await programs.identity(executable.path);
  return identity === null ? null : { ...executable, identity };
}

const NO_STORE = "that takes HOME, and permission to write to its .cache and to start any program";

/** Copies the whole package: Codex also starts the programs next to it, even outside the sandbox. */
async function privateCopy(
  host: Host,
  { path, pathDirs, version }: Executable,
  avoid: readonly string[],
  folder: string,
): Promise<ChosenProgram> {
  const paths = pathsOf(host.platform);
  const above = paths.dirname(paths.dirname(path));
  const isPackage = pathDirs.length > 0 ||
    await host.stat(paths.join(above, "codex-package.json")) === "file";
  const root = isPackage ? above : path;
  const reasons: string[] = [];
  for (const store of host.programs.stores()) {
    const inside = await liesIn(host, store, avoid);
    if (inside !== null) {
      reasons.push(`${store} is in ${inside}`);
      continue;
    }
    try {
      const copy = await host.programs.copy(root, store);
      // The tools' folder may have been found through a link; it is at the top of the package.
      const tools = pathDirs.map((dir) => paths.join(copy, dir.replace(/^.*[\\/]/, "")));
      const moved = isPackage ? paths.join(copy, path.slice(root.length)) : copy;
      return { path: moved, pathDirs: tools, version, identity: null };
    } catch (error) {
      reasons.push(messageOf(error));
    }
  }
  throw refusal(
    path,
    `it is in ${folder}, where the model may write, and no copy can be made (${
      reasons.join("; ") || NO_STORE
    })`,
  );
}

/** Returns the error for a Codex that the model could replace. */
export function refusal(path: string, why: string): InvalidInputError {
  return new InvalidInputError(
    "allowWritableCodex",
    `Cannot start Codex from ${path}: ${why}; install Codex outside the folders that the model may write to, or set allowWritableCodex`,
  );
}
