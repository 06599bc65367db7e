/**
 * Makes the npm tarball: `deno task pack [folder]`, by default into dist/.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { deno, must, ROOT } from "./command.ts";

/** What `deno pack` does not know. */
const ADDED = {
  description: "Embed the Codex agent in programs on Deno, Node and Bun",
  keywords: ["openai", "codex", "sdk", "agent", "deno", "bun"],
  sideEffects: false,
  engines: { node: ">=20", bun: ">=1.3", deno: ">=2" },
  // The program that the SDK starts; an app may as well find it on PATH.
  peerDependencies: { "@openai/codex": ">=0.65" },
  peerDependenciesMeta: { "@openai/codex": { optional: true } },
};

/** The parts of the packed package.json that are looked at. */
interface Manifest {
  readonly exports: Record<string, { readonly types?: string; readonly default?: string }>;
  readonly dependencies?: unknown;
}

/** Packs the project; gives the tarball's path. */
export async function pack(folder: string): Promise<string> {
  await Deno.mkdir(folder, { recursive: true });
  const work = await Deno.makeTempDir({ prefix: "codex-js-pack-" });
  try {
    const raw = join(work, "raw.tgz");
    // Source maps would carry this machine's paths, and three times the code.
    const packed = await deno(["pack", "--allow-dirty", "--no-source-maps", "-o", raw]);
    if (packed.code !== 0) throw new Error(`Cannot pack:\n${packed.stderr}`);
    await must("tar", ["-xzf", raw, "-C", work]);
    await patch(join(work, "package"));
    const made = await must("npm", ["pack", "--silent", "--pack-destination", folder], {
      cwd: join(work, "package"),
    });
    return join(folder, made.trim());
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

async function patch(folder: string): Promise<void> {
  const path = join(folder, "package.json");
  const manifest: Manifest = JSON.parse(await Deno.readTextFile(path));
  await check(folder, manifest);
  await Deno.writeTextFile(path, JSON.stringify({ ...manifest, ...ADDED }, null, 2) + "\n");
}

/** Every entry of deno.json has code and types, and nothing is to be installed with it. */
async function check(folder: string, manifest: Manifest): Promise<void> {
  const { exports }: { exports: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(join(ROOT, "deno.json")),
  );
  if (manifest.dependencies !== undefined) {
    throw new Error(`The package has dependencies: ${JSON.stringify(manifest.dependencies)}`);
  }
  for (const entry of Object.keys(exports)) {
    for (const kind of ["types", "default"] as const) {
      const file = manifest.exports[entry]?.[kind];
      if (file === undefined) throw new Error(`The package's entry ${entry} has no ${kind}`);
      await Deno.stat(join(folder, file));
    }
  }
}

if (import.meta.main) console.log(await pack(resolve(Deno.args[0] ?? join(ROOT, "dist"))));
