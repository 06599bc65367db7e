/**
 * Tools that run in the host program.
 *
 * @module
 */
import type { Tool, ToolCall, ToolContent, ToolResult } from "../vocabulary/tool.ts";
import { InvalidInputError } from "../vocabulary/errors.ts";
import { messageOf } from "../base/plain_text.ts";
import { described } from "../base/words.ts";
import { foreignSchema } from "./foreign_schema.ts";
import { isObject } from "./json_schema.ts";
import type { OutputOf } from "./output.ts";
import type { JsonSchema } from "./strict_schema.ts";
import {
  isStandardSchema,
  issueText,
  jsonSchemaOf,
  type StandardSchema,
  withoutJsonSchema,
} from "./standard_schema.ts";

/**
 * The type of a tool's arguments: the output of a Standard Schema, or whatever the caller names.
 *
 * @category Approvals and tools
 */
export type ToolArguments<P> = unknown extends OutputOf<P> ? Record<string, unknown>
  : OutputOf<P>;

/**
 * The argument of {@linkcode tool}.
 *
 * @typeParam P The type of the schema.
 * @category Approvals and tools
 */
export interface ToolDefinition<P> {
  /** The tool's name, for the model: 1 to 64 letters, digits, "_" or "-". */
  readonly name: string;
  /** What the tool does, for the model. */
  readonly description: string;
  /** A JSON Schema of the arguments, or a Standard Schema that can produce one. Required. */
  readonly parameters?: P | undefined;
  /** Another name for `parameters`, which takes precedence. */
  readonly inputSchema?: P | undefined;
  /** Runs a call. */
  readonly execute: (args: ToolArguments<P>, call: ToolCall) => ToolResult | Promise<ToolResult>;
}

/**
 * Makes a function of the host program a tool of the agent.
 *
 * @param definition Name, description, parameters and function. `parameters` is a JSON Schema, or a
 * Standard Schema that can produce its JSON Schema (zod 4.2, arktype, valibot through
 * `@valibot/to-json-schema`). A Standard Schema validates the arguments; with a plain JSON Schema, they
 * come as the model sent them, since Codex does not check them.
 * @returns The tool, for `startThread({ tools })`.
 * @throws {InvalidInputError} If the model's service does not take the name, if the parameters, the
 * description or the function are missing, or if the schema cannot produce its JSON Schema.
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
 *
 * @category Approvals and tools
 */
export function tool<P extends StandardSchema | JsonSchema>(definition: ToolDefinition<P>): Tool {
  if (typeof definition !== "object" || definition === null) {
    const state = "the definition must be an object with a name, a description, parameters and " +
      `execute, not ${described(definition)}`;
    throw new InvalidInputError("definition", `Cannot define a tool: ${state}`);
  }
  const { name, description, execute } = definition;
  const parameters: StandardSchema | JsonSchema | undefined = definition.parameters ??
    definition.inputSchema;
  if (typeof name !== "string" || !/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    const state = `its name must be 1 to 64 letters, digits, "_" or "-", not ${described(name)}`;
    throw new InvalidInputError("name", `Cannot define a tool: ${state}`);
  }
  if (typeof description !== "string") {
    const state = `description must be a string, not ${described(description)}`;
    throw invalid(name, "description", state);
  }
  if (typeof execute !== "function") {
    throw invalid(name, "execute", `execute must be a function, not ${described(execute)}`);
  }
  if (parameters === undefined || parameters === null) {
    const why = 'it has no parameters; { type: "object" } takes any arguments';
    throw invalid(name, "parameters", why);
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
    const foreign = isObject(parameters) || typeof parameters === "function"
      ? foreignSchema(parameters)
      : "its parameters must be a JSON Schema as an object, or a Standard Schema that has one, not " +
        described(parameters);
    if (foreign === null) return parameters;
    throw invalid(name, "parameters", foreign);
  }
  let reason = withoutJsonSchema(parameters);
  try {
    const schema = jsonSchemaOf(parameters);
    if (schema !== null) return schema;
  } catch (error) {
    const thrown = messageOf(error);
    reason = `its parameters cannot produce their JSON Schema: ${thrown}`;
  }
  throw invalid(name, "parameters", reason);
}

function invalid(tool: string, option: string, why: string): InvalidInputError {
  return new InvalidInputError(option, `Cannot define tool ${tool}: ${why}`);
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

/**
 * Refuses tools that cannot be offered together.
 *
 * @throws {InvalidInputError} If two tools have the same name.
 */
export function checkTools(tools: readonly Tool[]): void {
  const names = tools.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new InvalidInputError("tools", `Cannot start a thread: it has two tools named ${twice}`);
}

/** The outcome of a call, for the model. */
export interface ToolOutcome {
  /** Whether the tool returned without throwing. */
  readonly success: boolean;
  /** The tool's result. */
  readonly content: readonly ToolContent[];
}

/** Runs a call. If the tool throws, the model sees a failed call. */
export async function runTool(
  tool: Tool | undefined,
  name: string,
  args: unknown,
  call: ToolCall,
): Promise<ToolOutcome> {
  try {
    if (tool === undefined) throw new Error(`the host has no tool ${name}`);
    return { success: true, content: contentOf(await tool.call(args, call)) };
  } catch (error) {
    const text = `Error: ${messageOf(error)}`;
    return { success: false, content: [{ type: "text", text }] };
  }
}

function contentOf(result: ToolResult): readonly ToolContent[] {
  if (typeof result === "string") return [{ type: "text", text: result }];
  const { content } = (result ?? {}) as { content?: unknown };
  if (Array.isArray(content) && content.every(isContent)) return content;
  return [{ type: "text", text: JSON.stringify(result) ?? "done" }];
}

function isContent(part: unknown): part is ToolContent {
  const { type, text, url } = (part ?? {}) as Record<string, unknown>;
  return (type === "text" && typeof text === "string") ||
    (type === "image" && typeof url === "string");
}
