/**
 * The source maps of the npm package.
 *
 * @module
 */
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { filesBelow, pathBelow, ROOT } from "./command.ts";

/** The parts of a source map that are looked at. */
export interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly string[];
}

/**
 * Takes the source maps that `deno pack` writes into the code, each to a file beside it, so that
 * only a debugger reads them; names the source by its place in the package instead of on this
 * machine. The source itself is in the map: the package has no TypeScript.
 */
export async function separateSourceMaps(folder: string): Promise<void> {
  for (const path of await filesBelow(folder, ".js")) {
    const code = await Deno.readTextFile(path);
    const [, body, base64] =
      code.match(/^([^]*\n)\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/) ?? [];
    if (body === undefined || base64 === undefined) {
      throw new Error(`Cannot find the source map of ${path}`);
    }
    const map: SourceMap = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(base64)));
    const source = pathBelow(folder, path).replace(/js$/, "ts");
    const text = await Deno.readTextFile(join(ROOT, source));
    checkMap(map, source, text);
    const sources = [basename(source)];
    const neutral = { ...map, file: basename(path), sources, sourcesContent: [text] };
    await Deno.writeTextFile(`${path}.map`, JSON.stringify(neutral));
    await Deno.writeTextFile(path, `${body}//# sourceMappingURL=${basename(path)}.map\n`);
  }
}

/** The map is of this source alone, and its positions are those of the source as it is. */
function checkMap({ sources, sourcesContent }: SourceMap, source: string, text: string): void {
  const [only, ...others] = sources;
  if (only !== pathToFileURL(join(ROOT, source)).href || others.length > 0) {
    throw new Error(`The source map of ${source} is of ${sources.join(", ")}`);
  }
  // `deno pack` renames the imports of the source that it maps, too.
  const renamed = (text: string) => text.replaceAll(/\.ts"/g, '.js"');
  const packed = sourcesContent?.[0];
  if (packed === undefined || renamed(packed) !== renamed(text)) {
    throw new Error(`The source map of ${source} is of another text`);
  }
}
