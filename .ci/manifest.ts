/**
 * The package.json of the npm package.
 *
 * @module
 */
import { join } from "node:path";
import { COMMONJS } from "./bundle.ts";
import { ENTRIES } from "./entries.ts";
import { repositoryFields } from "./repository.ts";

/** What `deno pack` does not know. */
const ADDED = {
  description: "Embed the Codex agent in programs on Deno, Node and Bun",
  keywords: ["openai", "codex", "sdk", "agent", "deno", "bun"],
  sideEffects: false,
  // Of Node alone: Yarn 1 calls other names invalid.
  engines: { node: ">=20" },
  // The program that the SDK starts; an app may as well find it on PATH.
  peerDependencies: { "@openai/codex": ">=0.65" },
  peerDependenciesMeta: { "@openai/codex": { optional: true } },
};

/** The parts of the package.json that `deno pack` makes. */
export interface Manifest {
  readonly version: string;
  readonly exports: Readonly<
    Record<string, { readonly types?: string; readonly default?: string }>
  >;
  readonly dependencies?: unknown;
}

/** An entry of the npm package, in the order in which conditions are tried. */
export interface PackageEntry {
  readonly require: { readonly types: string; readonly module: string; readonly default: string };
  readonly types: string;
  readonly import: string;
  readonly default: string;
}

/** Checks and completes the unpacked package's package.json; gives what it was. */
export async function completeManifest(
  folder: string,
  repository: string | null,
): Promise<Manifest> {
  const path = join(folder, "package.json");
  const manifest: Manifest = JSON.parse(await Deno.readTextFile(path));
  const exports = await entriesOf(folder, manifest);
  const { require: main } = exports["."] as PackageEntry;
  const completed = {
    ...manifest,
    main: main.default,
    types: main.types,
    exports,
    // For `moduleResolution: node10`, which reads no exports.
    typesVersions: { "*": typesOf(exports) },
    ...ADDED,
    ...(repository === null ? {} : repositoryFields(repository)),
  };
  await Deno.writeTextFile(path, JSON.stringify(completed, null, 2) + "\n");
  return manifest;
}

/** Every entry of deno.json has code and types of both kinds, and nothing is to be installed with it. */
async function entriesOf(
  folder: string,
  manifest: Manifest,
): Promise<Record<string, PackageEntry>> {
  if (manifest.dependencies !== undefined) {
    throw new Error(`The package has dependencies: ${JSON.stringify(manifest.dependencies)}`);
  }
  const entries: Record<string, PackageEntry> = {};
  for (const entry of Object.keys(ENTRIES)) {
    const { types, default: code } = manifest.exports[entry] ?? {};
    if (types === undefined) throw new Error(`The package's entry ${entry} has no types`);
    if (code === undefined) throw new Error(`The package's entry ${entry} has no default`);
    const made: PackageEntry = {
      // A bundler takes the modules either way, so that a program gets them once.
      require: { types: commonJs(types), module: code, default: commonJs(code) },
      types,
      import: code,
      default: code,
    };
    for (const path of [types, code, ...Object.values(made.require)]) {
      await Deno.stat(join(folder, path));
    }
    entries[entry] = made;
  }
  return entries;
}

/** The types of each entry but the main one, by its name. */
function typesOf(exports: Readonly<Record<string, PackageEntry>>): Record<string, [string]> {
  const names = Object.entries(exports).filter(([entry]) => entry !== ".");
  return Object.fromEntries(
    names.map(([entry, { require: { types } }]) => [entry.replace("./", ""), [types]]),
  );
}

function commonJs(path: string): string {
  return path.replace("./", `./${COMMONJS}/`);
}
