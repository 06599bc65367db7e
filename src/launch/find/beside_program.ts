/**
 * Codex next to a program that was compiled into one executable.
 *
 * @module
 */
import type { LocateRequest } from "./locate.ts";
import { type Executable, fromLauncher, fromVendor, type Target } from "./npm_package.ts";
import type { Paths } from "./paths.ts";

/**
 * Looks in the executable's folder for a copy of Codex's own folder, named `codex`, or for `node_modules`.
 * A file of that name does not count: among downloads, for example, it could be anybody's.
 */
export async function besideProgram(
  { execPath, files }: Pick<LocateRequest, "execPath" | "files">,
  target: Target | null,
  paths: Paths,
  searched: string[],
): Promise<Executable | null> {
  if (execPath === null) {
    searched.push("beside the program: not permitted to read its path");
    return null;
  }
  const program = await files.realpath(execPath) ?? execPath;
  const folder = paths.dirname(program);
  const copy = paths.join(folder, "codex");
  const modules = paths.join(folder, "node_modules");
  for (const place of [folder, copy, modules]) {
    // What does not exist belongs to nobody.
    if (await files.stat(place) !== "directory" || await files.isOurs(place, program)) continue;
    searched.push(`beside ${program}: somebody else may put things into ${place}`);
    return null;
  }
  const found = target === null
    ? null
    : await fromVendor(copy, copy, target, paths, files, searched) ??
      await fromLauncher(
        paths.join(modules, "@openai", "codex"),
        files,
        target,
        paths,
        searched,
      );
  if (found !== null) return { ...found, local: true };
  searched.push(`beside ${program}: no folder ${copy}, and no @openai/codex in ${modules}`);
  return null;
}
