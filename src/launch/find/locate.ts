/**
 * Finds the `codex` executable. Never in the working directory: an untrusted checkout must not
 * choose the binary.
 *
 * @module
 */
import { CodexNotFoundError, InvalidInputError } from "../../core/vocabulary/errors.ts";
import {
  ancestors,
  type Executable,
  fromLauncher,
  type Lookups,
  type Target,
  targetOf,
} from "./npm_package.ts";
import { onPath, plain } from "./on_path.ts";
import { type Paths, pathsOf } from "./paths.ts";
import { byResolver, type Resolve } from "./plug_n_play.ts";

/** What finding Codex depends on. */
export interface LocateRequest {
  /** The platform and architecture, in Node's words. */
  readonly platform: string;
  readonly arch: string;
  /** The runtime, for the install command. */
  readonly runtime: "deno" | "node" | "bun";
  /** The caller's choice: a path, or a name to look for on `PATH`. */
  readonly override: string | undefined;
  /** Reads a variable that Codex will see: the caller's environment, or the host's. */
  readonly env: (name: string) => string | undefined;
  /** URL of a module of the SDK, or null. */
  readonly moduleUrl: string | null;
  /** Path of the program's main module, or null. */
  readonly mainModule: string | null;
  /** Whether the modules are inside of an executable: their paths are made up, and others can make them. */
  readonly compiled: boolean;
  /** The working directory of the program, which a relative choice of the caller's counts from; or null. */
  readonly cwd: string | null;
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
 * @throws {InvalidInputError} If `CODEX_PATH` is not absolute.
 */
export async function locate(request: LocateRequest): Promise<Executable> {
  const target = targetOf(request.platform, request.arch);
  const paths = pathsOf(request.platform);
  const chosen = choice(request, paths);
  if (chosen !== null && /[\\/]/.test(chosen)) return plain(chosen);

  const searched: string[] = [];
  let found: Executable | null;
  if (chosen !== null) {
    found = await onPath(request, target, paths, searched, chosen);
  } else {
    searched.push("codexPathOverride: not given", "CODEX_PATH: not set");
    found = await besideModules(request, target, paths, searched) ??
      await onPath(request, target, paths, searched, "codex");
  }
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

/** The caller's choice: an absolute path where there is one, or a name; null where there is none. */
function choice({ override, cwd, env }: LocateRequest, paths: Paths): string | null {
  if (override) {
    const isRelative = /[\\/]/.test(override) && !paths.isAbsolute(override);
    return isRelative && cwd !== null ? paths.join(cwd, override) : override;
  }
  const variable = env("CODEX_PATH");
  if (!variable) return null;
  if (paths.isAbsolute(variable)) return variable;
  // Bun reads variables from the working directory's `.env`.
  throw new InvalidInputError(
    "CODEX_PATH",
    `Cannot find Codex: CODEX_PATH is ${
      JSON.stringify(variable)
    }, which depends on the working directory; give an absolute path`,
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
  if (request.compiled) {
    searched.push("node_modules: not looked for, the program is one executable");
    return null;
  }
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
        if (!await isOurs(folder, launcher, module, files, paths)) {
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

/** Below `/tmp`, say, anybody can make a `node_modules`. */
async function isOurs(
  folder: string,
  launcher: string,
  module: string,
  files: Lookups,
  paths: Paths,
): Promise<boolean> {
  if (await files.stat(launcher) !== "directory") return true;
  for (const place of [folder, paths.join(folder, "node_modules")]) {
    if (!await files.isOurs(place, module)) return false;
  }
  return true;
}
