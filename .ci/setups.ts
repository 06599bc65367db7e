/**
 * Ways in which users build and load programs. Those that download nothing are part of the tests.
 *
 * @module
 */
import { build, type Format, stop } from "esbuild";
import { join } from "node:path";
import { must, ROOT } from "./command.ts";
import { linkCodex, npmInstall } from "./consumer.ts";
import { importsOfAll } from "./entries.ts";
import type { Part } from "./part.ts";

/** A way to build and load a program. */
export interface Setup {
  /** What users call it. */
  readonly name: string;
  /** Packages that are installed beside the tarball. */
  readonly packages?: readonly string[];
  /** Installs what it needs itself, in a folder without any packages above it. */
  readonly standsAlone?: boolean;
  /** Builds and runs the program in `folder`, where the tarball is installed; gives what it prints. */
  run(folder: string, env: Readonly<Record<string, string>>, tarball: string): Promise<string>;
}

/** The program of each set-up: two turns, and every entry of the package. */
export const APP: string = await Deno.readTextFile(join(ROOT, "tests", "ship", "app.ts")) +
  importsOfAll();
/** What it prints. */
export const WORKS = "works: exec, live\n";

/** Set-ups that take no more than the tarball and what the project has. */
export const CHEAP: readonly Setup[] = [
  { name: "require() on Node", run: (folder, env) => compiled(folder, env, "cjs", false) },
  { name: "esbuild, to CommonJS", run: (folder, env) => compiled(folder, env, "cjs", true) },
  { name: "esbuild, to ESM", run: (folder, env) => compiled(folder, env, "esm", true) },
];

/** Installs the tarball and runs the set-ups, each of which is a test. */
export async function runSetups(
  setups: readonly Setup[],
  tarball: string,
  folder: string,
): Promise<Part> {
  await Deno.mkdir(folder, { recursive: true });
  const projects = new Map<string, string>();
  let failed = 0;
  let output = "";
  for (const { name, packages = [], standsAlone = false, run } of setups) {
    const alone = standsAlone ? await Deno.makeTempDir({ prefix: "codex-js-ship-" }) : null;
    let said: string;
    try {
      const key = packages.join();
      const project = alone ?? projects.get(key) ?? await prepare(folder, [tarball, ...packages]);
      if (alone === null) projects.set(key, project);
      const home = await Deno.makeTempDir({ dir: folder, prefix: "home-" });
      said = await run(project, { CODEX_HOME: home, CODEX_PATH: "" }, tarball);
    } catch (error) {
      said = error instanceof Error ? error.message : String(error);
    }
    if (alone !== null) await Deno.remove(alone, { recursive: true });
    if (said !== WORKS) failed++;
    output += said === WORKS ? `ok works in: ${name}\n` : `FAILED works in: ${name}\n${said}\n`;
  }
  return { passed: setups.length - failed, failed, output };
}

async function prepare(folder: string, packages: readonly string[]): Promise<string> {
  const project = await Deno.makeTempDir({ dir: folder, prefix: "project-" });
  await Deno.writeTextFile(join(project, "package.json"), '{ "private": true }\n');
  await npmInstall(project, packages);
  await linkCodex(project);
  return project;
}

/** Writes the program, with its types taken off, as a module or as CommonJS. */
export async function appAs(folder: string, name: "app.mjs" | "app.cjs"): Promise<void> {
  await esbuild(folder, name, name === "app.mjs" ? "esm" : "cjs", false);
}

/** The program by esbuild, with the SDK in it or beside it, on Node. */
async function compiled(
  folder: string,
  env: Readonly<Record<string, string>>,
  format: Format,
  bundle: boolean,
): Promise<string> {
  const name = `${bundle ? "bundle" : "app"}.${format === "esm" ? "mjs" : "cjs"}`;
  await esbuild(folder, name, format, bundle);
  return await must("node", [name], { cwd: folder, env });
}

async function esbuild(
  folder: string,
  name: string,
  format: Format,
  bundle: boolean,
): Promise<void> {
  try {
    await build({
      stdin: { contents: APP, loader: "ts", resolveDir: folder, sourcefile: "app.ts" },
      outfile: join(folder, name),
      format,
      bundle,
      platform: "node",
      target: "node20",
      logLevel: "silent",
    });
  } finally {
    await stop();
  }
}
