/**
 * File names for any string: in one case only, without anything that systems forbid, and reversible.
 *
 * @module
 */

/** File systems refuse longer names, counting what is put around them. */
const MAX_LENGTH = 200;
const SAFE = /^[a-z0-9_-]$/;

/**
 * A string as a name that every file system accepts, different for every string; null if it is too long.
 */
export function nameOf(text: string): string | null {
  let name = "";
  // By code units: a lone half of a pair is a string of its own, too.
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    name += SAFE.test(unit) ? unit : escaped(text.charCodeAt(i));
    if (name.length > MAX_LENGTH) return null;
  }
  return name;
}

function escaped(code: number): string {
  const hex = code.toString(16);
  return code < 0x100 ? `%${hex.padStart(2, "0")}` : `%u${hex.padStart(4, "0")}`;
}

/** The string that a name stands for. */
export function textOf(name: string): string {
  return name.replace(
    /%(?:u([0-9a-f]{4})|([0-9a-f]{2}))/g,
    (_, wide?: string, narrow?: string) =>
      String.fromCharCode(Number.parseInt(wide ?? narrow ?? "", 16)),
  );
}

/** The name of a key's folder. Its beginning keeps it apart from the names that Windows reserves. */
export async function folderOf(key: string): Promise<string> {
  const name = nameOf(key);
  if (name !== null) return `k-${name}`;
  // As JSON, which does not lose a lone half of a pair.
  const bytes = new TextEncoder().encode(JSON.stringify(key));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `h-${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
