/**
 * Looks at the installed package: its source maps, and what its entries load.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { filesBelow, must, pathBelow, ROOT } from "./command.ts";
import { foldersOf, LOADS, reach } from "./entries.ts";
import type { Part } from "./part.ts";
import type { SourceMap } from "./source_maps.ts";

/** A check of the package in `folder`; gives what is wrong. */
type Check = (folder: string) => Promise<string[]>;

const CHECKS: Readonly<Record<string, Check>> = {
  "names no path of this machine": findLocalPaths,
  "has a source map for each of its modules": checkSourceMaps,
  "shows TypeScript in a stack trace on Node": checkStack,
  "loads for each entry what it needs alone": checkEntries,
};

/** Checks the package that is installed in `folder`; each check is a test. */
export async function packageChecks(folder: string): Promise<Part> {
  let failed = 0;
  let output = "";
  for (const [name, check] of Object.entries(CHECKS)) {
    const wrong = await check(folder);
    if (wrong.length > 0) failed++;
    output += `${wrong.length === 0 ? "ok" : "FAILED"} package: ${name}\n`;
    output += wrong.map((line) => `  ${line}\n`).join("");
  }
  return { passed: Object.keys(CHECKS).length - failed, failed, output };
}

/** Files that hold the project's path, or any file's address. */
export async function findLocalPaths(folder: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const path of await filesBelow(folder)) {
    const text = await Deno.readTextFile(path);
    const found = [ROOT, "file:///"].filter((local) => text.includes(local));
    wrong.push(...found.map((local) => `${pathBelow(folder, path)} has ${local}`));
  }
  return wrong;
}

/** Modules whose map is missing, or names another place than the module's own, or has no source. */
export async function checkSourceMaps(folder: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const path of await filesBelow(folder, ".js")) {
    const map = await mapOf(path);
    const source = new URL(map?.sources[0] ?? "", pathToFileURL(path)).href;
    const place = pathToFileURL(path.replace(/js$/, "ts")).href;
    const name = pathBelow(folder, path);
    if (map === null) wrong.push(`${name} has no map`);
    else if (source !== place) wrong.push(`${name} has the map of ${source}`);
    else if (!map.sourcesContent?.[0]) wrong.push(`${name} has a map without a source`);
  }
  return wrong;
}

/** The map that a module names. */
async function mapOf(path: string): Promise<SourceMap | null> {
  const [, file] = (await Deno.readTextFile(path)).match(/^\/\/# sourceMappingURL=(.*)$/m) ?? [];
  if (!file?.endsWith(".map")) return null;
  return JSON.parse(await Deno.readTextFile(join(dirname(path), file)));
}

/** Node names the line of the TypeScript that throws. */
async function checkStack(folder: string): Promise<string[]> {
  const map = await mapOf(join(folder, "src", "core", "thread.js"));
  const lines = map?.sourcesContent?.[0]?.split("\n") ?? [];
  const line = 1 + lines.findIndex((text) => text.includes("throw new ResumeError("));
  const entry = pathToFileURL(join(folder, "mod.js")).href;
  const program = `const { Codex } = await import(${JSON.stringify(entry)});
    try { new Codex().resumeThread("no"); } catch (error) { console.log(error.stack); }`;
  const args = ["--enable-source-maps", "--input-type=module", "--eval", program];
  const stack = (await must("node", args)).replaceAll("\\", "/");
  const place = `src/core/thread.ts:${line}:`;
  return stack.includes(place) ? [] : [`expected ${place} in the stack`, ...stack.split("\n")];
}

async function checkEntries(folder: string): Promise<string[]> {
  const { exports }: { exports: Record<string, { readonly default: string }> } = JSON.parse(
    await Deno.readTextFile(join(folder, "package.json")),
  );
  const wrong: string[] = [];
  for (const [entry, { default: start }] of Object.entries(exports)) {
    const files = await reach(join(folder, start), importsOf);
    const loads = foldersOf(files.map((file) => pathBelow(folder, file)));
    const expected = LOADS[entry] ?? [];
    if (`${loads}` !== `${expected}`) wrong.push(`${entry} loads ${loads}, not ${expected}`);
  }
  return wrong;
}

/** The package's own modules that a module imports, at once or later. */
async function importsOf(path: string): Promise<string[]> {
  const code = await Deno.readTextFile(path);
  const imports = code.matchAll(/\b(?:from|import)\b[ (]*"(\.[^"]+)"/g);
  return Array.from(imports, ([, specifier = ""]) => join(dirname(path), specifier));
}
