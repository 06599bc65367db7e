/**
 * The compatibility table: `deno task matrix [part of a row's name]`. Installs the packed SDK with
 * several versions of Codex, and runs it on several versions of the runtimes. Takes minutes, and
 * 2 GB of disk while it runs; everything comes from the npm registry.
 *
 * @module
 */
import { join } from "node:path";
import { must, npm, run, workFolder } from "../../.ci/command.ts";
import { pack } from "../../.ci/pack.ts";
import { CHECKS } from "./checks.ts";
import { markdown, type Outcome } from "./outcome.ts";

/** A runtime: its program comes from an npm package, or is there already. */
interface Runtime {
  readonly name: string;
  readonly npm?: string;
  readonly file?: string;
  readonly args?: readonly string[];
}

const { os, arch } = Deno.build;
const IS_X64 = arch === "x86_64";
/** The platform in the words of npm's `node`, and of Bun. */
const NODE_PLATFORM = `${os === "windows" ? "win" : os}-${IS_X64 ? "x64" : "arm64"}`;
const BUN_PLATFORM = `${os}-${IS_X64 ? "x64" : arch}`;
const EXE = os === "windows" ? ".exe" : "";
const NEWEST = "0.171.0";
const OLDER = ["0.65.0", "0.98.0", "0.120.0", "0.140.0", "0.169.0"];

const DENO: Runtime = {
  name: `Deno ${Deno.version.deno}`,
  file: Deno.execPath(),
  args: ["run", "-A"],
};
const node = (major: number): Runtime => ({
  name: `Node ${major}`,
  npm: `node-${NODE_PLATFORM}@${major}`,
  file: `bin/node${EXE}`,
});
const bun = (version: string): Runtime => ({
  name: `Bun ${version}`,
  npm: `@oven/bun-${BUN_PLATFORM}@${version}`,
  file: `bin/bun${EXE}`,
});

/** Every runtime with the newest Codex, and every Codex with one runtime of each kind. */
const ROWS: readonly (readonly [Runtime, string])[] = [
  ...[DENO, node(20), node(22), node(24), node(26), bun("1.3.14"), bun("latest")]
    .map((runtime) => [runtime, NEWEST] as const),
  ...OLDER.toReversed().map((version) => [DENO, version] as const),
  ...["0.120.0", "0.65.0"].flatMap((version) =>
    [node(20), bun("1.3.14")].map((runtime) => [runtime, version] as const)
  ),
];

const filter = Deno.args[0] ?? "";
const rows = ROWS.map(([runtime, codex]) => ({ runtime, codex, name: nameOf(runtime, codex) }))
  .filter(({ name }) => name.includes(filter));
const work = await workFolder();
try {
  const tarball = await pack(work.path);
  const bundle = join(work.path, "program.mjs");
  await must(Deno.execPath(), ["bundle", "-q", "-o", bundle, "tests/matrix/program.ts"]);
  const done = [];
  for (const { runtime, codex, name } of rows) {
    const outcomes = await rowOf(runtime, codex, tarball, bundle);
    const ok = CHECKS.every(({ name }) => outcomes[name]?.ok);
    console.error(`${ok ? "ok" : "FAILED"} ${name}`);
    done.push({ name, outcomes });
  }
  const all = done.flatMap(({ outcomes }) => CHECKS.map(({ name }) => outcomes[name]?.ok ?? false));
  const passed = all.filter(Boolean).length;
  console.log(markdown(CHECKS.map(({ name }) => name), done));
  console.log(`\n${passed} passed, ${all.length - passed} failed`);
  Deno.exitCode = passed === all.length && passed > 0 ? 0 : 1;
} finally {
  await work.remove();
}

function nameOf(runtime: Runtime, codex: string): string {
  return `${runtime.name}, Codex ${codex}`;
}

/** What came of each check with a runtime and a Codex. */
async function rowOf(
  runtime: Runtime,
  codex: string,
  tarball: string,
  bundle: string,
): Promise<Record<string, Outcome>> {
  try {
    const folder = await withCodex(codex, tarball, bundle);
    const file = runtime.npm === undefined
      ? runtime.file ?? ""
      : join(await install(runtime.npm), runtime.file ?? "");
    const args = [...runtime.args ?? [], "program.mjs", codex];
    const { code, stdout, stderr } = await run(file, args, { cwd: folder });
    if (code !== 0) throw new Error(`${file} ${args.join(" ")}: exit code ${code}\n${stderr}`);
    return JSON.parse(stdout);
  } catch (error) {
    console.error(error);
    return {};
  }
}

/** The folder with the SDK and a Codex, installed once. */
async function withCodex(codex: string, tarball: string, bundle: string): Promise<string> {
  const folder = join(work.path, `codex-${codex}`);
  if (await exists(folder)) return folder;
  await add(folder, [tarball, `@openai/codex@${codex}`]);
  // Else Deno would take the SDK from the project's own deno.json above.
  await Deno.writeTextFile(join(folder, "deno.json"), '{ "nodeModulesDir": "manual" }\n');
  await Deno.copyFile(bundle, join(folder, "program.mjs"));
  return folder;
}

/** The folder of an npm package that holds a program, installed once. */
async function install(spec: string): Promise<string> {
  const folder = join(work.path, spec.replaceAll(/\W/g, "-"));
  const name = spec.replace(/(.)@.*/, "$1");
  if (!await exists(folder)) await add(folder, [spec]);
  return join(folder, "node_modules", name);
}

/** Makes a folder with packages in it. */
async function add(folder: string, specs: readonly string[]): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  await npm(["install", ...quiet, "--ignore-scripts", ...specs], { cwd: folder });
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
