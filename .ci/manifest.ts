/**
 * The package.json of the npm package.
 *
 * @module
 */
import { join } from "node:path";
import { ROOT } from "./command.ts";
import { repositoryFields } from "./repository.ts";

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
export interface Manifest {
  readonly version: string;
  readonly exports: Readonly<
    Record<string, { readonly types?: string; readonly default?: string }>
  >;
  readonly dependencies?: unknown;
}

/** Checks and completes the unpacked package's package.json; gives what it was. */
export async function completeManifest(
  folder: string,
  repository: string | null,
): Promise<Manifest> {
  const path = join(folder, "package.json");
  const manifest: Manifest = JSON.parse(await Deno.readTextFile(path));
  await check(folder, manifest);
  const added = repository === null ? ADDED : { ...ADDED, ...repositoryFields(repository) };
  await Deno.writeTextFile(path, JSON.stringify({ ...manifest, ...added }, null, 2) + "\n");
  return manifest;
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
