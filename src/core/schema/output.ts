/**
 * Structured output: a schema goes to the model, a checked value comes back.
 *
 * @module
 */
import { messageOf, plainText } from "../base/plain_text.ts";
import { checkedOptions } from "../options/check.ts";
import { described } from "../base/words.ts";
import { attachFacts, InvalidInputError } from "../vocabulary/errors.ts";
import type { Input } from "../vocabulary/input.ts";
import type { TurnOptions } from "../vocabulary/options.ts";
import { foreignSchema } from "./foreign_schema.ts";
import { OutputError } from "./output_error.ts";
import type { Redact } from "../ports/redact.ts";
import {
  isStandardSchema,
  issueTexts,
  jsonSchemaOf,
  type SchemaIssue,
  type SchemaOutput,
  type StandardSchema,
  withoutJsonSchema,
} from "./standard_schema.ts";
import { type JsonSchema, strictSchema } from "./strict_schema.ts";
import type { Turn } from "../vocabulary/turn.ts";

/**
 * A JSON Schema whose values have a type that the caller has named.
 *
 * @category Typed results
 */
export type TypedJsonSchema<T> = JsonSchema & { readonly "~type"?: T };

/**
 * Marks a schema that is sent unchanged. The same for every copy of the SDK in a program, and not part of
 * the schema's JSON.
 */
const UNTOUCHED = Symbol.for("@codex-js/sdk: schema as it stands");

/**
 * Names the type of a JSON Schema's values. Values are not checked against the schema or the type; the
 * answer is only parsed as JSON.
 *
 * @typeParam T The type of the values.
 * @param schema The JSON Schema.
 * @param options `strict: false` sends the schema unchanged, for services that take more than OpenAI's strict
 * mode (vLLM, LM Studio, Ollama); OpenAI's own service answers it with an error. Default: true, the schema is
 * sent in strict form.
 * @returns The same schema; with `strict: false`, a marked copy.
 * @throws {InvalidInputError} If the schema is not an object, or an option is invalid.
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
 *
 * @category Typed results
 */
export function jsonSchema<T>(
  schema: object,
  options: { readonly strict?: boolean | undefined } = {},
): TypedJsonSchema<T> {
  const act = "name a schema's type";
  // A schema that is undefined would be no schema, and the answer any text.
  if (Object(schema) !== schema || Array.isArray(schema)) {
    const state = `schema must be an object, not ${described(schema)}`;
    throw new InvalidInputError("schema", `Cannot ${act}: ${state}`);
  }
  const { strict } = checkedOptions("jsonSchema", options, act);
  if (strict !== false) return schema as TypedJsonSchema<T>;
  const members = Object.getOwnPropertyDescriptors(schema);
  const copy = Object.create(Object.getPrototypeOf(schema), members);
  return Object.defineProperty(copy, UNTOUCHED, { value: true }) as TypedJsonSchema<T>;
}

/**
 * The type of a turn's `output`: that of the schema, or undefined without a schema. TypeBox types are
 * supported too; since TypeBox schemas do not validate, the answer is only parsed.
 *
 * @typeParam S The type of the schema.
 * @category Typed results
 */
export type OutputOf<S> = S extends undefined ? undefined
  : S extends { readonly "~standard": unknown } ? SchemaOutput<S>
  // TypeBox 0.x, then 1.x.
  : S extends { readonly static: infer T; readonly params: unknown } ? T
  : S extends { readonly "~kind": string } ? S extends { readonly const: infer T } ? T
    : S extends { readonly enum: readonly (infer T)[] } ? T
    : S extends { readonly anyOf: readonly (infer C)[] } ? OutputOf<C>
    : S extends { readonly items: infer I; readonly type: "array" } ? OutputOf<I>[]
    : S extends { readonly properties: infer P } ? { [K in keyof P]: OutputOf<P[K]> }
    : S extends { readonly type: "string" } ? string
    : S extends { readonly type: "number" | "integer" } ? number
    : S extends { readonly type: "boolean" } ? boolean
    : S extends { readonly type: "null" } ? null
    : unknown
  : S extends { readonly "~type"?: infer T } ? T
  : unknown;

/** The result of reading an answer by a schema. */
type Reading = { readonly value: unknown } | { readonly issues: readonly SchemaIssue[] };

/** A schema as it goes to Codex. */
function sent(schema: object, json: object, validated: boolean): JsonSchema {
  return UNTOUCHED in schema ? plain(json) : strictSchema(plain(json), validated);
}

/** A prepared output schema. */
export interface Output {
  /** The schema for Codex, in strict form unless it is sent unchanged. */
  readonly schema: JsonSchema;
  /** Parses and checks an answer. Rejects with whatever the schema throws. */
  read(text: string): Promise<Reading>;
}

/**
 * Prepares an output schema.
 *
 * @param schema A JSON Schema object, or a Standard Schema.
 * @throws {InvalidInputError} If the schema is neither, or if strict mode cannot express it.
 */
export function outputOf(schema: unknown): Output {
  if (isStandardSchema(schema)) {
    return {
      schema: sent(schema, standardJson(schema), true),
      async read(text) {
        const parsed = parse(text);
        if ("issues" in parsed) return parsed;
        const result = await schema["~standard"].validate(parsed.value);
        return result.issues === undefined ? { value: result.value } : { issues: result.issues };
      },
    };
  }
  // Standard JSON Schema without Standard Schema: nothing to validate with.
  const json = isStandardJson(schema) ? standardJson(schema) : schema;
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw invalid(
      `it must be a JSON Schema as a plain object, or a Standard Schema, not ${described(json)}`,
    );
  }
  const foreign = foreignSchema(json);
  if (foreign !== null) throw invalid(foreign);
  return {
    schema: sent(schema as object, json, false),
    read: (text) => Promise.resolve(parse(text)),
  };
}

