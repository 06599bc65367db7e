import { assertEquals } from "@std/assert";
import { Type as Old } from "npm:@sinclair/typebox@0.34.52";
import { type Static, type TSchema, Type } from "npm:typebox@1.4.3";
import { Compile } from "npm:typebox@1.4.3/compile";
import type { StandardSchema } from "../../src/core/schema/standard_schema.ts";
import { outputOf } from "../../src/core/schema/output.ts";
import { answering, issuesOf, same, testProperties } from "./case.ts";

const text = { type: "string" };
const x = (schema: TSchema) => () => Type.Object({ x: schema });

testProperties("typebox", [
  ["a string", x(Type.String({ minLength: 1, default: "a" })), { ...text, minLength: 1 }],
  ["an enum", x(Type.Enum(["a", "b"])), { ...text, enum: ["a", "b"] }],
  ["a union", x(Type.Union([Type.Literal("a"), Type.Null()])), {
    anyOf: [{ ...text, const: "a" }, { type: "null" }],
  }],
  ["an array", x(Type.Array(Type.Integer())), { type: "array", items: { type: "integer" } }],
  // Nobody would check it later, as TypeBox schemas do not validate.
  ["a URL", x(Type.String({ format: "uri" })), 'strict mode has no format "uri"'],
  ["an optional", x(Type.Optional(Type.String())), "strict mode has no optional properties"],
  ["a record", x(Type.Record(Type.String(), Type.Number())), 'has no "patternProperties"'],
  ["a tuple", x(Type.Tuple([Type.String()])), "strict mode has no tuples"],
  ["an intersection", x(Type.Intersect([Type.Object({}), Type.Object({})])), 'has no "allOf"'],
  ["a date of 0.x", () => Old.Object({ x: Old.Date() }), 'JSON has no type "Date"'],
]);

Deno.test("typebox: recursive schemas refer by place", () => {
  const object = {
    type: "object",
    required: ["kids"],
    additionalProperties: false,
  };
  const node = Type.Cyclic({ Node: Type.Object({ kids: Type.Array(Type.Ref("Node")) }) }, "Node");
  const kids = { type: "array", items: { $ref: "#/$defs/Node" } };
  assertEquals(outputOf(node).schema, {
    ...object,
    properties: { kids },
    $defs: { Node: { ...object, properties: { kids } } },
  });
  const old = Old.Recursive((This) => Old.Object({ kids: Old.Array(This) }));
  assertEquals(outputOf(old).schema, {
    ...object,
    properties: { kids: { type: "array", items: { $ref: "#" } } },
  });
});

Deno.test("typebox: output has the type of the schema, and is only parsed", async () => {
  const outputSchema = Type.Object({
    name: Type.String(),
    kind: Type.Union([Type.Literal("a"), Type.Null()]),
    level: Type.Enum(["low", "high"]),
    found: Type.Array(Type.Object({ line: Type.Integer(), sure: Type.Boolean() })),
  });
  const answer = { name: "a", kind: null, level: "low", found: [{ line: 1, sure: true }] };
  const turn = await answering(answer).run("ask", { outputSchema });
  same<typeof turn.output.name, string>(true);
  same<typeof turn.output.kind, "a" | null>(true);
  same<typeof turn.output.level, "low" | "high">(true);
  const sure: boolean | undefined = turn.output.found[0]?.sure;
  // @ts-expect-error -- no such property
  turn.output.nome;
  assertEquals([turn.output as unknown, sure], [answer, true]);
  const unchecked = await answering({ no: 1 }).run("ask", { outputSchema });
  assertEquals<unknown>(unchecked.output, { no: 1 });
});

Deno.test("typebox: 0.x gives its static type", async () => {
  const outputSchema = Old.Object({
    name: Old.String(),
    line: Old.Union([Old.Number(), Old.Null()]),
  });
  const turn = await answering({ name: "a", line: null }).run("ask", { outputSchema });
  same<typeof turn.output, { name: string; line: number | null }>(true);
  assertEquals(turn.output, { name: "a", line: null });
});

/** What the documents show: a validation for a TypeBox schema. */
function checked<T extends TSchema>(schema: T): StandardSchema<Static<T>> & T {
  const compiled = Compile(schema);
  return {
    ...schema,
    "~standard": {
      version: 1,
      vendor: "typebox",
      validate: (value) =>
        compiled.Check(value) ? { value: value as Static<T> } : {
          issues: compiled.Errors(value).map(({ instancePath, message }) => ({
            message,
            path: instancePath.split("/").slice(1),
          })),
        },
    },
  };
}

Deno.test("typebox: an adapter makes it validate", async () => {
  const outputSchema = checked(
    Type.Object({ found: Type.Array(Type.Object({ n: Type.Number() })) }),
  );
  const turn = await answering({ found: [{ n: 1 }] }).run("ask", { outputSchema });
  same<typeof turn.output, { found: { n: number }[] }>(true);
  assertEquals(turn.output, { found: [{ n: 1 }] });
  const issues = await issuesOf(() =>
    answering({ found: [{ n: "1" }] }).run("ask", { outputSchema })
  );
  assertEquals(issues, ["found.0.n: must be number"]);
});
