/**
 * Whether the working directory is in a Git repository: without one `codex exec` ends at once.
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
 * Refuses a working directory outside of every Git repository. Where that cannot be seen, Codex is
 * left to find out. Codex 0.169 and 0.171 look for `.git`, a file or a folder with a HEAD, in the folder
 * and those above; whether the project is trusted, and the sandbox, make no difference to them.
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
  // Codex goes by the name; what lies above the real folder is looked at too, to be sure.
  const starts = new Set([paths.isAbsolute(named) ? named : paths.join(base, named), real]);
  for (const start of starts) {
    for (const folder of ancestors(start, paths)) {
      if (await isRepository(host, paths, folder)) return;
    }
  }
  throw noRepository(real);
}

/** A folder without a HEAD is what a sandboxed turn may leave behind, in the temporary folder above all. */
async function isRepository(host: Host, paths: Paths, folder: string): Promise<boolean> {
  const git = paths.join(folder, ".git");
  const kind = await host.stat(git);
  if (kind !== "directory") return kind !== null;
  return await host.stat(paths.join(git, "HEAD")) !== null;
}

/**
 * The error for a working directory outside of every Git repository.
 *
 * @param folder The folder, where it is known.
 */
export function noRepository(folder?: string): InvalidInputError {
  const which = folder === undefined ? "" : ` ${quoted(folder)}`;
  return new InvalidInputError(
    "skipGitRepoCheck",
    `Cannot start a turn: the working directory${which} is in no Git repository; ` +
      "set skipGitRepoCheck: true, or a workingDirectory that is in one",
  );
}
