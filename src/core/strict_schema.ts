/**
 * JSON Schema as the model's service wants it in strict mode: objects closed, every property
 * required, no keyword it does not know. Source: OpenAI's guide "Structured Outputs", 2026.
 *
 * @module
 */
import { InvalidInputError } from "./errors.ts";

/** A JSON Schema. */
export type JsonSchema = { readonly [key: string]: unknown };

/** Keywords that strict mode refuses, with the usual way out. */
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ["allOf", "write the combined schema out"],
  ["not", "say what is allowed instead"],
  ["if", "use anyOf"],
  ["then", "use anyOf"],
  ["else", "use anyOf"],
  ["dependentRequired", "require all properties, and allow null"],
  ["dependentSchemas", "use anyOf"],
  ["patternProperties", "use an array of objects with a key and a value"],
  ["propertyNames", "use an array of objects with a key and a value"],
  ["unevaluatedProperties", "close the object with additionalProperties: false"],
  ["unevaluatedItems", "use items"],
  ["minProperties", "name the properties"],
  ["maxProperties", "name the properties"],
  ["prefixItems", "use an object with a property per place"],
  ["contains", "use items"],
  ["minContains", "use items"],
  ["maxContains", "use items"],
  ["uniqueItems", "ask for it in the description, and check it yourself"],
]);

/** Keywords under which a schema stands. */
const NESTED = ["items"] as const;
/** Keywords under which schemas stand by name. */
const NAMED = ["properties", "$defs", "definitions"] as const;

/**
 * Closes the schema's objects, and refuses what strict mode cannot express.
 *
 * @param schema The schema.
 * @returns A copy in strict form.
 * @throws {InvalidInputError} With the path in the schema, the reason and the usual fix.
 */
export function strictSchema(schema: JsonSchema): JsonSchema {
  // `$schema` says which draft it is, which strict mode does not ask.
  const { $schema: _, ...root } = schema;
  if (root.type !== "object" && typeof root.$ref !== "string") {
    throw refused("#", "the top must be an object", "wrap it: { result: … }");
  }
  if (root.anyOf !== undefined || root.oneOf !== undefined) {
    throw refused("#", "the top must be one object, not a choice", "wrap it: { result: … }");
  }
  return strict(root, "#");
}

function strict(schema: unknown, path: string): JsonSchema {
  if (!isObject(schema)) throw refused(path, "it allows anything", "name a type");
  for (const [keyword, fix] of UNSUPPORTED) {
    if (schema[keyword] !== undefined) {
      throw refused(path, `strict mode has no "${keyword}"`, fix);
    }
  }
  const result: Record<string, unknown> = { ...schema };
  if (schema.oneOf !== undefined) {
    result.anyOf = exclusive(schema.oneOf, path);
    delete result.oneOf;
  }
  if (!["type", "$ref", "anyOf", "enum", "const"].some((key) => result[key] !== undefined)) {
    throw refused(path, "it allows anything", "name a type");
  }
  if (Array.isArray(result.anyOf)) {
    result.anyOf = result.anyOf.map((choice, index) => strict(choice, `${path}/anyOf/${index}`));
  }
  for (const keyword of NESTED) {
    if (schema[keyword] !== undefined) {
      result[keyword] = strict(schema[keyword], `${path}/${keyword}`);
    }
  }
  for (const keyword of NAMED) {
    const children = schema[keyword];
    if (!isObject(children)) continue;
    result[keyword] = Object.fromEntries(
      Object.entries(children).map((
        [name, child],
      ) => [name, strict(child, `${path}/${keyword}/${name}`)]),
    );
  }
  if (isArrayType(schema) && schema.items === undefined) {
    throw refused(path, "the array allows items of any kind", "give it items");
  }
  return isObjectType(schema) ? closed(schema, result, path) : result;
}

function closed(
  schema: JsonSchema,
  result: Record<string, unknown>,
  path: string,
): JsonSchema {
  const free = schema.additionalProperties;
  if ((free !== undefined && free !== false) || (!isObject(schema.properties) && free !== false)) {
    throw refused(
      path,
      "the object allows properties of any name",
      "name them, or use an array of objects with a key and a value",
    );
  }
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  for (const name of Object.keys(schema.properties ?? {})) {
    if (!required.has(name)) {
      throw refused(
        `${path}/properties/${name}`,
        "strict mode has no optional properties",
        "require it, and allow null (zod: .nullable() in place of .optional())",
      );
    }
  }
  return {
    ...result,
    properties: result.properties ?? {},
    required: [...required],
    additionalProperties: false,
  };
}

/** The branches of a `oneOf` of which no two can fit at once, for which `anyOf` means the same. */
function exclusive(branches: unknown, path: string): unknown {
  if (Array.isArray(branches)) {
    const names = Object.keys(propertiesOf(branches[0]));
    if (names.some((name) => tells(branches, name))) return branches;
  }
  throw refused(path, 'strict mode has no "oneOf"', "use anyOf");
}

/** Whether a property has one constant value in each branch, another in each. */
function tells(branches: readonly unknown[], name: string): boolean {
  const values = branches.map((branch) => {
    const property = propertiesOf(branch)[name];
    if (!isObject(property)) return undefined;
    if (property.const !== undefined) return property.const;
    return Array.isArray(property.enum) && property.enum.length === 1
      ? property.enum[0]
      : undefined;
  });
  return !values.includes(undefined) && new Set(values).size === branches.length;
}

function propertiesOf(schema: unknown): JsonSchema {
  return isObject(schema) && isObject(schema.properties) ? schema.properties : {};
}

function isObjectType({ type, properties }: JsonSchema): boolean {
  return type === "object" || (Array.isArray(type) && type.includes("object")) ||
    isObject(properties);
}

function isArrayType({ type }: JsonSchema): boolean {
  return type === "array" || (Array.isArray(type) && type.includes("array"));
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(path: string, reason: string, fix: string): InvalidInputError {
  return new InvalidInputError(
    "outputSchema",
    `Cannot use outputSchema: at ${path}: ${reason}; ${fix}`,
  );
}
