/**
 * Whether the working directory is in a Git repository: otherwise `codex exec` ends at once.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import type { ThreadOptions } from "../../core/vocabulary/options.ts";
import type { Host } from "../../core/ports/host.ts";
import { quoted } from "../../core/base/plain_text.ts";
import { ancestors } from "../find/npm_package.ts";
import { type Paths, pathsOf } from "../find/paths.ts";

/**
 * Refuses a working directory outside every Git repository. If that cannot be seen, it is left to Codex.
 * Codex 0.169 and 0.171 look for `.git`, a file or a folder with a HEAD, in the folder and those above it,
 * no matter whether the project is trusted, and in every sandbox mode.
 *
 * @throws {InvalidInputError} If no folder above has a `.git`.
 */
export async function checkRepository(
  host: Host,
  { workingDirectory, skipGitRepoCheck }: ThreadOptions,
): Promise<void> {
  if (skipGitRepoCheck) return;
  const paths = pathsOf(host.platform);
  const base = await host.realpath(".");
  const named = workingDirectory || ".";
  const real = await host.realpath(named);
  if (base === null || real === null) return;
  // Codex uses the given path; the folders above the real one are checked too, to be safe.
  const starts = new Set([paths.isAbsolute(named) ? named : paths.join(base, named), real]);
  for (const start of starts) {
    for (const folder of ancestors(start, paths)) {
      if (await isRepository(host, paths, folder)) return;
    }
  }
  throw noRepository(real);
}

/** A sandboxed turn may leave a `.git` folder without a HEAD behind, especially in the temporary folder. */
async function isRepository(host: Host, paths: Paths, folder: string): Promise<boolean> {
  const git = paths.join(folder, ".git");
  const kind = await host.stat(git);
  if (kind !== "directory") return kind !== null;
  return await host.stat(paths.join(git, "HEAD")) !== null;
}

/**
 * Returns the error for a working directory outside every Git repository.
 *
 * @param folder The folder, if it is known.
 */
export function noRepository(folder?: string): InvalidInputError {
  const which = folder === undefined ? "" : ` ${quoted(folder)}`;
  return new InvalidInputError(
    "skipGitRepoCheck",
    `Cannot start a turn: the working directory${which} is not in a Git repository; ` +
      "set skipGitRepoCheck: true, or a workingDirectory that is in one",
  );
}
