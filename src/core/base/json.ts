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
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    const code = json[at];
    if (isText) {
      if (code === "\\") at++;
      else if (code === '"') isText = false;
    } else if (code === '"') isText = true;
    else if (code === "{" || code === "[") {
      if (++level > levels) return true;
    } else if (code === "}" || code === "]") level--;
  }
  return false;
}

function cut(data: unknown, depth: number): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (depth === 0) return null;
  if (Array.isArray(data)) return data.map((value) => cut(value, depth - 1));
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, cut(value, depth - 1)]),
  );
}
