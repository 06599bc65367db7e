/**
 * JSON Schema as the model's service requires it in strict mode: objects are closed, every property is
 * required, and there is no keyword that it does not know.
 *
 * @module
 */
import { quoted } from "../base/plain_text.ts";
import { constants, isObject, type JsonSchema, typeOf } from "./json_schema.ts";
import { Choices } from "./schema_choice.ts";
import { DEFINITIONS, Definitions, escaped, pointer, refused } from "./definitions.ts";
import { FORMATS, IDLE_WHEN_FALSE, KEPT, LOOKAROUND, REFUSED, TYPES } from "./strict_keywords.ts";

export type { JsonSchema } from "./json_schema.ts";

/** How many schemas one may contain before it is refused, lest it block the program. */
const MAX_SCHEMAS = 50_000;
/** How deeply schemas may be nested. The service takes 10 levels. */
const MAX_DEPTH = 200;

/** What is known on the way down. */
interface Context {
  readonly definitions: Definitions;
  readonly choices: Choices;
  readonly validated: boolean;
  /** Schemas so far. */
  count: number;
  /** Schemas that this one is in. */
  depth: number;
}

/**
 * Closes the schema's objects, and refuses what strict mode cannot express.
 *
 * Keywords that limit no value, such as `default`, `examples` and `$id`, are left out. A `$ref` with a
 * description next to it gets its own copy of the definition, which has the description, since the service
 * takes no `$ref` with other keywords. `oneOf` becomes `anyOf` if no value can match two branches.
 *
 * @param schema The schema.
 * @param validated Whether the answer is validated anyway; a `format` or `pattern` that the service does
 * not know is then left out instead of being refused.
 * @returns A copy in strict form.
 * @throws {InvalidInputError} With the path in the schema, the reason and the usual fix.
 */
export function strictSchema(schema: JsonSchema, validated = false): JsonSchema {
  const definitions = new Definitions(schema);
  const choices = new Choices((ref) => definitions.lookUp(ref));
  const context: Context = { definitions, choices, validated, count: 0, depth: 0 };
  const top = definitions.top();
  if (top.anyOf !== undefined || top.oneOf !== undefined) {
    const state = "the top level must be one object, not a choice";
    throw refused("#", state, "wrap it: { result: … }");
  }
  if (top.type !== "object") {
    throw refused("#", "the top level must be an object", "wrap it: { result: … }");
  }
  const result: Record<string, unknown> = { ...strict(top, "#", context) };
  const made = new Map<string, [string, JsonSchema][]>();
  for (const keyword of DEFINITIONS) if (isObject(schema[keyword])) made.set(keyword, []);
  // The list grows during the loop: a definition that is described where it is used gets a copy.
  for (const definition of definitions.all) {
    const form = strict(definition.schema, pointer(definition), context);
    const entries = made.get(definition.keyword) ?? [];
    entries.push([definition.name, form]);
    made.set(definition.keyword, entries);
  }
  for (const [keyword, entries] of made) result[keyword] = Object.fromEntries(entries);
  return result;
}

function strict(value: unknown, path: string, context: Context): JsonSchema {
  if (++context.count > MAX_SCHEMAS) {
    const state = `it contains more than ${MAX_SCHEMAS} schemas`;
    throw refused("#", state, "ask for less, or in several turns");
  }
  if (++context.depth > MAX_DEPTH) {
    const state = `more than ${MAX_DEPTH} schemas are nested in each other`;
    throw refused("#", state, "use $defs and $ref");
  }
  const result = strictForm(value, path, context);
  context.depth--;
  return result;
}

