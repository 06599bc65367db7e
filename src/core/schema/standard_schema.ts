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
  /** Where, from the top. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * What a validation gives.
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
 * Gives a schema as JSON Schema: Standard JSON Schema v1.
 *
 * @category Typed results
 */
export interface StandardJsonSchema {
  /** The schema of what goes in. */
  readonly input: (options: { readonly target: string }) => Record<string, unknown>;
  /** The schema of what comes out. */
  readonly output: (options: { readonly target: string }) => Record<string, unknown>;
}

/**
 * What a schema turns values into.
 *
 * @category Typed results
 */
export type SchemaOutput<S> = S extends
  { readonly "~standard": { readonly types?: { readonly output: infer O } | undefined } } ? O
  : unknown;

/** Whether a value is a schema that validates. Functions may be (arktype's are). */
export function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const standard = (value as { "~standard"?: { validate?: unknown } })["~standard"];
  return typeof standard?.validate === "function";
}

/**
 * The JSON Schema of what a schema takes in, or null when it cannot tell.
 *
 * @throws Whatever the library throws for a schema that JSON Schema cannot express.
 */
export function jsonSchemaOf(schema: StandardSchema): Record<string, unknown> | null {
  const { jsonSchema } = schema["~standard"];
  if (jsonSchema !== undefined) return jsonSchema.input({ target: "draft-2020-12" });
  const { toJsonSchema, type, properties, $ref } = schema as object as Record<string, unknown>;
  // arktype before it had the interface.
  if (typeof toJsonSchema === "function") {
    return toJsonSchema.call(schema) as Record<string, unknown>;
  }
  // A JSON Schema that was given a validation: TypeBox's, by an adapter.
  if ((type === "object" && typeof properties === "object") || typeof $ref === "string") {
    const { "~standard": _, ...json } = schema;
    return JSON.parse(JSON.stringify(json));
  }
  return null;
}

/** An issue in one line: `items[0].name: expected string`. */
export function issueText({ path, message }: SchemaIssue): string {
  const where = (path ?? []).map((part) => typeof part === "object" ? part.key : part)
    .map((key) => typeof key === "number" ? `[${key}]` : `.${String(key)}`).join("")
    .replace(/^\./, "");
  return where === "" ? message : `${where}: ${message}`;
}

/** How many issues are put into words. */
const MAX_TOLD = 20;

/** The issues in a line each, the first of them where there are many. */
export function issueTexts(issues: readonly SchemaIssue[]): string[] {
  const texts = issues.slice(0, MAX_TOLD).map(issueText);
  const more = issues.length - texts.length;
  return more > 0 ? [...texts, `and ${more} more`] : texts;
}
