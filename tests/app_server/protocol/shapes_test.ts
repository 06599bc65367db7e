import { assertEquals, assertThrows } from "@std/assert";
import { methodsOf } from "../../../.ci/protocol/methods.ts";
import type { Schema } from "../../../.ci/protocol/schema.ts";
import { shape } from "../../../.ci/protocol/shapes.ts";

const text: Schema = { type: "string" };

/** Schemas, and the types that they are. */
const SHAPES: readonly [Schema, string][] = [
  [{}, "unknown"],
  [{ type: "integer" }, "number"],
  [{ type: ["string", "null"] }, "string | null"],
  [{ $ref: "#/definitions/v2/Thing" }, "Thing"],
  [{ allOf: [{ $ref: "#/definitions/Thing" }] }, "Thing"],
  [{ anyOf: [{ $ref: "#/definitions/Thing" }, { type: "null" }] }, "Thing | null"],
  [{ enum: ["a", "b"], type: "string" }, '"a" | "b"'],
  [{ type: "array", items: text }, "readonly string[]"],
  [{ type: "array", items: { type: ["string", "null"] } }, "readonly (string | null)[]"],
  [{ type: "array", items: true }, "readonly unknown[]"],
  [{ type: "object", additionalProperties: text }, "{ readonly [key: string]: string }"],
  [{ type: "object" }, "{\nreadonly [key: string]: unknown;\n}"],
  [
    { properties: { a: text, type: text, "b-c": true }, required: ["a"] },
    '{\nreadonly type?: string;\nreadonly a: string;\nreadonly "b-c"?: unknown;\n}',
  ],
  [
    {
      properties: { id: text },
      required: ["id"],
      oneOf: [{ properties: { type: { enum: ["a"] } }, required: ["type"], type: "object" }],
    },
    '{\nreadonly type: "a";\nreadonly id: string;\n}',
  ],
];

Deno.test("shape() words what Codex's schema uses", () => {
  for (const [schema, expected] of SHAPES) {
    assertEquals(shape(schema), expected, JSON.stringify(schema));
  }
});

Deno.test("shape() marks the fields that the stable schema lacks, in a member of a union too", () => {
  const variant = (fields: Record<string, Schema>): Schema => ({
    oneOf: [{ type: "object", properties: { type: { enum: ["a"] }, ...fields } }],
  });
  assertEquals(
    shape(variant({ a: text, b: text }), variant({ a: text })),
    '{\nreadonly type?: "a";\nreadonly a?: string;\n/** @experimental */\nreadonly b?: string;\n}',
  );
});

Deno.test("shape() takes no fields where parameters have none", () => {
  assertEquals(shape({ type: "object" }, undefined, true), "Readonly<Record<string, never>>");
});

Deno.test("shape() and methodsOf() refuse what they do not understand", () => {
  assertThrows(() => shape({ type: "odd" }), Error, "odd");
  const message: Schema = { properties: { method: { enum: ["new/method"] } } };
  const all = { ClientRequest: { oneOf: [message] } };
  assertThrows(() => methodsOf({ all, stable: {}, version: "" }), Error, "new/method gives");
});
