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

/** Whether data is nested in more levels than that: an object in a list has two. */
export function isDeeper(data: unknown, levels: number): boolean {
  if (typeof data !== "object" || data === null) return false;
  return levels === 0 || Object.values(data).some((value) => isDeeper(value, levels - 1));
}

function cut(data: unknown, depth: number): unknown {
  if (typeof data !== "object" || data === null) return data;
  if (depth === 0) return null;
  if (Array.isArray(data)) return data.map((value) => cut(value, depth - 1));
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, cut(value, depth - 1)]),
  );
}
