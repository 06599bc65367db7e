/**
 * The server's names in the spelling of events.
 *
 * @module
 */

/** `commandExecution` as `command_execution`. */
export function snakeCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The fields of an object with their names in snake case and their values unchanged. */
export function snakeFields(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [snakeCase(name), value]),
  );
}

/** A value with the names and the `type` strings of all its fields, however deep, in snake case. */
export function snakeDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeDeep);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      snakeCase(name),
      name === "type" && typeof part === "string" ? snakeCase(part) : snakeDeep(part),
    ]),
  );
}
