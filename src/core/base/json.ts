/**
 * JSON of data that others have nested, and how deeply they may have.
 *
 * @module
 */

/** Levels that are written of data which is nested too deeply. */
const MAX_DEPTH = 500;

/** Levels that Codex reads of a message. One that has more, it neither takes nor answers. */
export const CODEX_LEVELS = 127;

/**
 * Data as JSON. A runtime reads what is nested more deeply than it can write: there null takes the place of
 * what is too deep.
 */
export function jsonOf(data: unknown): string {
  try {
    return JSON.stringify(data);
  } catch {
    return JSON.stringify(cut(data, MAX_DEPTH));
  }
}

/**
 * Whether JSON has more levels than that: an object in a list has two. Of the text, since an object that is
 * written by its `toJSON()` may hold itself.
 */
export function isDeeper(json: string, levels: number): boolean {
  let level = 0;
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === '"') at = endOfText(json, at);
    else if (sign === "{" || sign === "[") {
      if (++level > levels) return true;
    } else if (sign === "}" || sign === "]") level--;
  }
  return false;
}

/** Where the string that begins there ends. It may hold an image: looking at each character would be slow. */
function endOfText(json: string, start: number): number {
  let end = start;
  do end = json.indexOf('"', end + 1); while (isEscaped(json, end));
  return end;
}

function isEscaped(json: string, at: number): boolean {
  let before = at - 1;
  while (json[before] === "\\") before--;
  return (at - before) % 2 === 0;
}

function cut(data: unknown, depth: number): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (depth === 0) return null;
  if (Array.isArray(data)) return data.map((value) => cut(value, depth - 1));
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, cut(value, depth - 1)]),
  );
}
