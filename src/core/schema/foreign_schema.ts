/**
 * Detects objects that are passed as a JSON Schema but are not one: schema objects of a library that does
 * not support Standard Schema. As JSON, they would be some object by which no answer is checked.
 *
 * @module
 */

/** A JSON Schema has at least one of these keywords, unless it allows anything. */
const KEYWORDS = [
  "type",
  "properties",
  "$ref",
  "$defs",
  "definitions",
  "anyOf",
  "oneOf",
  "allOf",
  "enum",
  "const",
  "items",
] as const;

/** Names of the functions with which libraries check values. */
const CHECKS = ["parse", "safeParse", "validate", "check", "decode", "is", "assert"] as const;

/** Why an object is not a JSON Schema, or null. */
export function foreignSchema(value: object): string | null {
  const given = value as Readonly<Record<string, unknown>>;
  if (typeof given._def === "object" && typeof given.parse === "function") {
    return "it is a schema of zod before 3.24, which cannot be read; update zod to 4.2 or newer, or give a plain JSON Schema";
  }
  if (typeof value === "function") return "it is a function, not a JSON Schema";
  const hasKeyword = KEYWORDS.some((keyword) => keyword in value);
  if (!hasKeyword && Object.values(given).some(isSchema)) {
    return "its members are schemas of a library, but it is not one itself; wrap it: z.object({ … })";
  }
  const checks = CHECKS.some((name) => typeof given[name] === "function");
  const prototype: unknown = Object.getPrototypeOf(value);
  const isInstance = prototype !== null && Object.getPrototypeOf(prototype) !== null;
  if (checks || (isInstance && !hasKeyword)) {
    const name = isInstance ? value.constructor?.name : "";
    return `it is ${
      name ? `an instance of ${name}` : "an object with functions"
    }, not a JSON Schema; give its JSON Schema, or a Standard Schema that has one`;
  }
  return null;
}

function isSchema(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("~standard" in value || "_def" in value);
}
