/**
 * Looks at the installed package: its source maps, and what its entries load.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { COMMONJS } from "./bundle.ts";
import { filesBelow, must, pathBelow, ROOT } from "./command.ts";
import { ENTRIES, foldersOf, LOADS, reach } from "./entries.ts";
import type { PackageEntry } from "./manifest.ts";
import type { Part } from "./part.ts";
import type { SourceMap } from "./source_maps.ts";

/** A check of the package in `folder`; gives what is wrong. */
type Check = (folder: string) => Promise<string[]>;

const CHECKS: Readonly<Record<string, Check>> = {
  "names no path of this machine": findLocalPaths,
  "has a source map for each of its modules": checkSourceMaps,
  "shows TypeScript in a stack trace on Node": checkStack,
  "keeps the names of what it exports": checkNames,
  "loads for each entry what it needs alone": checkEntries,
  "leaves the program's standard streams alone": checkStreams,
  "has no import.meta in its CommonJS": checkCommonJs,
  "knows its errors, imported or required": checkTwoCopies,
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

/** Bundles whose map is missing, or is of other modules than the code, or lacks the text of one. */
export async function checkSourceMaps(folder: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const path of await filesBelow(folder, ".js")) {
    const name = pathBelow(folder, path);
    const code = await Deno.readTextFile(path);
    const sources = await sourcesOf(folder, path);
    const modules = Array.from(
      code.matchAll(/^\/\/ (\S+\.ts)$/gm),
      ([, module = ""]) => module,
    );
    const missing = modules.filter((module) => !sources?.has(module));
    // Without a module of its own a file only hands on what others export.
    if (sources === null && modules.length === 0) continue;
    if (sources === null) wrong.push(`${name} has no map`);
    else if (missing.length > 0) wrong.push(`${name} has a map without ${missing}`);
    else if ([...sources.values()].includes("")) wrong.push(`${name} has a map without a source`);
  }
  return wrong;
}

/** The modules in a bundle by their places in the package, and their text; null without a map. */
async function sourcesOf(
  folder: string,
  bundle: string,
): Promise<ReadonlyMap<string, string> | null> {
  const [, file] = (await Deno.readTextFile(bundle)).match(/^\/\/# sourceMappingURL=(.*)$/m) ?? [];
  if (!file?.endsWith(".map")) return null;
  const { sources, sourcesContent = [] }: SourceMap = JSON.parse(
    await Deno.readTextFile(join(dirname(bundle), file)),
  );
  const root = pathToFileURL(join(folder, "/")).href;
  return new Map(sources.map((source, index) => {
    const { href } = new URL(source, pathToFileURL(bundle));
    return [href.replace(root, ""), sourcesContent[index] ?? ""];
  }));
}

/** Node makes a standard stream, and opens its handle, when it is first asked for. */
async function checkStreams(folder: string): Promise<string[]> {
  const entry = pathToFileURL(join(folder, "mod.js")).href;
  const program = `const opened = [];
    for (const name of ["stdin", "stdout", "stderr"]) {
      const { get } = Object.getOwnPropertyDescriptor(process, name);
      Object.defineProperty(process, name, { get: () => (opened.push(name), get.call(process)) });
    }
    const { Codex } = await import(${JSON.stringify(entry)});
    // Loads the adapter, and starts nothing.
    const spawn = () => Promise.reject(new Error("not here"));
    const error = await new Codex({ spawn }).startThread().run("Hello").catch((error) => error);
    const found = error.message.includes("not here") ? opened : [error];
    console.log("opened: " + found.join(" "));`;
  const said = await must("node", ["--input-type=module", "--eval", program]);
  return said === "opened: \n" ? [] : [said.trim()];
}

/** Node names the line of the TypeScript that throws. */
async function checkStack(folder: string): Promise<string[]> {
  const source = "src/core/options/thread_id.ts";
  const lines = (await Deno.readTextFile(join(ROOT, source))).split("\n");
  const line = 1 + lines.findIndex((text) => text.includes("throw new ResumeError("));
  const place = `${source}:${line}:`;
  const wrong: string[] = [];
  for (const start of await startsOf(folder, ".")) {
    const stack = await inNode(`const { Codex } = await import(${urlOf(folder, start)});
      try { new Codex().resumeThread("no"); } catch (error) { console.log(error.stack); }`);
    if (stack.includes(place)) continue;
    wrong.push(`expected ${place} in the stack of ${start}`, ...stack.split("\n"));
  }
  return wrong;
}

/** What is exported bears its own name, which shows where an object is printed. */
async function checkNames(folder: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const entry of Object.keys(ENTRIES)) {
    for (const start of await startsOf(folder, entry)) {
      const names = await inNode(`const entry = await import(${urlOf(folder, start)});
        for (const [name, value] of Object.entries(entry)) {
          if (typeof value !== "function" || value.name === name) continue;
          if (name === "default" || name === "module.exports") continue;
          console.log(name + " is called " + value.name);
        }`);
      wrong.push(...names.split("\n").filter(Boolean));
    }
  }
  return wrong;
}

