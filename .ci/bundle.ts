/**
 * The code of the npm package: a file for each entry, and one for each set of modules they share.
 *
 * @module
 */
import { join } from "node:path";
import { deno, filesBelow, ROOT } from "./command.ts";
import { relocateSourceMaps } from "./source_maps.ts";

/**
 * Puts bundles in the place of the modules that `deno pack` has made, since every file that is
 * imported takes Node half a millisecond. The entries keep their places, which package.json names.
 *
 * @param folder The unpacked package. It has to be inside the project: the names of the files depend
 * on the way from there to the sources, which is then the same on every machine.
 */
export async function bundle(folder: string): Promise<void> {
  for (const path of await filesBelow(folder, ".js")) await Deno.remove(path);
  const { exports }: { exports: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(join(ROOT, "deno.json")),
  );
  const flags = ["--code-splitting", "--sourcemap=linked", `--outdir=${folder}`];
  const made = await deno(["bundle", ...flags, ...Object.values(exports)]);
  if (made.code !== 0) throw new Error(`Cannot bundle the package:\n${made.stderr}`);
  for (const path of await filesBelow(folder, ".js")) {
    await Deno.writeTextFile(path, restoreClassNames(await Deno.readTextFile(path)));
  }
  await relocateSourceMaps(folder);
}

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
