/**
 * The code of the npm package: a file for each entry, and one for each room of src that several of them
 * share; the same again as CommonJS.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { type OutputChunk, type OutputOptions, rolldown } from "rolldown";
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
  {
    name: "app_server_words",
    test: /\/src\/app_server\/(turns\/errors|asks\/policy|link\/rpc_errors)/,
  },
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
 * @param folder The unpacked package.
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
  const shared: OutputOptions = {
    chunkFileNames: "[name].js",
    sourcemap: true,
    comments: false,
    codeSplitting: { groups: SHARED_ROOMS.map((room) => ({ ...room, minShareCount: 2 })) },
  };
  const formats: OutputOptions[] = [
    { dir: folder, format: "esm" },
    // Jest lets no CommonJS module call import(), unless Node is told to.
    { dir: join(folder, COMMONJS), format: "cjs", dynamicImportInCjs: false },
  ];
  for (const format of formats) {
    const { output } = await bundled.write({ ...shared, ...format });
    for (const file of output) if (file.type === "chunk") checkMap(file, format.dir ?? "");
  }
  await bundled.close();
  await relocateSourceMaps(folder);
}

/** Sees that a file's map is of the modules that are in the file. */
function checkMap({ fileName, modules, map }: OutputChunk, folder: string): void {
  const written = Object.entries(modules).filter(([, { renderedLength }]) => renderedLength > 0);
  const expected = written.map(([id]) => id).filter((id) => id.startsWith(ROOT)).sort().join();
  const sources = map?.sources.map((source) => resolve(folder, dirname(fileName), source)) ?? [];
  const found = sources.filter((source) => source.startsWith(ROOT)).sort().join();
  if (found !== expected) {
    throw new Error(`${fileName} has the map of ${found}, not of ${expected}`);
  }
}
