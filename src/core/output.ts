/**
 * Structured output: a schema out to the model, a checked value back.
 *
 * @module
 */
import { CodexError, InvalidInputError } from "./errors.ts";
import type { Input } from "./input.ts";
import type { TurnOptions } from "./options.ts";
import {
  isStandardSchema,
  issueText,
  jsonSchemaOf,
  type SchemaIssue,
  type SchemaOutput,
  type StandardSchema,
} from "./standard_schema.ts";
import { type JsonSchema, strictSchema } from "./strict_schema.ts";
import type { Turn } from "./turn.ts";

/** A JSON Schema whose values have a type that the caller has named. */
export type TypedJsonSchema<T> = JsonSchema & { readonly "~type"?: T };

/**
 * Names the type of a JSON Schema's values. Nothing is checked against it: only JSON is parsed.
 *
 * @param schema The JSON Schema.
 * @returns The same schema.
 *
 * @example Name a type
 * ```ts
 * import { jsonSchema } from "@codex-js/sdk";
 *
 * const schema = jsonSchema<{ summary: string }>({
 *   type: "object",
 *   properties: { summary: { type: "string" } },
 *   required: ["summary"],
 * });
 * console.log(schema.type);
 * ```
 */
export function jsonSchema<T>(schema: JsonSchema): TypedJsonSchema<T> {
  return schema;
}

/** The type of a turn's `output`: what the schema gives, or undefined without one. */
export type OutputOf<S> = S extends undefined ? undefined
  : S extends StandardSchema ? SchemaOutput<S>
  : S extends { readonly "~type"?: infer T } ? T
  : unknown;

/** The answer does not fit the output schema. */
export class OutputError extends CodexError {
  /** The final message, or "" when there was none. */
  readonly text: string;
  /** What does not fit. */
  readonly issues: readonly SchemaIssue[];
  readonly #turn: Turn;

  static {
    this.prototype.name = "OutputError";
  }

  /**
   * Made by the SDK.
   *
   * @param text The final message.
   * @param issues What does not fit.
   * @param turn The turn, which was completed.
   */
  constructor(text: string, issues: readonly SchemaIssue[], turn: Turn) {
    super(`The answer does not fit the output schema: ${issues.map(issueText).join("; ")}`);
    this.text = text;
    this.issues = issues;
    this.#turn = turn;
  }

  /** The turn, which was completed. */
  get turn(): Turn {
    return this.#turn;
  }
}

/** What becomes of an output schema. */
export interface Output {
  /** The schema for Codex, in strict form. */
  readonly schema: JsonSchema;
  /** Parses and checks an answer. */
  read(
    text: string,
  ): Promise<{ readonly value: unknown } | { readonly issues: readonly SchemaIssue[] }>;
}

/**
 * Prepares an output schema.
 *
 * @param schema A JSON Schema object, or a Standard Schema.
 * @throws {InvalidInputError} If it is neither, or strict mode cannot express it.
 */
export function outputOf(schema: unknown): Output {
  if (isStandardSchema(schema)) {
    return {
      schema: strictSchema(standardJson(schema)),
      async read(text) {
        const parsed = parse(text);
        if ("issues" in parsed) return parsed;
        const result = await schema["~standard"].validate(parsed.value);
        return result.issues === undefined ? { value: result.value } : { issues: result.issues };
      },
    };
  }
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
    throw invalid("it must be a JSON Schema as a plain object, or a Standard Schema");
  }
  return {
    schema: strictSchema(plain(schema)),
    read: (text) => Promise.resolve(parse(text)),
  };
}

/**
 * Runs a turn, and checks its answer if it has an output schema.
 *
 * @param input What the user says.
 * @param options The turn's options.
 * @param run Runs one turn.
 */
export async function runChecked<O extends TurnOptions>(
  input: Input,
  options: O,
  run: (input: Input, options: O) => Promise<Turn>,
): Promise<Turn> {
  const { outputSchema, repair = 0 } = options;
  if (outputSchema === undefined) return await run(input, options);
  const output = outputOf(outputSchema);
  const strict = { ...options, outputSchema: output.schema };
  for (let left = repair;; left--) {
    const turn = await run(input, strict);
    const answer = await output.read(turn.finalResponse);
    if ("value" in answer) return { ...turn, output: answer.value };
    if (left <= 0) throw new OutputError(turn.finalResponse, answer.issues, turn);
    input = repairPrompt(answer.issues);
  }
}

/** The options with the output schema in strict form, as the transports take it. */
export function withStrictSchema<O extends TurnOptions>(options: O): O {
  const { outputSchema } = options;
  if (outputSchema === undefined) return options;
  return { ...options, outputSchema: outputOf(outputSchema).schema };
}

/** What to say to the model about an answer that does not fit. */
export function repairPrompt(issues: readonly SchemaIssue[]): string {
  const list = issues.map((issue) => `- ${issueText(issue)}`).join("\n");
  return `Your last answer does not fit the output schema:\n${list}\n\nGive the whole answer again, corrected, as JSON and nothing else.`;
}

function standardJson(schema: StandardSchema): JsonSchema {
  let json: JsonSchema | null;
  try {
    json = jsonSchemaOf(schema);
  } catch (error) {
    throw invalid(`it has no JSON Schema: ${error instanceof Error ? error.message : error}`);
  }
  if (json !== null) return json;
  const { vendor } = schema["~standard"];
  const hint = vendor === "valibot"
    ? "; wrap it in toStandardJsonSchema() of @valibot/to-json-schema"
    : "";
  throw invalid(`the ${vendor} schema cannot give its JSON Schema${hint}`);
}

/** The schema as JSON has it: no functions, no cycles, nothing that changes while the turn runs. */
function plain(schema: object): JsonSchema {
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(schema));
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
  if (typeof copy !== "object" || copy === null || Array.isArray(copy)) {
    throw invalid("it is no object as JSON");
  }
  return copy as JsonSchema;
}

function parse(
  text: string,
): { readonly value: unknown } | { readonly issues: readonly SchemaIssue[] } {
  if (text === "") return { issues: [{ message: "there is no answer" }] };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { issues: [{ message: "the answer is not JSON" }] };
  }
}

function invalid(state: string): InvalidInputError {
  return new InvalidInputError("outputSchema", `Cannot use outputSchema: ${state}`);
}
