/**
 * What tells the branches of a choice apart.
 *
 * @module
 */

/** A JSON Schema. */
export type JsonSchema = { readonly [key: string]: unknown };

/** Whether no two of the branches can fit the same value, so that `anyOf` means the same. */
export function apart(choices: readonly unknown[], root: JsonSchema): boolean {
  const branches = choices.map((choice) => {
    const { $ref } = isObject(choice) ? choice : {};
    if ($ref === undefined) return choice;
    const [, keyword, name] = /^#\/(\$defs|definitions)\/([^/]+)$/.exec(String($ref)) ?? [];
    const definitions = root[keyword ?? ""];
    return isObject(definitions) ? definitions[name ?? ""] : undefined;
  });
  return branches.every((one, at) => branches.slice(at + 1).every((other) => differ(one, other)));
}

function differ(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return false;
  if (disjoint(kinds(one), kinds(other)) || disjoint(constants(one), constants(other))) return true;
  if (one.type !== "object" || other.type !== "object") return false;
  const [mine, theirs] = [one.properties ?? {}, other.properties ?? {}].map(Object.entries);
  const there = new Map(theirs);
  return mine?.some(([name, property]) =>
    disjoint(constants(property), constants(there.get(name)))
  ) ?? false;
}

function disjoint(one: readonly unknown[] | null, other: readonly unknown[] | null): boolean {
  return one !== null && other !== null && !one.some((value) => other.includes(value));
}

/** The values a schema is limited to, or null. */
export function constants(schema: unknown): readonly unknown[] | null {
  if (!isObject(schema)) return null;
  if (schema.const !== undefined) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : null;
}

/** The types of a schema's values as far as two of them differ, or null. */
function kinds({ type, ...schema }: JsonSchema): readonly unknown[] | null {
  const types = type === undefined ? constants(schema)?.map(typeOf) : [type].flat();
  return types?.map((type) => type === "integer" ? "number" : type) ?? null;
}

/** The JSON type of a value. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Whether a value is an object with members. */
export function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
