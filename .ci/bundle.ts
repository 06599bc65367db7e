/**
 * The code of the npm package: a file for each entry, and one for each set of modules they share;
 * the same again as CommonJS.
 *
 * @module
 */
import { build, type BuildOptions, stop } from "esbuild";
import { join, resolve } from "node:path";
import { filesBelow, pathBelow, ROOT } from "./command.ts";
import { ENTRIES } from "./entries.ts";
import { emptyMap, relocateSourceMaps } from "./source_maps.ts";

/** The folder of the CommonJS files, and of all types. */
export const COMMONJS = "cjs";

const SHARED: BuildOptions = { platform: "node", sourcemap: "linked", logLevel: "silent" };

/**
 * Puts bundles in the place of the modules that `deno pack` has made, since every file that is
 * imported takes Node half a millisecond. The entries keep their places, which package.json names.
 *
 * @param folder The unpacked package. It has to be inside the project: the names of the files depend
 * on the way from there to the sources, which is then the same on every machine.
 */
export async function bundle(folder: string): Promise<void> {
  for (const path of await filesBelow(folder, ".js")) await Deno.remove(path);
  try {
    await build({
      ...SHARED,
      absWorkingDir: resolve(ROOT),
      entryPoints: Object.values(ENTRIES),
      outbase: ROOT,
      outdir: folder,
      bundle: true,
      splitting: true,
      format: "esm",
      target: "es2022",
    });
    const modules = await filesBelow(folder, ".js");
    await Promise.all(modules.map((path) => commonJs(folder, path)));
    for (const path of await filesBelow(folder, ".js")) {
      await Deno.writeTextFile(path, restoreClassNames(await Deno.readTextFile(path)));
    }
    await relocateSourceMaps(folder);
  } finally {
    await stop();
  }
}

/** Writes a bundle again as CommonJS, which requires the others where the bundle imports them. */
async function commonJs(folder: string, path: string): Promise<void> {
  const out = join(folder, COMMONJS);
  const hasUrl = (await Deno.readTextFile(path)).includes("import.meta");
  await build({
    ...SHARED,
    absWorkingDir: folder,
    entryPoints: [path],
    outbase: folder,
    outdir: out,
    format: "cjs",
    target: "node20",
    // Jest lets no CommonJS module call import(), unless Node is told to.
    supported: { "dynamic-import": false },
    ...(hasUrl ? MODULE_URL : {}),
  });
  const map = join(out, `${pathBelow(folder, path)}.map`);
  if (await emptyMap(`${path}.map`)) await Deno.copyFile(`${path}.map`, map);
}

/** What stands for `import.meta.url`, at which programs that read CommonJS stop. */
const MODULE_URL: BuildOptions = {
  define: { "import.meta.url": "moduleUrl" },
  banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
};

/**
 * Undoes what the bundler does to a class that names itself: `var A = class _A { … new _A() … }`
 * shows as `_A` in a debugger. A space takes the place of the `_`, so that the source map holds.
 */
export function restoreClassNames(code: string): string {
  for (const [, name] of code.matchAll(/^var \w+ = class _(\w+) /gm)) {
    code = code.replaceAll(new RegExp(`\\b_${name}\\b`, "g"), `${name} `);
  }
  return code;
}
