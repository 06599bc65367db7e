/**
 * Makes the npm tarball: `deno task pack [folder]`, by default into dist/.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { bundle } from "./bundle.ts";
import { deno, filesBelow, must, npm, ROOT, workFolder } from "./command.ts";
import { moveTypes } from "./declarations.ts";
import { absoluteLinks } from "./links.ts";
import { completeManifest, type Manifest } from "./manifest.ts";
import { repositoryUrl } from "./repository.ts";

/** Packs the project; gives the tarball's path. */
export async function pack(
  folder: string,
  repository: string | null = repositoryUrl(Deno.env.toObject()),
): Promise<string> {
  await Deno.mkdir(folder, { recursive: true });
  const work = await workFolder();
  try {
    const raw = join(work.path, "raw.tgz");
    const packed = await deno(["pack", "--allow-dirty", "--no-source-maps", "-o", raw]);
    if (packed.code !== 0) throw new Error(`Cannot pack:\n${packed.stderr}`);
    // Without a path: to GNU tar, "C:" on Windows is another machine.
    await must("tar", ["-xzf", "raw.tgz"], { cwd: work.path });
    const unpacked = join(work.path, "package");
    await bundle(unpacked);
    await moveTypes(unpacked, await typesOf(unpacked));
    const { version } = await completeManifest(unpacked, repository);
    if (repository !== null) await linkTo(`${repository}/blob/v${version}/`, unpacked);
    const args = ["pack", "--silent", "--pack-destination", resolve(folder)];
    return join(folder, (await npm(args, { cwd: unpacked })).trim());
  } finally {
    await work.remove();
  }
}

/** Where `deno pack` has put the entries' types. */
async function typesOf(folder: string): Promise<string[]> {
  const { exports }: Manifest = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
  return Object.values(exports).flatMap(({ types }) => types ?? []);
}

/** What the documents link to is in the repository, but not in the package. */
async function linkTo(base: string, folder: string): Promise<void> {
  for (const path of await filesBelow(folder, ".md")) {
    await Deno.writeTextFile(path, absoluteLinks(await Deno.readTextFile(path), base));
  }
}

if (import.meta.main) console.log(await pack(resolve(Deno.args[0] ?? join(ROOT, "dist"))));