async function checkEntries(folder: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const entry of Object.keys(ENTRIES)) {
    const expected = LOADS[entry];
    if (expected === undefined) {
      wrong.push(`LOADS of .ci/entries.ts does not say what ${entry} loads`);
      continue;
    }
    for (const start of await startsOf(folder, entry)) {
      const bundles = await reach(join(folder, start), importsOf);
      const sources = await Promise.all(bundles.map((bundle) => sourcesOf(folder, bundle)));
      const loads = foldersOf(sources.flatMap((modules) => [...modules?.keys() ?? []]));
      if (`${loads}` !== `${expected}`) wrong.push(`${start} loads ${loads}, not ${expected}`);
    }
  }
  return wrong;
}

/** What stops programs that read CommonJS: `import.meta`, and `import()` under Jest. */
async function checkCommonJs(folder: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const path of await filesBelow(join(folder, COMMONJS), ".js")) {
    const code = await Deno.readTextFile(path);
    // A method may be called `import`, too.
    const found = code.match(/\bimport\.meta\b|(?<!\* .*|\.|async )\bimport\((?![\w, ]*\) \{)/);
    if (found !== null) wrong.push(`${pathBelow(folder, path)} has ${found[0]}`);
  }
  return wrong;
}

/** An error of either copy is an instance of both copies' classes, and either copy can work with it. */
async function checkTwoCopies(folder: string): Promise<string[]> {
  const [imported = "", required = ""] = await startsOf(folder, ".");
  const said = await inNode(`const a = await import(${urlOf(folder, imported)});
    const b = (await import(${urlOf(folder, required)})).default;
    for (const [one, other] of [[a, b], [b, a]]) {
      const error = new one.SpawnError("in the other copy's spawn", { command: "codex" });
      const spawn = () => { throw error; };
      const caught = await new other.Codex({ spawn }).startThread().run("Hello").catch((e) => e);
      const kinds = [one.CodexError, other.CodexError, one.SpawnError, other.SpawnError];
      const isOther = caught instanceof one.AbortError || caught instanceof other.AbortError;
      console.log(one !== other && one.CodexError !== other.CodexError && caught === error &&
        kinds.every((kind) => caught instanceof kind) && !isOther && caught.items.length === 0);
    }`);
  return said === "true\ntrue\n" ? [] : [said];
}

/** Where an entry starts, imported and required, by paths from the package's root. */
async function startsOf(folder: string, entry: string): Promise<readonly string[]> {
  const { exports }: { exports: Record<string, PackageEntry> } = JSON.parse(
    await Deno.readTextFile(join(folder, "package.json")),
  );
  const made = exports[entry];
  if (made === undefined) throw new Error(`The package has no entry ${entry}`);
  return [made.default, made.require.default];
}

/** The package's own bundles that a bundle imports or requires, at once or later. */
async function importsOf(path: string): Promise<string[]> {
  const code = await Deno.readTextFile(path);
  const imports = code.matchAll(/\b(?:from|import|require)\b[ (]*"(\.[^"]+)"/g);
  return Array.from(imports, ([, specifier = ""]) => join(dirname(path), specifier));
}

/** What a program prints on Node. */
async function inNode(program: string): Promise<string> {
  const args = ["--enable-source-maps", "--input-type=module", "--eval", program];
  return (await must("node", args)).replaceAll("\\", "/");
}

/** A module's address, as a string of code. */
function urlOf(folder: string, path: string): string {
  return JSON.stringify(pathToFileURL(join(folder, path)).href);
}
