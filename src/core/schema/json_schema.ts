/**
 * What a JSON Schema is, and the types of its values.
 *
 * @module
 */

/**
 * A JSON Schema.
 *
 * @category Typed results
 */
export type JsonSchema = { readonly [key: string]: unknown };

/** Whether a value is an object with members. */
export function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The JSON type of a value. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** The values that a schema is limited to, or null. */
export function constants(schema: unknown): readonly unknown[] | null {
  if (!isObject(schema)) return null;
  if (schema.const !== undefined) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : null;
}