/** The thread that an answer is checked for. */
export interface CheckedThread {
  /** Its id, or null if it is not known yet. */
  threadId(): string | null;
  /** Takes the secrets out of a text. */
  readonly redact: Redact;
}

/**
 * Runs a turn, and checks its answer if it has an output schema.
 *
 * @param input What the user says.
 * @param options The turn's options.
 * @param run Runs one turn.
 * @param thread The thread, for errors.
 * @throws {InvalidInputError} If the schema cannot be used.
 * @throws {OutputError} If the answer does not match.
 */
export async function runChecked<O extends TurnOptions>(
  input: Input,
  options: O,
  run: (input: Input, options: O) => Promise<Turn>,
  thread: CheckedThread,
): Promise<Turn> {
  const { outputSchema, repair = 0 } = options;
  if (outputSchema === undefined) return await run(input, options);
  const output = outputOf(outputSchema);
  const strict = { ...options, outputSchema: output.schema };
  for (let left = repair;; left--) {
    const turn = await run(input, strict);
    const answer = await readAnswer(turn, output, thread);
    if ("value" in answer) return { ...turn, output: answer.value };
    if (left <= 0) throw misfit(turn, thread, answer.issues);
    input = repairPrompt(turn.finalResponse, answer.issues);
  }
}

/** The options of a turn whose events are read, with the check of its answer. */
export interface StreamedCheck<O> {
  /** The options with the output schema in strict form, as the transports take it. */
  readonly strict: O;
  /**
   * Returns the turn, with its output if it has an output schema. Nothing is repaired, since the events were
   * already read.
   *
   * @throws {OutputError} If the answer does not match.
   */
  check(turn: Turn): Promise<Turn>;
}

/**
 * Prepares a turn whose events are read.
 *
 * @param options The turn's options.
 * @param thread The thread, for errors.
 * @throws {InvalidInputError} If the schema cannot be used.
 */
export function streamedCheck<O extends TurnOptions>(
  options: O,
  thread: CheckedThread,
): StreamedCheck<O> {
  const { outputSchema } = options;
  if (outputSchema === undefined) {
    return {
      strict: options,
      check: (turn) => Promise.resolve(turn),
    };
  }
  const output = outputOf(outputSchema);
  return {
    strict: { ...options, outputSchema: output.schema },
    async check(turn) {
      const answer = await readAnswer(turn, output, thread);
      if ("value" in answer) return { ...turn, output: answer.value };
      throw misfit(turn, thread, answer.issues);
    },
  };
}

/** Reads a turn's answer. If the schema throws, that is not the model's fault, which could not correct it. */
async function readAnswer(turn: Turn, output: Output, thread: CheckedThread): Promise<Reading> {
  try {
    return await output.read(turn.finalResponse);
  } catch (cause) {
    const message = messageOf(cause);
    // An error that quotes a secret of the answer does not become the cause.
    const told = thread.redact(message) === message ? { cause } : undefined;
    throw misfit(turn, thread, [{ message: `the schema threw: ${message}` }], told);
  }
}

function misfit(
  turn: Turn,
  thread: CheckedThread,
  issues: readonly SchemaIssue[],
  cause?: { readonly cause: unknown },
): OutputError {
  const message = `The answer does not fit the output schema: ${issueTexts(issues).join("; ")}`;
  const answer = { text: turn.finalResponse, issues, turn };
  const error = new OutputError(thread.redact(plainText(message)), answer, cause);
  attachFacts(error, { threadId: thread.threadId(), items: turn.items, usage: turn.usage });
  return error;
}

/** Characters that are quoted of an answer to be corrected. */
const MAX_QUOTED = 1_000;

/**
 * Returns the prompt about an answer that does not match. The answer is quoted, since another turn of the
 * thread may have come in between.
 */
export function repairPrompt(answer: string, issues: readonly SchemaIssue[]): string {
  const list = issueTexts(issues).map((issue) => `- ${issue}`).join("\n");
  const quoted = answer.length > MAX_QUOTED ? `${answer.slice(0, MAX_QUOTED)}…` : answer;
  return `Your answer does not fit the output schema:\n${list}\n\nIt was: ${quoted}\n\nGive the whole answer again, corrected, as JSON and nothing else.`;
}

function standardJson(schema: StandardSchema): JsonSchema {
  let json: JsonSchema | null;
  try {
    json = jsonSchemaOf(schema);
  } catch (error) {
    throw invalid(`it has no JSON Schema: ${messageOf(error)}`);
  }
  if (json !== null) return json;
  throw invalid(withoutJsonSchema(schema));
}

function isStandardJson(value: unknown): value is StandardSchema {
  const { "~standard": standard } = (value ?? {}) as { "~standard"?: { jsonSchema?: unknown } };
  return typeof standard?.jsonSchema === "object";
}

/** The schema as pure JSON: no functions, no cycles, nothing that changes while the turn runs. */
function plain(schema: object): JsonSchema {
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(schema));
  } catch (error) {
    throw invalid(messageOf(error));
  }
  if (typeof copy !== "object" || copy === null || Array.isArray(copy)) {
    throw invalid("it is not an object when written as JSON");
  }
  return copy as JsonSchema;
}

function parse(text: string): Reading {
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
