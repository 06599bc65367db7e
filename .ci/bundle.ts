/**
 * The code of the npm package: a file for each entry, and one for each set of modules they share;
 * the same again as CommonJS.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { rolldown } from "rolldown";
import { filesBelow, ROOT } from "./command.ts";
import { ENTRIES } from "./entries.ts";
import { relocateSourceMaps } from "./source_maps.ts";

/** The folder of the CommonJS files, and of all types. */
export const COMMONJS = "cjs";

/**
 * What several entries share has a file for each room of src, in the order in which rooms import each
 * other. The second is what `./web` takes of the app-server, and nothing else of it.
 */
const SHARED_ROOMS: readonly { readonly name: string; readonly test: RegExp }[] = [
  { name: "core", test: /\/src\/core\// },
  { name: "app_server_words", test: /\/src\/app_server\/(turns\/errors|asks\/policy)/ },
  { name: "launch", test: /\/src\/(launch\/|adapters\/detect)/ },
  { name: "exec", test: /\/src\/(exec\/|codex\b)/ },
  { name: "app_server", test: /\/src\/app_server\// },
  { name: "adapters", test: /\/src\/adapters\/(files|processes\/(?!node_)|spawn_error)/ },
];

/** The program of a fake executable imports it by its address: what it exports keeps its names. */
const FAKE = "./src/testing/fake/fake_binary_main.ts";

/**
 * Puts bundles in the place of the modules that `deno pack` has made, since every file that is
 * imported takes Node half a millisecond. The entries keep their places, which package.json names.
 *
 * @param folder The unpacked package. It has to be inside the project: the names of the files depend
 * on the way from there to the sources, which is then the same on every machine.
 */
export async function bundle(folder: string): Promise<void> {
  for (const path of await filesBelow(folder, ".js")) await Deno.remove(path);
  const bundled = await rolldown({
    cwd: resolve(ROOT),
    input: Object.fromEntries(
      [...Object.values(ENTRIES), FAKE].map((path) => [
        path.slice(2, -".ts".length),
        join(ROOT, path),
      ]),
    ),
    platform: "node",
    external: /^node:/,
    transform: { target: "es2022" },
  });
  const shared = {
    chunkFileNames: "[name].js",
    sourcemap: true,
    comments: false,
    codeSplitting: { groups: SHARED_ROOMS.map((room) => ({ ...room, minShareCount: 2 })) },
  };
  await bundled.write({ ...shared, dir: folder, format: "esm" });
  // Jest lets no CommonJS module call import(), unless Node is told to.
  const commonJs = { ...shared, format: "cjs", dynamicImportInCjs: false } as const;
  await bundled.write({ ...commonJs, dir: join(folder, COMMONJS) });
  await bundled.close();
  await relocateSourceMaps(folder);
}
