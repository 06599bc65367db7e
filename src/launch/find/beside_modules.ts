/**
 * Codex in a `node_modules` above the program's own modules.
 *
 * @module
 */
import { inArchive, unpacked } from "./archive.ts";
import type { LocateRequest } from "./locate.ts";
import {
  ancestors,
  type Executable,
  fromLauncher,
  type Lookups,
  type Target,
} from "./npm_package.ts";
import type { Paths } from "./paths.ts";
import { byResolver } from "./plug_n_play.ts";

/** Searches `node_modules` upwards from the SDK's own file, then from the program's main module. */
export async function besideModules(
  request: LocateRequest,
  target: Target | null,
  paths: Paths,
  searched: string[],
): Promise<Executable | null> {
  const { files, mainModule } = request;
  // A main module that is not a file is code from a command line: its folder is the working directory.
  const isModule = mainModule !== null && paths.isAbsolute(mainModule) &&
    await files.stat(mainModule) !== null;
  const { moduleUrl, resolve } = request;
  const starts = [
    moduleUrl === null ? null : paths.fromFileUrl(moduleUrl),
    isModule ? mainModule : null,
  ];
  if (resolve !== undefined && target !== null) {
    const resolved = await byResolver(resolve, starts, { target, paths, files }, searched);
    if (resolved !== null) return resolved;
  }
  const seen = new Set<string>();
  for (const start of starts) {
    if (start === null || !paths.isAbsolute(start)) continue;
    // A linked program (npm link, a bin link) has its packages next to its real file.
    for (const module of new Set([start, await files.realpath(start) ?? start])) {
      for (const modules of nodeModules(module, paths)) {
        const launcher = paths.join(modules, "@openai", "codex");
        if (seen.has(launcher)) continue;
        seen.add(launcher);
        if (!await isOurs(modules, launcher, module, files, paths)) {
          searched.push(`${launcher}: somebody else may have put it there`);
          continue;
        }
        const found = await fromLauncher(launcher, files, target, paths, searched);
        if (found !== null) return { ...found, local: true };
      }
    }
  }
  if (seen.size > 0) {
    searched.push(`node_modules above ${[...starts].filter(Boolean).join(" and ")}`);
  }
  return null;
}

/** Where a module's packages may be, the nearest first; for one in an archive, first the unpacked ones. */
function nodeModules(module: string, paths: Paths): string[] {
  return [...ancestors(paths.dirname(module), paths)].flatMap((folder) => {
    const modules = paths.join(folder, "node_modules");
    return inArchive(modules) ? [unpacked(modules), modules] : [modules];
  });
}

/** Anybody can make a `node_modules` in `/tmp`, for example. */
async function isOurs(
  modules: string,
  launcher: string,
  module: string,
  files: Lookups,
  paths: Paths,
): Promise<boolean> {
  if (await files.stat(launcher) !== "directory") return true;
  for (const place of [paths.dirname(modules), modules]) {
    if (!await files.isOurs(place, module)) return false;
  }
  return true;
}
