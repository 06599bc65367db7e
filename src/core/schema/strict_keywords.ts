/**
 * The part of JSON Schema that strict mode supports.
 *
 * Sources: OpenAI's guide "Structured model outputs" (supported schemas), and where it is silent, the
 * service's answers as people have reported them: `schema must have a 'type' key`
 * (openclaw/clawpatch#60), `'oneOf' is not permitted` (openai/openai-node#1709), `'uri' is not a valid
 * format` (can1357/oh-my-pi#206), `regex lookaround is not supported` (vercel/ai#21037), `$ref cannot
 * have keywords` (vectorize-io/hindsight#3944), `reference can only point to definitions defined at
 * the top level` (dotnet/extensions#6918), `'propertyNames' is not permitted`
 * (vercel-labs/json-render#180).
 *
 * @module
 */

/** Keywords that describe a value without limiting it, and help the model. */
export const DESCRIBING: ReadonlySet<string> = new Set(["title", "description"]);

/**
 * Keywords that strict mode takes. Any other keyword that is not refused limits no value (`default`,
 * `examples`, `deprecated`, leftovers of a library) and is left out.
 */
export const KEPT: ReadonlySet<string> = new Set([
  ...DESCRIBING,
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "anyOf",
  "enum",
  "const",
  "pattern",
  "format",
  "minLength",
  "maxLength",
  "multipleOf",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minItems",
  "maxItems",
]);

const PAIRS = "use an array of objects with a key and a value";
const PLACES = "use an object with a property per place";

/** Keywords that limit values in ways that strict mode does not support, with the usual fix. */
export const REFUSED: ReadonlyMap<string, string> = new Map([
  ["allOf", "write the combined schema out"],
  ["not", "say what is allowed instead"],
  ["if", "use anyOf"],
  ["then", "use anyOf"],
  ["else", "use anyOf"],
  ["dependentRequired", "require all properties, and allow null"],
  ["dependentSchemas", "use anyOf"],
  ["dependencies", "require all properties, and allow null"],
  ["patternProperties", PAIRS],
  ["propertyNames", PAIRS],
  ["unevaluatedProperties", "close the object with additionalProperties: false"],
  ["unevaluatedItems", "use items"],
  ["minProperties", "name the properties"],
  ["maxProperties", "name the properties"],
  ["prefixItems", PLACES],
  ["contains", "use items"],
  ["minContains", "use items"],
  ["maxContains", "use items"],
  ["uniqueItems", "ask for it in the description, and check it yourself"],
  ["nullable", 'name the type "null" too'],
  ["$dynamicRef", "use $ref"],
  ["$recursiveRef", "use $ref"],
]);

/** Keywords of {@linkcode REFUSED} that mean nothing if they are false. */
export const IDLE_WHEN_FALSE: ReadonlySet<string> = new Set([
  "nullable",
  "uniqueItems",
  "unevaluatedItems",
  "unevaluatedProperties",
]);

/** JSON's types. */
export const TYPES: ReadonlySet<unknown> = new Set([
  "string",
  "number",
  "integer",
  "boolean",
  "object",
  "array",
  "null",
]);

/** The formats that strict mode knows. */
export const FORMATS: ReadonlySet<unknown> = new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "uuid",
]);

/** A lookahead or lookbehind, which the service's regular expressions do not have. */
export const LOOKAROUND: RegExp = /(?<!\\)(?:\\\\)*\(\?<?[=!]/;
