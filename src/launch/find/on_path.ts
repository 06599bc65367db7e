/**
 * Finds `codex` on `PATH`, and the binary to which a script of the npm package leads.
 *
 * @module
 */
import type { LocateRequest } from "./locate.ts";
import {
  type Executable,
  fromLauncher,
  hidden,
  type Lookups,
  type Target,
  targetOf,
  textOf,
} from "./npm_package.ts";
import { type Paths, pathsOf } from "./paths.ts";

/** Returns an executable of which only the path is known. */
export function plain(path: string): Executable {
  return { path, pathDirs: [], version: null };
}

/**
 * Returns the native binary behind a script, if that is a launcher of the npm package or a shim of one.
 *
 * @param path The script.
 */
export async function behindScript(
  path: string,
  { platform, arch, files }: Pick<LocateRequest, "platform" | "arch" | "files">,
): Promise<Executable | null> {
  const target = targetOf(platform, arch);
  const paths = pathsOf(platform);
  const launcher = target === null ? null : await launcherOf(path, files, paths);
  return launcher === null ? null : await fromLauncher(launcher, files, target, paths, []);
}

/** Returns the first program of a name in the folders of `PATH`, or null. */
export async function onPath(
  request: LocateRequest,
  target: Target | null,
  paths: Paths,
  searched: string[],
  program: string,
): Promise<Executable | null> {
  const { files } = request;
  const path = request.env("PATH") ?? request.env("Path");
  if (path === undefined) {
    searched.push("PATH: not set, or not permitted to read");
    return null;
  }
  const isWindowsName = request.platform === "win32" && !/\.(exe|cmd)$/i.test(program);
  const names = isWindowsName ? [`${program}.exe`, `${program}.cmd`] : [program];
  for (const folder of path.split(paths.delimiter)) {
    // An empty or relative entry means the working directory, which must not choose the binary.
    if (!paths.isAbsolute(folder)) continue;
    for (const name of names) {
      const candidate = paths.join(folder, name);
      const kind = await files.stat(candidate);
      if (kind === "unknown") searched.push(hidden(candidate));
      if (kind !== "file") continue;
      const launcher = await launcherOf(candidate, files, paths);
      if (launcher !== null && target !== null) {
        const found = await fromLauncher(launcher, files, target, paths, searched);
        if (found !== null) return found;
        searched.push(`${candidate}: a script that does not lead to a complete @openai/codex`);
        continue;
      }
      // A script that is not the npm package's is the user's own choice; Windows cannot start one.
      if (!name.endsWith(".cmd")) return plain(candidate);
      searched.push(`${candidate}: a script that does not lead to @openai/codex`);
    }
  }
  searched.push(`PATH: ${path}`);
  return null;
}

/** The folder of the npm package to which npm's link, or the shim of pnpm and Windows, leads; or null. */
async function launcherOf(
  candidate: string,
  files: Lookups,
  paths: Paths,
): Promise<string | null> {
  const real = await files.realpath(candidate) ?? candidate;
  const script = /[\\/]codex\.js$/.test(real) ? real : await shimTarget(real, files, paths);
  if (script === null) return null;
  const resolved = await files.realpath(script) ?? script;
  return paths.dirname(paths.dirname(resolved));
}

/** The `codex.js` that a shim starts, relative to the shim's own folder. */
async function shimTarget(shim: string, files: Lookups, paths: Paths): Promise<string | null> {
  const text = await textOf(files, shim);
  if (text === null || !/^(#!|@|:|\s*@?echo|\s*rem)/i.test(text)) return null;
  for (const quoted of text.split(/["']/).slice(1, -1)) {
    if (!/@openai[\\/]codex[\\/]bin[\\/]codex\.js$/.test(quoted)) continue;
    const script = quoted.replace(/^(?:\$basedir|%~?dp0%?|\$\{?[A-Za-z_]+\}?)?[\\/]?/, "");
    if (/[$%\r\n]/.test(script)) continue;
    return paths.isAbsolute(quoted) ? quoted : paths.join(paths.dirname(shim), script);
  }
  return null;
}
