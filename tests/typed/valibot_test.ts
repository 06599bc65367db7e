import { assertEquals } from "@std/assert";
import { toStandardJsonSchema } from "npm:@valibot/to-json-schema@1.8.0";
import * as v from "npm:valibot@1.5.0";
import { answering, issuesOf, same, testProperties } from "./case.ts";

const text = { type: "string" };
const closed = (properties: Record<string, unknown>) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const x = (schema: v.GenericSchema) => () => toStandardJsonSchema(v.object({ x: schema }));

type Node = { name: string; children: Node[] };
const Node: v.GenericSchema<Node> = v.object({
  name: v.string(),
  children: v.array(v.lazy(() => Node)),
});

testProperties("valibot", [
  ["a pipe", x(v.pipe(v.string(), v.minLength(1), v.transform((s) => s.length))), {
    ...text,
    minLength: 1,
  }],
  ["an integer", x(v.pipe(v.number(), v.integer(), v.minValue(1))), {
    type: "integer",
    minimum: 1,
  }],
  ["a picklist", x(v.picklist(["a", "b"])), { ...text, enum: ["a", "b"] }],
  ["a literal", x(v.literal("a")), { ...text, const: "a" }],
  ["a nullable", x(v.nullable(v.string())), { anyOf: [text, { type: "null" }] }],
  ["a strict object", x(v.strictObject({ a: v.string() })), closed({ a: text })],
  ["an open object", x(v.looseObject({ a: v.string() })), closed({ a: text })],
  [
    "a variant",
    x(v.variant("t", [v.object({ t: v.literal("a") }), v.object({ t: v.literal("b") })])),
    { anyOf: [closed({ t: { ...text, const: "a" } }), closed({ t: { ...text, const: "b" } })] },
  ],
  ["a timestamp", x(v.pipe(v.string(), v.isoTimestamp())), { ...text, format: "date-time" }],
  ["a URL", x(v.pipe(v.string(), v.url())), text],
  [
    "a recursive schema",
    x(Node),
    closed({ name: text, children: { type: "array", items: { $ref: "#/$defs/0" } } }),
  ],
  ["an optional", x(v.optional(v.string())), "strict mode has no optional properties"],
  ["a default", x(v.optional(v.string(), "a")), "leave the default out"],
  ["a record", x(v.record(v.string(), v.number())), "use an array of objects with a key"],
  ["a tuple", x(v.tuple([v.string()])), "use an object with a property per place"],
  ["a date", x(v.date()), '"date" schema cannot be converted'],
  ["an intersection", x(v.intersect([v.object({}), v.object({})])), 'has no "allOf"'],
  ["a bare schema", () => v.object({}), "wrap it in toStandardJsonSchema()"],
]);

Deno.test("valibot: output has the type of the schema's output, and is validated", async () => {
  const outputSchema = toStandardJsonSchema(v.object({
    name: v.string(),
    size: v.pipe(v.string(), v.transform((s) => s.length)),
    found: v.array(v.object({ line: v.nullable(v.number()) })),
  }));
  const answer = { name: "a", size: "four", found: [{ line: null }, { line: 2 }] };
  const turn = await answering(answer).run("ask", { outputSchema });
  type Expected = { name: string; size: number; found: { line: number | null }[] };
  same<typeof turn.output, Expected>(true);
  // @ts-expect-error -- no such property
  turn.output.nome;
  assertEquals(turn.output, { ...answer, size: 4 });
  const wrong = { ...answer, found: [{ line: "2" }] };
  assertEquals(await issuesOf(() => answering(wrong).run("ask", { outputSchema })), [
    'found[0].line: Invalid type: Expected number but received "2"',
  ]);
});
