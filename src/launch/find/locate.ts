/**
 * Finds the `codex` executable, but never in the working directory: an untrusted checkout must not choose
 * the binary.
 *
 * @module
 */
import { CodexNotFoundError, InvalidInputError } from "../../core/vocabulary/errors.ts";
import { quoted } from "../../core/base/plain_text.ts";
import { besideModules } from "./beside_modules.ts";
import { besideProgram } from "./beside_program.ts";
import {
  type Executable,
  isHidden,
  lacksPlatform,
  type Lookups,
  type Target,
  targetOf,
} from "./npm_package.ts";
import { behindScript, onPath, plain } from "./on_path.ts";
import { type Paths, pathsOf } from "./paths.ts";
import type { Resolve } from "./plug_n_play.ts";

/** What finding Codex depends on. */
export interface LocateRequest {
  /** The platform and architecture, as Node names them. */
  readonly platform: string;
  readonly arch: string;
  /** The runtime, for the install command. */
  readonly runtime: "deno" | "node" | "bun";
  /** The caller's choice: a path, or a name to look up on `PATH`. */
  readonly override: string | undefined;
  /** Reads a variable that Codex will see: the caller's environment, or the host's. */
  readonly env: (name: string) => string | undefined;
  /** The URL of a module of the SDK, or null. */
  readonly moduleUrl: string | null;
  /** The path of the program's main module, or null. */
  readonly mainModule: string | null;
  /** Whether the modules are inside an executable: their paths are made up, and others could create them. */
  readonly compiled: boolean;
  /** The path of that executable; null if there is none, or it may not be read. */
  readonly execPath: string | null;
  /** The program's working directory, to which the caller's choice may be relative; or null. */
  readonly cwd: string | null;
  /** Looks at files. */
  readonly files: Lookups;
  /** The runtime's resolver, if only it can find packages. */
  readonly resolve?: Resolve | undefined;
}

const INSTALL = {
  deno: '`deno add npm:@openai/codex` (with "nodeModulesDir": "auto" in deno.json)',
  node: "`npm install @openai/codex`",
  bun: "`bun add @openai/codex`",
} as const;

/**
 * Finds `codex`: by `codexPathOverride`, by `CODEX_PATH`, as the npm package near the SDK or the program, or
 * next to a compiled program, then on `PATH`.
 *
 * @throws {CodexNotFoundError} If it is in none of these places.
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

  throw new CodexNotFoundError(
    `Cannot find the codex executable: ${
      advice(request, target, searched)
    }, or set codexPathOverride or CODEX_PATH; searched: ${searched.join("; ")}`,
    searched,
  );
}

/** What to do, by what was found instead. */
function advice(
  { platform, arch, compiled, runtime }: LocateRequest,
  target: Target | null,
  searched: readonly string[],
): string {
  if (target === null) return `there is no native Codex for ${platform}-${arch}`;
  // To install `@openai/codex` once more would change nothing.
  if (searched.some(lacksPlatform)) {
    return `@openai/codex is there without its program, which is in @openai/${target.packageName}; ` +
      "install the optional dependencies, too, on this platform (with npm: `npm install --include=optional`)";
  }
  if (compiled) return "put a copy of its folder, named `codex`, next to the program";
  const install = `install it with ${INSTALL[runtime]}`;
  if (!searched.some(isHidden)) return install;
  const permit = runtime === "deno" ? " (`--allow-read=node_modules`)" : "";
  return `if it is installed, let the program read its folder${permit}; otherwise ${install}`;
}

/** A path is started as it is; only on Windows, which cannot start scripts, a shim leads to its program. */
async function atPath(path: string, request: LocateRequest): Promise<Executable> {
  const isScript = request.platform === "win32" && !/\.exe$/i.test(path);
  return (isScript ? await behindScript(path, request) : null) ?? plain(path);
}

/** The caller's choice: an absolute path if possible, or a name; null if there is none. */
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
      quoted(variable)
    }, which depends on the working directory; give an absolute path`,
  );
}
