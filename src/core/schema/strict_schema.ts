/**
 * JSON Schema as the model's service wants it in strict mode: objects closed, every property
 * required, no keyword it does not know.
 *
 * @module
 */
import { InvalidInputError } from "../vocabulary/errors.ts";
import { quoted } from "../vocabulary/plain_text.ts";
import { apart, constants, isObject, type JsonSchema, typeOf } from "./schema_choice.ts";
import {
  DESCRIBING,
  FORMATS,
  IDLE_WHEN_FALSE,
  KEPT,
  LOOKAROUND,
  REFUSED,
  TYPES,
} from "./strict_keywords.ts";

export type { JsonSchema } from "./schema_choice.ts";

/** Where definitions stand, at the top. */
const DEFINITIONS = ["$defs", "definitions"] as const;

/** What is known on the way down. */
interface Context {
  readonly root: JsonSchema;
  readonly validated: boolean;
  /** The definitions that were written out on the way here. */
  readonly inside: readonly string[];
}

/**
 * Closes the schema's objects, and refuses what strict mode cannot express.
 *
 * Left out is what limits no value, such as `default`, `examples` and `$id`. A `$ref` that has a
 * description beside it is written out, since the service takes no `$ref` with other keywords.
 * `oneOf` becomes `anyOf` where no two branches can fit at once.
 *
 * @param schema The schema.
 * @param validated Whether the answer is validated anyway: then a `format` or `pattern` that the
 * service does not know is left out, too, in place of being refused.
 * @returns A copy in strict form.
 * @throws {InvalidInputError} With the path in the schema, the reason and the usual fix.
 */
export function strictSchema(schema: JsonSchema, validated = false): JsonSchema {
  const context: Context = { root: schema, validated, inside: [] };
  const top = topOf(context);
  if (top.anyOf !== undefined || top.oneOf !== undefined) {
    throw refused("#", "the top must be one object, not a choice", "wrap it: { result: … }");
  }
  if (top.type !== "object") {
    throw refused("#", "the top must be an object", "wrap it: { result: … }");
  }
  const result: Record<string, unknown> = { ...strict(top, "#", context) };
  for (const keyword of DEFINITIONS) {
    if (isObject(schema[keyword])) {
      result[keyword] = mapValues(schema[keyword], `#/${keyword}`, context);
    }
  }
  return result;
}

/** The top, written out if it is a reference: the service wants a `type` there. */
function topOf(context: Context): JsonSchema {
  let top = context.root;
  for (const seen = new Set<string>(); top.$ref !== undefined;) {
    const { ref, target } = resolved(top, "#", context);
    if (ref === "#" || seen.has(ref)) throw refused("#", "it refers to itself", "name a type");
    seen.add(ref);
    top = { ...target, ...described(top) };
  }
  return top;
}

function strict(value: unknown, path: string, context: Context): JsonSchema {
  if (value === false) throw refused(path, "it allows nothing", "leave it out");
  if (!isObject(value)) throw refused(path, "it allows anything", "name a type");
  if (value.$ref !== undefined) return reference(value, path, context);
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

/** A reference, which stands alone; what is described on the spot is written out. */
function reference(schema: JsonSchema, path: string, context: Context): JsonSchema {
  const { ref, target } = resolved(schema, path, context);
  const description = described(schema);
  if (Object.keys(description).length === 0 || context.inside.includes(ref)) return { $ref: ref };
  const inside = [...context.inside, ref];
  return strict({ ...target, ...description }, path, { ...context, inside });
}

/** What a `$ref` leads to, by its place or its `$id`; the service looks nowhere but at the top. */
function resolved(
  schema: JsonSchema,
  path: string,
  { root }: Context,
): { readonly ref: string; readonly target: JsonSchema } {
  const limit = Object.keys(schema).find((keyword) =>
    REFUSED.has(keyword) || keyword === "oneOf" || (KEPT.has(keyword) && !DESCRIBING.has(keyword))
  );
  if (limit !== undefined) {
    throw refused(path, `strict mode has no "${limit}" beside "$ref"`, "move it to the definition");
  }
  const { $ref } = schema;
  if ($ref === "#" || $ref === root.$id) return { ref: "#", target: root };
  for (const keyword of DEFINITIONS) {
    for (const [name, target] of Object.entries(root[keyword] ?? {})) {
      const ref = `#/${keyword}/${escaped(name)}`;
      if (isObject(target) && ($ref === ref || $ref === target.$id)) return { ref, target };
    }
  }
  throw refused(
    path,
    `there is no definition ${quoted($ref)}`,
    "put it in the top's $defs",
  );
}

/** The branches of a choice, of which any may fit. */
function choicesOf(
  { anyOf, oneOf }: JsonSchema,
  path: string,
  { root }: Context,
): readonly unknown[] | undefined {
  const choices = anyOf ?? oneOf;
  if (choices === undefined) return undefined;
  if (!Array.isArray(choices) || choices.length === 0) {
    throw refused(path, "the choice is empty", "leave it out, or name a type");
  }
  if (oneOf !== undefined && (anyOf !== undefined || !apart(choices, root))) {
    throw refused(path, 'strict mode has no "oneOf"', "use anyOf");
  }
  return choices;
}

/** The types a schema names, or those of its constants: the service wants them named. */
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
    throw refused(path, "a constant is no text, number, boolean or null", "describe it by a type");
  }
  return types;
}

/** Leaves to the validation what the service does not know about texts, or refuses it. */
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

function described(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => DESCRIBING.has(keyword)));
}

function mapValues(schemas: JsonSchema, path: string, context: Context): JsonSchema {
  return Object.fromEntries(
    Object.entries(schemas).map((
      [name, schema],
    ) => [name, strict(schema, `${path}/${escaped(name)}`, context)]),
  );
}

/** A name in a JSON pointer. */
function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function refused(path: string, reason: string, fix: string): InvalidInputError {
  return new InvalidInputError(
    "outputSchema",
    `Cannot use outputSchema: at ${path}: ${reason}; ${fix}`,
  );
}
