import { assertEquals, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { jsonSchema, type OutputOf, outputOf } from "../../../src/core/schema/output.ts";
import { tool } from "../../../src/core/schema/tool.ts";
import {
  isStandardSchema,
  issueTexts,
  jsonSchemaOf,
  type SchemaOutput,
  type StandardSchema,
} from "../../../src/core/schema/standard_schema.ts";
import type { RunResult, Turn, TurnWith } from "../../../src/core/vocabulary/turn.ts";
import { same } from "../../typed/case.ts";

const validate = (value: unknown) => ({ value });
const standard = { version: 1, vendor: "test", validate } as const;
const json = { type: "object", properties: {}, required: [] };

Deno.test("isStandardSchema() knows what validates", () => {
  const callable = Object.assign(() => {}, { "~standard": standard });
  for (const value of [{ "~standard": standard }, callable]) {
    assertEquals(isStandardSchema(value), true);
  }
  const others = [null, undefined, 1, "a", {}, () => {}, { "~standard": null }, {
    "~standard": { jsonSchema: {} },
  }];
  for (const value of others) assertEquals(isStandardSchema(value), false);
});

Deno.test("jsonSchemaOf() asks for the input, in draft 2020-12", () => {
  const schema: StandardSchema = {
    "~standard": {
      ...standard,
      jsonSchema: { input: ({ target }) => ({ target }), output: () => ({}) },
    },
  };
  assertEquals(jsonSchemaOf(schema), { target: "draft-2020-12" });
});

Deno.test("jsonSchemaOf() takes what a schema offers otherwise", () => {
  const method = { "~standard": standard, toJsonSchema: () => json };
  assertEquals(jsonSchemaOf(method), json);
  const itself = { ...json, "~standard": standard };
  assertEquals(jsonSchemaOf(itself), json);
  assertEquals(jsonSchemaOf({ "~standard": standard }), null);
});

Deno.test("outputOf() takes a schema that gives its JSON Schema and does not validate", async () => {
  const schema = { "~standard": { version: 1, vendor: "test", jsonSchema: { input: () => json } } };
  const output = outputOf(schema);
  assertEquals(output.schema, { ...json, additionalProperties: false });
  assertEquals(await output.read('{"a":1}'), { value: { a: 1 } });
});

Deno.test("outputOf() and tool() say how a schema could give its JSON Schema", () => {
  const table: [vendor: string, says: string][] = [
    ["valibot", "toStandardJsonSchema()"],
    ["zod", "use zod 4.2 or newer"],
    ["effect", "Schema.toStandardJSONSchemaV1()"],
    [
      "constructor",
      "the constructor schema cannot produce its JSON Schema; give a plain JSON Schema",
    ],
  ];
  for (const [vendor, says] of table) {
    const schema = { "~standard": { ...standard, vendor } };
    assertThrows(() => outputOf(schema), InvalidInputError, says);
    const definition = { name: "t", description: "", parameters: schema, execute: () => "" };
    assertThrows(() => tool(definition), InvalidInputError, says);
  }
});

Deno.test("issueTexts() says the first twenty of many", () => {
  const issues = Array.from({ length: 23 }, (_, at) => ({ message: "m", path: [at] }));
  const texts = issueTexts(issues);
  assertEquals(texts.slice(18), ["[18]: m", "[19]: m", "and 3 more"]);
  assertEquals(issueTexts(issues.slice(3)).length, 20);
});

Deno.test("OutputOf gives the type of the values", () => {
  type Plain = { readonly type: "object"; readonly properties: object };
  same<OutputOf<undefined>, undefined>(true);
  same<OutputOf<unknown>, unknown>(true);
  same<OutputOf<Plain>, unknown>(true);
  same<OutputOf<Record<string, unknown>>, unknown>(true);
  same<OutputOf<StandardSchema<string, number>>, number>(true);
  same<OutputOf<StandardSchema<string, number> | undefined>, number | undefined>(true);
  same<SchemaOutput<Plain>, unknown>(true);
  const named = jsonSchema<{ a: string } | { b: number }>(json);
  same<OutputOf<typeof named>, { a: string } | { b: number }>(true);
  assertEquals(named as unknown, json);
});

Deno.test("TurnWith is a Turn, and has an output only when it was asked for", () => {
  const turn = { items: [], finalResponse: "", usage: null, turnUsage: null };
  const without: TurnWith<undefined> = turn;
  const given: TurnWith<{ a: string }> = { ...turn, output: { a: "b" } };
  const turns: Turn[] = [without, given];
  const results: RunResult[] = turns;
  const a: string = given.output.a;
  // @ts-expect-error -- without a schema there is none
  without.output?.a;
  assertEquals([results.length, a], [2, "b"]);
});
