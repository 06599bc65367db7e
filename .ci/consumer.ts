/**
 * Installs the tarball into an empty folder, as a user would, and runs the contract cases there.
 *
 * @module
 */
import { join } from "node:path";
import { deno, must, npm, type Ran, ROOT, run } from "./command.ts";

/** A runtime that takes the tarball. */
export type Runtime = "node" | "bun";

/** Installs the tarball for a runtime, with the project's Codex and the bundled cases beside it. */
export async function install(
  runtime: Runtime,
  tarball: string,
  folder: string,
  std: readonly string[],
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  if (runtime === "node") await npmInstall(folder, [tarball]);
  else await must(await bunPath(), ["add", tarball], { cwd: folder });
  await linkCodex(folder);
  await bundle(join(folder, "main.mjs"), std);
}

/** Puts the project's Codex into a folder's `node_modules`. */
export async function linkCodex(folder: string): Promise<void> {
  // Only the launcher is linked: the platform package lies beside its real path.
  const scope = join(folder, "node_modules", "@openai");
  await Deno.mkdir(scope, { recursive: true });
  const codex = await Deno.realPath(join(ROOT, "node_modules", "@openai", "codex"));
  await Deno.symlink(codex, join(scope, "codex"), { type: "junction" });
}

/** Installs packages with npm, quietly. */
export async function npmInstall(folder: string, packages: readonly string[]): Promise<void> {
  const quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  await npm(["install", "--prefix", folder, ...quiet, ...packages], { cwd: folder });
}

/**
 * Runs the contract cases: all, or those whose name contains `filter`, or a share of them.
 *
 * @param options.share `["1/3"]`, or `["1/3", "spread"]` where other runtimes run cases, too.
 */
export async function runCases(
  runtime: Runtime,
  folder: string,
  options: { filter?: string; share?: readonly string[]; live?: boolean } = {},
): Promise<Ran> {
  const command = runtime === "node" ? "node" : await bunPath();
  const args = ["main.mjs", options.filter ?? "", ...options.share ?? []];
  return await run(command, args, {
    cwd: folder,
    env: { FAKE_CODEX: join(ROOT, "tests", "fixtures", "fake_codex.mjs") },
    live: options.live ?? false,
  });
}

/**
 * The binary of npm's `bun`. The package fetches it in an install script, which Deno does not run,
 * but the platform package has been installed beside it.
 */
export async function bunPath(): Promise<string> {
  const { os, arch } = Deno.build;
  const bun = await Deno.realPath(join(ROOT, "node_modules", "bun"));
  const name = `bun-${os}-${arch === "x86_64" ? "x64" : arch}`;
  const file = os === "windows" ? "bun.exe" : "bun";
  const path = join(bun, "..", "@oven", name, "bin", file);
  if (os !== "windows") await Deno.chmod(path, 0o755);
  return path;
}

/** Bundles the cases, with the SDK left to be resolved from the folder they run in. */
async function bundle(path: string, std: readonly string[]): Promise<void> {
  const made = await deno(["bundle", ...std, "-o", path, "tests/contract/main.ts"]);
  if (made.code !== 0) throw new Error(`Cannot bundle the cases:\n${made.stderr}`);
  const sources = (await Deno.readTextFile(path)).matchAll(/^\/\/ (\S+\.ts)$/gm);
  const files = Array.from(sources, ([, file = ""]) => file);
  if (!files.includes("tests/contract/main.ts")) throw new Error("The bundle names no sources");
  const inlined = files.find((file) => file === "mod.ts" || file.startsWith("src/"));
  if (inlined !== undefined) {
    throw new Error(`The cases must meet the packed SDK, but the bundle holds ${inlined}`);
  }
}
