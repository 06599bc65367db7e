/**
 * Finds the `codex` executable. Never in the working directory: an untrusted checkout must not
 * choose the binary.
 *
 * @module
 */
import { CodexNotFoundError } from "../core/vocabulary/errors.ts";
import {
  ancestors,
  type Executable,
  type Lookups,
  nativeBinary,
  type Target,
  targetOf,
} from "./npm_package.ts";
import { type Paths, pathsOf } from "./paths.ts";
import { byResolver, type Resolve } from "./plug_n_play.ts";

/** What finding Codex depends on. */
export interface LocateRequest {
  /** The platform and architecture, in Node's words. */
  readonly platform: string;
  readonly arch: string;
  /** The runtime, for the install command. */
  readonly runtime: "deno" | "node" | "bun";
  /** The caller's choice, taken as it is. */
  readonly override: string | undefined;
  /** Reads a variable that Codex will see: the caller's environment, or the host's. */
  readonly env: (name: string) => string | undefined;
  /** URL of a module of the SDK, or null. */
  readonly moduleUrl: string | null;
  /** Path of the program's main module, or null. */
  readonly mainModule: string | null;
  /** Looks at files. */
  readonly files: Lookups;
  /** The runtime's resolver, where packages are found by it alone. */
  readonly resolve?: Resolve | undefined;
}

const INSTALL = {
  deno: 'deno add npm:@openai/codex (with "nodeModulesDir": "auto" in deno.json)',
  node: "npm install @openai/codex",
  bun: "bun add @openai/codex",
} as const;

/**
 * Finds `codex`: `codexPathOverride`, `CODEX_PATH`, the npm package beside the SDK and beside the
 * program, then `PATH`.
 *
 * @throws {CodexNotFoundError} If it is nowhere.
 */
export async function locate(request: LocateRequest): Promise<Executable> {
  const chosen = request.override || request.env("CODEX_PATH");
  if (chosen) return { path: chosen, pathDirs: [], version: null };

  const target = targetOf(request.platform, request.arch);
  const paths = pathsOf(request.platform);
  const searched = ["codexPathOverride: not given", "CODEX_PATH: not set"];
  const found = await besideModules(request, target, paths, searched) ??
    await onPath(request, target, paths, searched);
  if (found !== null) return found;

  const hint = target === null
    ? `there is no native Codex for ${request.platform}-${request.arch}`
    : `install it with \`${INSTALL[request.runtime]}\``;
  throw new CodexNotFoundError(
    `Cannot find the codex executable: ${hint}, or set codexPathOverride or CODEX_PATH; searched: ${
      searched.join("; ")
    }`,
    searched,
  );
}

/** `node_modules` upwards from the SDK's own file, then from the program's main module. */
async function besideModules(
  request: LocateRequest,
  target: Target | null,
  paths: Paths,
  searched: string[],
): Promise<Executable | null> {
  const { files, mainModule } = request;
  // A main module that is no file is code from a command line: its folder is the working directory.
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
    // A linked program (npm link, a bin link) has its packages beside its real file.
    for (const module of new Set([start, await files.realpath(start) ?? start])) {
      for (const folder of ancestors(paths.dirname(module), paths)) {
        const launcher = paths.join(folder, "node_modules", "@openai", "codex");
        if (seen.has(launcher)) continue;
        seen.add(launcher);
        const found = await fromLauncher(launcher, files, target, paths, searched);
        if (found !== null) return found;
      }
    }
  }
  if (seen.size > 0) {
    searched.push(`node_modules above ${[...starts].filter(Boolean).join(" and ")}`);
  }
  return null;
}

async function fromLauncher(
  launcher: string,
  files: Lookups,
  target: Target | null,
  paths: Paths,
  searched: string[],
): Promise<Executable | null> {
  const kind = await files.stat(launcher);
  if (kind === "unknown") searched.push(`${launcher}: not permitted to look`);
  if (kind !== "directory" || target === null) return null;
  const real = await files.realpath(launcher) ?? launcher;
  const found = await nativeBinary(real, target, paths, files);
  if (found === null) {
    searched.push(
      `${launcher}: without its platform package @openai/${target.packageName} (optional dependencies were left out?)`,
    );
  }
  return found;
}

async function onPath(
  request: LocateRequest,
  target: Target | null,
  paths: Paths,
  searched: string[],
): Promise<Executable | null> {
  const { files } = request;
  const path = request.env("PATH") ?? request.env("Path");
  if (path === undefined) {
    searched.push("PATH: not set, or not permitted to read");
    return null;
  }
  const names = request.platform === "win32" ? ["codex.exe", "codex.cmd"] : ["codex"];
  for (const folder of path.split(paths.delimiter)) {
    // An empty or relative entry means the working directory, which must not choose the binary.
    if (!paths.isAbsolute(folder)) continue;
    for (const name of names) {
      const candidate = paths.join(folder, name);
      const kind = await files.stat(candidate);
      if (kind === "unknown") searched.push(`${candidate}: not permitted to look`);
      if (kind !== "file") continue;
      const launcher = await launcherOf(candidate, files, paths);
      if (launcher !== null && target !== null) {
        const found = await fromLauncher(launcher, files, target, paths, searched);
        if (found !== null) return found;
        searched.push(`${candidate}: a script that leads to no complete @openai/codex`);
        continue;
      }
      // A script that is not the npm package's is the user's own choice; Windows cannot start one.
      if (!name.endsWith(".cmd")) return { path: candidate, pathDirs: [], version: null };
      searched.push(`${candidate}: a script that leads to no @openai/codex`);
    }
  }
  searched.push(`PATH: ${path}`);
  return null;
}

/** The folder of the npm package that npm's link, or pnpm's and Windows' shim, leads to; or null. */
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
  const text = await files.readText(shim);
  if (text === null || !/^(#!|@|:|\s*@?echo|\s*rem)/i.test(text)) return null;
  const script = text.match(
    /["'](?:\$basedir|%~?dp0%?|\$\{?[A-Za-z_]+\}?)?[\\/]?([^"'$%\r\n]*@openai[\\/]codex[\\/]bin[\\/]codex\.js)["']/,
  )?.[1];
  if (script === undefined) return null;
  return paths.isAbsolute(script) ? script : paths.join(paths.dirname(shim), script);
}
