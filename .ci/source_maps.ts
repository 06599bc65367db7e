/**
 * The source maps of the npm package.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { filesBelow, pathBelow, ROOT } from "./command.ts";

/** The parts of a source map that are looked at. */
export interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly string[];
}

/**
 * Names the sources in the maps of bundles by their places in the package, where they would lie had
 * it any TypeScript: the maps hold the sources themselves.
 */
export async function relocateSourceMaps(folder: string): Promise<void> {
  for (const path of await filesBelow(folder, ".js.map")) {
    const map: SourceMap = JSON.parse(await Deno.readTextFile(path));
    const places = map.sources.map((source) => pathBelow(ROOT, join(dirname(path), source)));
    for (const [index, place] of places.entries()) {
      // Else the positions would be those of another text.
      if (map.sourcesContent?.[index] !== await Deno.readTextFile(join(ROOT, place))) {
        throw new Error(`The source map ${pathBelow(folder, path)} belongs to another ${place}`);
      }
    }
    const sources = places.map((place) => pathBelow(dirname(path), join(folder, place)));
    await Deno.writeTextFile(path, JSON.stringify({ ...map, sources }));
  }
}
