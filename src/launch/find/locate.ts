/**
 * Finds the `codex` executable. Never in the working directory: an untrusted checkout must not
 * choose the binary.
 *
 * @module
 */
import { CodexNotFoundError, InvalidInputError } from "../../core/vocabulary/errors.ts";
import { besideModules } from "./beside_modules.ts";
import { besideProgram } from "./beside_program.ts";
import { type Executable, type Lookups, targetOf } from "./npm_package.ts";
import { behindScript, onPath, plain } from "./on_path.ts";
import { type Paths, pathsOf } from "./paths.ts";
import type { Resolve } from "./plug_n_play.ts";

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
  /** The path of that executable; null where there is none, or it is not told. */
  readonly execPath: string | null;
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
 * program, or what lies beside a compiled program, then `PATH`.
 *
 * @throws {CodexNotFoundError} If it is nowhere.
 * @throws {InvalidInputError} If `CODEX_PATH` is not absolute.
 */
export async function locate(request: LocateRequest): Promise<Executable> {
  const target = targetOf(request.platform, request.arch);
  const paths = pathsOf(request.platform);
  const chosen = choice(request, paths);
  if (chosen !== null && /[\\/]/.test(chosen)) return await atPath(chosen, request);

  const searched: string[] = [];
  let found: Executable | null;
  if (chosen !== null) {
    found = await onPath(request, target, paths, searched, chosen);
  } else {
    searched.push("codexPathOverride: not given", "CODEX_PATH: not set");
    const beside = request.compiled ? besideProgram : besideModules;
    found = await beside(request, target, paths, searched) ??
      await onPath(request, target, paths, searched, "codex");
  }
  if (found !== null) return found;

  const hint = target === null
    ? `there is no native Codex for ${request.platform}-${request.arch}`
    : request.compiled
    ? "put a copy of its folder, named `codex`, beside the program"
    : `install it with \`${INSTALL[request.runtime]}\``;
  throw new CodexNotFoundError(
    `Cannot find the codex executable: ${hint}, or set codexPathOverride or CODEX_PATH; searched: ${
      searched.join("; ")
    }`,
    searched,
  );
}

/** What is at a path is started as it is. Only, Windows starts no scripts: there a shim stands for what it starts. */
async function atPath(path: string, request: LocateRequest): Promise<Executable> {
  const isScript = request.platform === "win32" && !/\.exe$/i.test(path);
  return (isScript ? await behindScript(path, request) : null) ?? plain(path);
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
