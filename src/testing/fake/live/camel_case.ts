/**
 * Names in the server's spelling.
 *
 * @module
 */

/** Turns `command_execution` into `commandExecution`. */
export function camelCase(text: string): string {
  return String(text).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A value with the names of all fields in the server's spelling, and its `type` too. */
export function camelDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelDeep);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      camelCase(name),
      name === "type" && typeof part === "string" ? camelCase(part) : camelDeep(part),
    ]),
  );
}
