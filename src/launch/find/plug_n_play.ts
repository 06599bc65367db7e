/**
 * Codex under Yarn's Plug'n'Play, where there is no `node_modules`.
 *
 * @module
 */
import {
  type Executable,
  type Lookups,
  nativeBinary,
  type Target,
  withoutPlatform,
} from "./npm_package.ts";
import type { Paths } from "./paths.ts";

/** Returns the path of a package's file, as the runtime resolves it for the module at `from`; or null. */
export type Resolve = (specifier: string, from: string) => string | null;

/**
 * Finds Codex with the runtime's own resolver, for the first of the modules that may import it.
 *
 * @param modules Paths of modules, or null for none.
 * @param searched Gets what was found but cannot be started.
 */
export async function byResolver(
  resolve: Resolve,
  modules: readonly (string | null)[],
  { target, paths, files }: {
    readonly target: Target;
    readonly paths: Paths;
    readonly files: Lookups;
  },
  searched: string[],
): Promise<Executable | null> {
  for (const module of modules) {
    const launcher = module === null ? null : resolve("@openai/codex/package.json", module);
    if (launcher === null) continue;
    // Codex 0.65 has no platform packages: its launcher has the binary.
    const root = resolve(`@openai/${target.packageName}/package.json`, launcher) ?? launcher;
    const found = await nativeBinary(paths.dirname(root), target, paths, files, searched);
    if (found !== null && !/\.zip[\\/]/.test(found.path)) return found;
    searched.push(
      found === null
        ? withoutPlatform(launcher, target)
        : `${found.path}: programs cannot start from an archive (run \`yarn unplug @openai/codex\`)`,
    );
  }
  return null;
}
