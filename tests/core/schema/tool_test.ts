import { assert, assertEquals, assertThrows } from "@std/assert";
import { callTool } from "../../../src/app_server/asks/tools.ts";
import type { ToolResult } from "../../../src/core/vocabulary/tool.ts";
import { tool } from "../../../src/core/schema/tool.ts";
import type { SchemaResult, StandardSchema } from "../../../src/core/schema/standard_schema.ts";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";

const CALL = { threadId: "thread", callId: "call", signal: new AbortController().signal };
const JSON_SCHEMA = { type: "object", properties: { city: { type: "string" } } };

/** A Standard Schema that takes a city and gives a town. */
function standard(json = true): StandardSchema<{ city: string }, { town: string }> {
  const validate = (value: unknown): SchemaResult<{ town: string }> => {
    const { city } = value as { city?: unknown };
    return typeof city === "string"
      ? { value: { town: city.toUpperCase() } }
      : { issues: [{ message: "expected string", path: ["city"] }, { message: "and so on" }] };
  };
  return {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value) => Promise.resolve(validate(value)),
      ...(json ? { jsonSchema: { input: () => JSON_SCHEMA, output: () => ({}) } } : {}),
    },
  };
}

/** Calls a tool that returns so. */
const returning = (result: () => ToolResult) =>
  callTool(
    tool({ name: "t", description: "", parameters: JSON_SCHEMA, execute: result }),
    "t",
    { city: "Oslo" },
    CALL,
  );

const text = (text: string) => ({ success: true, contentItems: [{ type: "inputText", text }] });
const failed = (text: string) => ({
  success: false,
  contentItems: [{ type: "inputText", text: `Error: ${text}` }],
});

Deno.test("callTool() words each kind of result for the server", async () => {
  const url = "data:image/png;base64,AA==";
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const rows: readonly [ToolResult, unknown][] = [
    ["Rainy", text("Rainy")],
    ["", text("")],
    [undefined, text("done")],
    [null, text("null")],
    [{ degrees: 21 }, text('{"degrees":21}')],
    [[1, 2], text("[1,2]")],
    [7, text("7")],
    [{ content: "plain" }, text('{"content":"plain"}')],
    [{ content: [{ type: "video" }] }, text('{"content":[{"type":"video"}]}')],
    [{ content: [{ type: "text", text: "see" }, { type: "image", url }] }, {
      success: true,
      contentItems: [{ type: "inputText", text: "see" }, { type: "inputImage", imageUrl: url }],
    }],
    [Promise.resolve("later"), text("later")],
  ];
  for (const [result, answer] of rows) assertEquals(await returning(() => result), answer);
  for (const odd of [1n, cyclic]) {
    const { success } = await returning(() => odd as object) as { success: boolean };
    assertEquals(success, false, "what is no JSON");
  }
});

Deno.test("callTool() makes a throw a failed call that the model sees", async () => {
  const throwing = (error: unknown) =>
    returning(() => {
      throw error;
    });
  assertEquals(await throwing(new Error("out of order")), failed("out of order"));
  assertEquals(await throwing("a string"), failed("a string"));
  assertEquals(await callTool(undefined, "none", {}, CALL), failed("the host has no tool none"));
});

Deno.test("callTool() makes anything that is thrown a failed call", async () => {
  for (const thrown of [undefined, null, Object.create(null)]) {
    const bad = tool({
      name: "bad",
      description: "Fails",
      parameters: { type: "object" },
      execute: () => Promise.reject(thrown),
    });
    const call = { threadId: "t", callId: "c", signal: new AbortController().signal };
    const { success } = await callTool(bad, "bad", {}, call) as { success: boolean };
    assertEquals(success, false);
  }
});

Deno.test("tool() validates arguments by a Standard Schema, and gives what it made of them", async () => {
  const weather = tool({
    name: "weather",
    description: "The weather",
    parameters: standard(),
    execute: ({ town }, { callId }) => `${town} ${callId}`,
  });
  assertEquals(weather.inputSchema, JSON_SCHEMA);
  assertEquals(await callTool(weather, "weather", { city: "Oslo" }, CALL), text("OSLO call"));
  assertEquals(
    await callTool(weather, "weather", { city: 7 }, CALL),
    failed("invalid arguments: city: expected string; and so on"),
  );
});

Deno.test("tool() passes arguments on under a JSON Schema, which Codex does not check", async () => {
  const echo = tool({
    name: "echo",
    description: "",
    parameters: JSON_SCHEMA,
    execute: (args) => args,
  });
  assertEquals(await callTool(echo, "echo", { city: 7 }, CALL), text('{"city":7}'));
});

Deno.test("tool() refuses names and schemas that the model's service would", () => {
  const define = (name: string, parameters: Parameters<typeof tool>[0]["parameters"]) =>
    tool({ name, description: "", parameters, execute: () => "" });
  for (const name of ["", "no good", "ä", "x".repeat(65)]) {
    const error = assertThrows(() => define(name, {}), InvalidInputError);
    assertEquals(error.option, "name");
  }
  for (const name of ["a", "get_weather-2", "x".repeat(64)]) {
    assertEquals(define(name, {}).name, name);
  }
  const error = assertThrows(() => define("t", standard(false)), InvalidInputError);
  assertEquals(error.option, "parameters");
});

Deno.test("tool() names what is missing or of the wrong type, as only the model would learn of it", () => {
  const whole = { name: "t", description: "", parameters: {}, execute: () => "" };
  const table: readonly [object, string, string][] = [
    [{ name: undefined }, "name", "Cannot define a tool: its name must be"],
    [{ name: "a b" }, "name", 'not the string "a b"'],
    [{ name: ["t"] }, "name", "not an array"],
    [
      { description: undefined },
      "description",
      "Cannot define tool t: description must be a string, not undefined",
    ],
    [
      { execute: undefined, run: () => "" },
      "execute",
      "tool t: execute must be a function, not undefined",
    ],
    [{ parameters: null }, "parameters", "it has no parameters"],
    [{ parameters: "city" }, "parameters", 'not the string "city"'],
    [{ parameters: [{}] }, "parameters", "its parameters must be a JSON Schema"],
  ];
  const undefinedTool = undefined as unknown as Parameters<typeof tool>[0];
  const says = "Cannot define a tool: the definition must be an object";
  const { message } = assertThrows(() => tool(undefinedTool), InvalidInputError, says);
  assert(message.endsWith(", not undefined"), message);
  for (const [wrong, option, says] of table) {
    const definition = { ...whole, ...wrong } as Parameters<typeof tool>[0];
    const error = assertThrows(() => tool(definition), InvalidInputError, says);
    assertEquals(error.option, option);
  }
});

Deno.test("tool() refuses what is no JSON Schema, and would let every argument through", () => {
  class ZodObject {
    _def: object = {};
    parse(): void {}
  }
  type Json = Record<string, unknown>;
  const table: [parameters: unknown, says: string][] = [
    [new ZodObject(), "zod before 3.24, which cannot be read; update zod to 4.2"],
    [() => true, "it is a function"],
    [{ city: standard() }, "wrap it: z.object({ … })"],
    [new Map(), "an instance of Map"],
  ];
  for (const [parameters, says] of table) {
    const error = assertThrows(
      () => tool({ name: "t", description: "", parameters: parameters as Json, execute: () => 1 }),
      InvalidInputError,
      says,
    );
    assertEquals(error.option, "parameters");
  }
});
