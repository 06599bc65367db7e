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

/** Variables of a program. */
export type Env = Readonly<Record<string, string>>;

/** A way to build and load a program. */
export interface Setup {
  /** What users call it. */
  readonly name: string;
  /** What it was tried with, in its versions. */
  readonly tried: string;
  /** Where the program finds Codex; "" where none is started. */
  readonly codex: string;
  /** Packages that are installed beside the tarball. */
  readonly packages?: readonly string[];
  /** Installs what it needs itself, in a folder without any packages above it. */
  readonly standsAlone?: boolean;
  /** Builds and runs the program in `folder`, where the tarball is installed; gives what it prints. */
  run(folder: string, env: Env, tarball: string): Promise<string>;
}

/** What keeps a set-up from being tried on this machine. */
export class NotHere extends Error {}

/** The program of each set-up: two turns, and every entry of the package. */
export const APP: string = await Deno.readTextFile(join(ROOT, "tests", "ship", "app.ts")) +
  importsOfAll();
/** What it prints. */
export const WORKS = "works: exec, live\n";
/** Where most programs find Codex. */
export const MODULES = "`node_modules`";

const NODE = "Node 20";

/** Set-ups that take no more than the tarball and what the project has. */
export const CHEAP: readonly Setup[] = [
  cheap("`require()` on Node", NODE, "cjs", false),
  cheap("esbuild, to CommonJS", `esbuild 0.28, ${NODE}`, "cjs", true),
  cheap("esbuild, to ESM", `esbuild 0.28, ${NODE}`, "esm", true),
  cheap("esbuild, minified", `esbuild 0.28, ${NODE}`, "esm", true, true),
];

/** Set-ups by what they took: those with the same packages use them in turn. */
interface Group {
  readonly packages: readonly string[];
  readonly standsAlone: boolean;
  readonly setups: Setup[];
}

/** What came of the set-ups. */
export interface Shipped extends Part {
  /** Why some were not tried, by their names. */
  readonly notHere: ReadonlyMap<string, string>;
}

/**
 * Installs the tarball and runs the set-ups, each of which is a test.
 *
 * @param workers How many at a time.
 */
export async function runSetups(
  setups: readonly Setup[],
  tarball: string,
  folder: string,
  workers = 1,
): Promise<Shipped> {
  await Deno.mkdir(folder, { recursive: true });
  const waiting = groupsOf(setups);
  const lines = new Map<string, string>();
  const notHere = new Map<string, string>();
  let failed = 0;
  const work = async () => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      await runGroup(group);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    await stop();
  }
  const output = setups.map(({ name }) => lines.get(name)).join("");
  return { passed: setups.length - failed - notHere.size, failed, output, notHere };

  async function runGroup({ setups, packages, standsAlone }: Group): Promise<void> {
    let project: Promise<string> | null = null;
    for (const { name, run } of setups) {
      let said: string;
      const start = performance.now();
      try {
        project ??= standsAlone
          ? Deno.makeTempDir({ prefix: "codex-js-ship-" })
          : prepare(folder, [tarball, ...packages]);
        const home = await Deno.makeTempDir({ dir: folder, prefix: "home-" });
        said = await run(await project, { CODEX_HOME: home, CODEX_PATH: "" }, tarball);
      } catch (error) {
        if (error instanceof NotHere) notHere.set(name, error.message);
        said = error instanceof Error ? error.message : String(error);
      }
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      const ok = said === WORKS;
      if (!ok && !notHere.has(name)) failed++;
      const head = ok ? "ok" : notHere.has(name) ? "skipped" : "FAILED";
      lines.set(name, `${head} works in: ${name} (${seconds} s)\n${ok ? "" : `${said}\n`}`);
    }
    if (standsAlone && project !== null) await Deno.remove(await project, { recursive: true });
  }
}

/** What downloads most comes first, so that all workers are done at about the same time. */
function groupsOf(setups: readonly Setup[]): Group[] {
  const groups = new Map<string, Group>();
  for (const setup of setups) {
    const { name, packages = [], standsAlone = false } = setup;
    const key = packages.length === 0 ? name : packages.join();
    const group = groups.get(key) ?? { packages, standsAlone, setups: [] };
    group.setups.push(setup);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) =>
    Number(b.standsAlone) - Number(a.standsAlone) || b.packages.length - a.packages.length
  );
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

/** Writes the program with all that it needs but Codex, as a module or as CommonJS. */
export async function bundledApp(folder: string, name: "bundle.mjs" | "bundle.cjs"): Promise<void> {
  await esbuild(folder, name, name === "bundle.mjs" ? "esm" : "cjs", true);
}

/** Runs the program as a module, and as CommonJS. */
export async function runBoth(folder: string, env: Env, node = "node"): Promise<string> {
  for (const program of ["app.mjs", "app.cjs"] as const) {
    await appAs(folder, program);
    const said = await must(node, [program], { cwd: folder, env });
    if (said !== WORKS) return `${program}: ${said}`;
  }
  return WORKS;
}

/** The program by esbuild, with the SDK in it or beside it, on Node. */
function cheap(
  name: string,
  tried: string,
  format: "cjs" | "esm",
  bundle: boolean,
  minify = false,
): Setup {
  return {
    name,
    tried,
    codex: MODULES,
    async run(folder, env) {
      const file = `${bundle ? "bundle" : "app"}.${format === "esm" ? "mjs" : "cjs"}`;
      await esbuild(folder, file, format, bundle, minify);
      return await must("node", [file], { cwd: folder, env });
    },
  };
}

async function esbuild(
  folder: string,
  name: string,
  format: Format,
  bundle: boolean,
  minify = false,
): Promise<void> {
  await build({
    stdin: { contents: APP, loader: "ts", resolveDir: folder, sourcefile: "app.ts" },
    outfile: join(folder, name),
    format,
    bundle,
    minify,
    platform: "node",
    target: "node20",
    logLevel: "silent",
  });
}
