/**
 * The types of the npm package. They are there once, as those of the CommonJS files, which modules
 * may import too: else a `Thread` that was imported would not be one that was required.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { COMMONJS } from "./bundle.ts";
import { filesBelow, pathBelow } from "./command.ts";

/** Where {@linkcode GLOBALS} lie. */
const GLOBALS_FILE = "globals.d.ts";

/**
 * The names of the web and of newer TypeScript that the types use. Each is merged with the real one
 * where a program has it, by `lib.dom.d.ts` or `@types/node`; others compile without either.
 */
const GLOBALS = `interface SymbolConstructor {
  readonly asyncDispose: unique symbol;
}
interface AsyncDisposable {
  [Symbol.asyncDispose](): PromiseLike<void>;
}
interface AbortSignal {}
interface Request {}
interface Response {}
interface ReadableStream<R = any> {}
interface WritableStream<W = any> {}
`;

/**
 * Moves the types to the CommonJS files, and leaves types in their place that hand them on.
 *
 * @param folder The unpacked package.
 * @param entries The entries' types, as `deno pack` has put them: `./mod.d.ts`.
 */
export async function moveTypes(folder: string, entries: readonly string[]): Promise<void> {
  const out = join(folder, COMMONJS);
  for (const path of await filesBelow(folder, ".d.ts")) {
    const target = join(out, pathBelow(folder, path));
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.writeTextFile(target, widened(await Deno.readTextFile(path)));
    await Deno.remove(path);
  }
  for (const entry of entries) {
    const target = join(out, entry);
    const globals = pathTo(dirname(target), join(out, GLOBALS_FILE));
    const types = await Deno.readTextFile(target);
    await Deno.writeTextFile(target, `/// <reference path="${globals}" />\n${types}`);
    const path = join(folder, entry);
    const from = pathTo(dirname(path), target).replace(/\.d\.ts$/, ".js");
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, `export * from "${from}";\n`);
  }
  await Deno.writeTextFile(join(out, GLOBALS_FILE), GLOBALS);
  await Deno.writeTextFile(join(out, "package.json"), '{ "type": "commonjs" }\n');
}

/** TypeScript before 5.7 knows one kind of `Uint8Array`, which is the widest of the newer ones. */
function widened(types: string): string {
  return types.replaceAll(/\bUint8Array<\w+>/g, "Uint8Array");
}

/** The path from a folder to a file, as imports write it. */
function pathTo(folder: string, file: string): string {
  const path = pathBelow(folder, file);
  return path.startsWith("../") ? path : `./${path}`;
}
