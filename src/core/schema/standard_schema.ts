/**
 * The Standard Schema interfaces (https://standardschema.dev), structurally: zod, valibot, arktype
 * and others fit them without being a dependency.
 *
 * @module
 */

/**
 * A problem that a schema found in a value.
 *
 * @category Typed results
 */
export interface SchemaIssue {
  /** What is wrong. */
  readonly message: string;
  /** Where in the value, as keys from the top down. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * The result of a validation.
 *
 * @category Typed results
 */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/**
 * A schema that validates: Standard Schema v1.
 *
 * @category Typed results
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  /** The interface, under its reserved name. */
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly jsonSchema?: StandardJsonSchema | undefined;
  };
}

/**
 * Converts a schema to JSON Schema: Standard JSON Schema v1.
 *
 * @category Typed results
 */
export interface StandardJsonSchema {
  /** Returns the JSON Schema of the input. */
  readonly input: (options: { readonly target: string }) => Record<string, unknown>;
  /** Returns the JSON Schema of the output. */
  readonly output: (options: { readonly target: string }) => Record<string, unknown>;
}

/**
 * The type of a schema's output.
 *
 * @category Typed results
 */
export type SchemaOutput<S> = S extends
  { readonly "~standard": { readonly types?: { readonly output: infer O } | undefined } } ? O
  : unknown;

/** Whether a value is a schema that validates. It may be a function, as in arktype. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const standard = (value as { "~standard"?: { validate?: unknown } })["~standard"];
  return typeof standard?.validate === "function";
}

/**
 * Returns the JSON Schema of a schema's input, or null if the schema cannot produce it.
 *
 * @throws Whatever the library throws for a schema that JSON Schema cannot express.
 */
export function jsonSchemaOf(schema: StandardSchema): Record<string, unknown> | null {
  const { jsonSchema } = schema["~standard"];
  if (jsonSchema !== undefined) return jsonSchema.input({ target: "draft-2020-12" });
  const { toJsonSchema, type, properties, $ref } = schema as object as Record<string, unknown>;
  // An arktype without the interface.
  if (typeof toJsonSchema === "function") {
    return toJsonSchema.call(schema) as Record<string, unknown>;
  }
  // A JSON Schema to which an adapter has added validation, as for TypeBox.
  if ((type === "object" && typeof properties === "object") || typeof $ref === "string") {
    const { "~standard": _, ...json } = schema;
    return JSON.parse(JSON.stringify(json));
  }
  return null;
}

/** What a library without Standard JSON Schema offers instead. */
const HINTS: Readonly<Record<string, string>> = {
  valibot: "wrap it in toStandardJsonSchema() of @valibot/to-json-schema",
  zod: "use zod 4.2 or newer, and zod instead of zod/mini",
  effect: "wrap it in Schema.toStandardJSONSchemaV1()",
};

/** Says that a schema cannot produce its JSON Schema, and what can. */
export function withoutJsonSchema(schema: StandardSchema): string {
  const { vendor } = schema["~standard"];
  const hint = Object.hasOwn(HINTS, vendor) ? HINTS[vendor] : "give a plain JSON Schema instead";
  return `the ${vendor} schema cannot produce its JSON Schema; ${hint}`;
}

/** An issue in one line: `items[0].name: expected string`. */
export function issueText({ path, message }: SchemaIssue): string {
  const where = (path ?? []).map((part) => typeof part === "object" ? part.key : part)
    .map((key) => typeof key === "number" ? `[${key}]` : `.${String(key)}`).join("")
    .replace(/^\./, "");
  return where === "" ? message : `${where}: ${message}`;
}

/** How many issues a message lists. */
const MAX_TOLD = 20;

/** The issues, one line each; only the first ones if there are many. */
export function issueTexts(issues: readonly SchemaIssue[]): string[] {
  const texts = issues.slice(0, MAX_TOLD).map(issueText);
  const more = issues.length - texts.length;
  return more > 0 ? [...texts, `and ${more} more`] : texts;
}
