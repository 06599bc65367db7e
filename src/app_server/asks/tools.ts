/**
 * Tools that run in the host program.
 *
 * @module
 */
import { InvalidInputError } from "../../core/vocabulary/errors.ts";
import { quoted } from "../../core/vocabulary/plain_text.ts";
import { foreignSchema } from "../../core/schema/foreign_schema.ts";
import type { OutputOf } from "../../core/schema/output.ts";
import type { JsonSchema } from "../../core/schema/strict_schema.ts";
import {
  isStandardSchema,
  issueText,
  jsonSchemaOf,
  type StandardSchema,
} from "../../core/schema/standard_schema.ts";

/** A part of a tool's result. */
export type ToolContent =
  | {
    /** Discriminant. */
    readonly type: "text";
    /** Text for the model. */
    readonly text: string;
  }
  | {
    /** Discriminant. */
    readonly type: "image";
    /** URL of an image, usually a `data:` URL. */
    readonly url: string;
  };

/** Text and images for the model, in order. */
export interface ToolParts {
  /** The parts. */
  readonly content: readonly ToolContent[];
}

/**
 * What a tool may return: text; texts and images as {@linkcode ToolParts}; or whatever JSON can say, which
 * the model gets as JSON. Nothing stands for "done".
 */
export type ToolResult =
  | string
  | ToolParts
  | number
  | boolean
  | object
  | null
  | undefined
  | void;

/** What a tool knows of its call. */
export interface ToolCall {
  /** The thread that calls. */
  readonly threadId: string;
  /** The call's id. */
  readonly callId: string;
  /** Fires when the turn ends before the call does; its result is ignored then. */
  readonly signal: AbortSignal;
}

/** A tool of the host program; made by {@linkcode tool}. */
export interface Tool {
  /** Its name, for the model. */
  readonly name: string;
  /** What it does, for the model. */
  readonly description: string;
  /** JSON Schema of its arguments. */
  readonly inputSchema: JsonSchema;
  /** Runs a call: validates the arguments first. */
  readonly call: (args: unknown, call: ToolCall) => Promise<ToolResult>;
}

/** The arguments' type: the output of a Standard Schema, or whatever the caller names. */
export type ToolArguments<P> = unknown extends OutputOf<P> ? Record<string, unknown>
  : OutputOf<P>;

/**
 * Makes a function of the host program a tool of the agent.
 *
 * @param definition Name, description, parameters and function. `parameters` is a JSON Schema, or a
 * Standard Schema that can give its JSON Schema (zod 4.2, arktype, valibot through
 * `@valibot/to-json-schema`), which then validates the arguments; with a plain JSON Schema they
 * come as the model sent them, since Codex does not check them.
 * @returns The tool, for `startThread({ tools })`.
 * @throws {InvalidInputError} If the name is not one that the model's service takes, or the schema
 * cannot give its JSON Schema.
 *
 * @example A tool with a JSON Schema
 * ```ts
 * import { tool } from "@codex-js/sdk/app-server";
 *
 * const weather = tool({
 *   name: "get_weather",
 *   description: "The weather in a city",
 *   parameters: {
 *     type: "object",
 *     properties: { city: { type: "string" } },
 *     required: ["city"],
 *     additionalProperties: false,
 *   },
 *   execute: ({ city }) => `Sunny in ${city}`,
 * });
 * console.log(weather.name);
 * ```
 *
 * @example A tool that returns an image
 * ```ts
 * import { tool, type ToolParts } from "@codex-js/sdk/app-server";
 *
 * const PNG = "iVBORw0KGgo…"; // Base64
 * const screenshot = tool({
 *   name: "screenshot",
 *   description: "What the page looks like",
 *   parameters: { type: "object", properties: {} },
 *   execute: (): ToolParts => ({
 *     content: [
 *       { type: "text", text: "The start page" },
 *       { type: "image", url: `data:image/png;base64,${PNG}` },
 *     ],
 *   }),
 * });
 * console.log(screenshot.name);
 * ```
 */
export function tool<P extends StandardSchema | JsonSchema>(definition: {
  readonly name: string;
  readonly description: string;
  readonly parameters: P;
  readonly execute: (args: ToolArguments<P>, call: ToolCall) => ToolResult | Promise<ToolResult>;
}): Tool {
  const { name, description, parameters, execute } = definition;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    throw new InvalidInputError(
      "name",
      `Cannot define tool ${quoted(name)}: a name has 1 to 64 letters, digits, "_" or "-"`,
    );
  }
  return {
    name,
    description,
    inputSchema: inputSchema(name, parameters),
    call: async (args, call) =>
      await execute(await validated(parameters, args) as ToolArguments<P>, call),
  };
}

function inputSchema(name: string, parameters: StandardSchema | JsonSchema): JsonSchema {
  if (!isStandardSchema(parameters)) {
    const foreign = foreignSchema(parameters);
    if (foreign === null) return parameters;
    throw new InvalidInputError("parameters", `Cannot define tool ${name}: ${foreign}`);
  }
  let reason = "it has none; give a plain JSON Schema instead";
  try {
    const schema = jsonSchemaOf(parameters);
    if (schema !== null) return schema;
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  throw new InvalidInputError(
    "parameters",
    `Cannot define tool ${name}: its parameters cannot give their JSON Schema: ${reason}`,
  );
}

async function validated(
  parameters: StandardSchema | JsonSchema,
  args: unknown,
): Promise<unknown> {
  if (!isStandardSchema(parameters)) return args;
  const result = await parameters["~standard"].validate(args);
  if (result.issues === undefined) return result.value;
  throw new Error(`invalid arguments: ${result.issues.map(issueText).join("; ")}`);
}

/** Runs a call, and words the result for the server: a throw becomes a failed call the model sees. */
export async function callTool(
  tool: Tool | undefined,
  name: string,
  args: unknown,
  call: ToolCall,
): Promise<unknown> {
  try {
    if (tool === undefined) throw new Error(`the host has no tool ${name}`);
    return { success: true, contentItems: contentItems(await tool.call(args, call)) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { success: false, contentItems: [{ type: "inputText", text: `Error: ${text}` }] };
  }
}

function contentItems(result: ToolResult): unknown[] {
  if (typeof result === "string") return [{ type: "inputText", text: result }];
  const { content } = (result ?? {}) as { content?: unknown };
  if (Array.isArray(content) && content.every(isContent)) {
    return content.map((part) =>
      part.type === "text"
        ? { type: "inputText", text: part.text }
        : { type: "inputImage", imageUrl: part.url }
    );
  }
  return [{ type: "inputText", text: JSON.stringify(result) ?? "done" }];
}

function isContent(part: unknown): part is ToolContent {
  const { type, text, url } = (part ?? {}) as Record<string, unknown>;
  return (type === "text" && typeof text === "string") ||
    (type === "image" && typeof url === "string");
}
