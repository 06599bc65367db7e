/**
 * The entries of the package, as deno.json names them, and what each brings along: an entry is paid
 * for only by those who import it.
 *
 * @module
 */
import { join } from "node:path";
import { ROOT } from "./command.ts";

/** The module of each entry: `"./testing"` is `"./src/testing/mod.ts"`. Every check goes by these. */
export const ENTRIES: Readonly<Record<string, string>> = JSON.parse(
  await Deno.readTextFile(join(ROOT, "deno.json")),
).exports;

/**
 * The folders of src that an entry loads, at once or later. A new entry needs a line here: the tests
 * compare these with its imports and with its bundle.
 */
export const LOADS: Readonly<Record<string, readonly string[]>> = {
  ".": ["adapters", "core", "exec", "launch"],
  "./app-server": ["adapters", "app_server", "core", "launch"],
  // Types alone.
  "./protocol": [],
  "./durable": ["adapters", "app_server", "core", "durable", "exec", "launch"],
  "./otel": ["adapters", "core", "otel"],
  "./testing": ["core", "testing"],
  // Of the app-server two errors and a list: it is given one that runs.
  "./web": ["app_server", "core", "web"],
  "./web/client": ["web"],
};

/** The name by which a program imports an entry. */
export function importName(entry: string): string {
  return `@codex-js/sdk${entry.slice(1)}`;
}

/**
 * Code that imports every entry, and throws where one has nothing to give. For types, `LOADS` says
 * that nothing is loaded.
 */
export function importsOfAll(): string {
  return Object.keys(ENTRIES).map((entry, index) => {
    const name = JSON.stringify(importName(entry));
    const line = `import * as entry${index} from ${name};\n`;
    if (LOADS[entry]?.length === 0) return `${line}void entry${index};\n`;
    return `${line}if (Object.keys(entry${index}).length === 0) throw new Error(${name});\n`;
  }).join("");
}

/** Everything that is reached from `start`, itself included. */
export async function reach(
  start: string,
  importsOf: (file: string) => readonly string[] | Promise<readonly string[]>,
): Promise<string[]> {
  const reached = new Set([start]);
  // A set is walked to its end, what is added on the way included.
  for (const file of reached) {
    for (const next of await importsOf(file)) reached.add(next);
  }
  return [...reached];
}

/** The folders of src that the files lie in, by paths from the package's root. */
export function foldersOf(files: readonly string[]): string[] {
  const folders = files.map((file) => file.match(/^src\/(\w+)\//)?.[1]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}