function strictForm(value: unknown, path: string, context: Context): JsonSchema {
  if (value === false) throw refused(path, "it allows nothing", "leave it out");
  if (!isObject(value)) throw refused(path, "it allows anything", "name a type");
  if (value.$ref !== undefined) return { $ref: context.definitions.refOf(value, path) };
  for (const [keyword, fix] of REFUSED) {
    const idle = value[keyword] === false && IDLE_WHEN_FALSE.has(keyword);
    if (value[keyword] !== undefined && !idle) {
      throw refused(path, `strict mode has no "${keyword}"`, fix);
    }
  }
  const result: Record<string, unknown> = {};
  for (const [keyword, child] of Object.entries(value)) {
    if (KEPT.has(keyword)) result[keyword] = child;
  }
  const choices = choicesOf(value, path, context);
  if (choices !== undefined) {
    result.anyOf = choices.map((choice, at) => strict(choice, `${path}/anyOf/${at}`, context));
  }
  const types = typesOf(value, path);
  if (types === null && choices === undefined) {
    throw refused(path, "it allows anything", "name a type");
  }
  if (types !== null && value.type === undefined) {
    result.type = types.length === 1 ? types[0] : types;
  }
  text(result, path, context);
  if (isObject(value.properties)) {
    result.properties = mapValues(value.properties, `${path}/properties`, context);
  }
  if (value.items !== undefined) {
    result.items = items(value.items, `${path}/items`, context);
  } else if (types?.includes("array")) {
    throw refused(path, "the array allows items of any kind", "give it items");
  }
  const object = types?.includes("object") || isObject(value.properties);
  return object ? closed(value, result, path) : result;
}

/** The branches of a choice. */
function choicesOf(
  { anyOf, oneOf }: JsonSchema,
  path: string,
  context: Context,
): readonly unknown[] | undefined {
  const choices = anyOf ?? oneOf;
  if (choices === undefined) return undefined;
  if (!Array.isArray(choices) || choices.length === 0) {
    throw refused(path, "the choice is empty", "leave it out, or name a type");
  }
  if (oneOf !== undefined && (anyOf !== undefined || !context.choices.apart(choices))) {
    throw refused(path, 'strict mode has no "oneOf"', "use anyOf");
  }
  return choices;
}

/** The types that a schema names, or those of its constants: the service requires types. */
function typesOf(schema: JsonSchema, path: string): readonly unknown[] | null {
  const values = constants(schema);
  if (values?.length === 0) throw refused(path, "it allows nothing", "give enum a value");
  const named = schema.type === undefined ? values?.map(typeOf) : [schema.type].flat();
  if (named === undefined) return null;
  const types = [...new Set(named)];
  const wrong = types.find((type) => !TYPES.has(type));
  if (wrong !== undefined) {
    throw refused(path, `JSON has no type ${quoted(wrong)}`, "name one that it has");
  }
  if (schema.type === undefined && (types.includes("object") || types.includes("array"))) {
    const state = "a constant is not a text, number, boolean or null";
    throw refused(path, state, "describe it by a type");
  }
  return types;
}

/** Leaves a `format` or `pattern` that the service does not know to the validation, or refuses it. */
function text(result: Record<string, unknown>, path: string, { validated }: Context): void {
  const { format, pattern } = result;
  if (format !== undefined && !FORMATS.has(format)) {
    if (!validated) {
      const known = [...FORMATS].join(", ");
      throw refused(path, `strict mode has no format ${quoted(format)}`, `it has ${known}`);
    }
    delete result.format;
  }
  if (typeof pattern === "string" && LOOKAROUND.test(pattern)) {
    if (!validated) throw refused(path, "strict mode has no lookaround in a pattern", "do without");
    delete result.pattern;
  }
}

function items(schema: unknown, path: string, context: Context): JsonSchema {
  if (!Array.isArray(schema)) return strict(schema, path, context);
  throw refused(path, "strict mode has no tuples", "use an object with a property per place");
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
  const required = new Set<unknown>(Array.isArray(schema.required) ? schema.required : []);
  const properties = new Map(Object.entries(schema.properties ?? {}));
  for (const [name, property] of properties) {
    if (!required.has(name)) {
      throw refused(
        `${path}/properties/${escaped(name)}`,
        "strict mode has no optional properties",
        isObject(property) && property.default !== undefined
          ? "leave the default out, or allow null in its place (zod: .nullable())"
          : "require it, and allow null (zod: .nullable() in place of .optional())",
      );
    }
  }
  for (const name of required) {
    if (!properties.has(String(name))) {
      throw refused(
        path,
        `it requires ${quoted(name)}, which has no schema`,
        "give it one",
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

function mapValues(schemas: JsonSchema, path: string, context: Context): JsonSchema {
  return Object.fromEntries(
    Object.entries(schemas).map((
      [name, schema],
    ) => [name, strict(schema, `${path}/${escaped(name)}`, context)]),
  );
}
