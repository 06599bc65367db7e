import { assertEquals } from "@std/assert";
import { type } from "npm:arktype@2.2.9";
import { answering, issuesOf, same, testProperties } from "./case.ts";

const text = { type: "string" };
const closed = (properties: Record<string, unknown>) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

testProperties("arktype", [
  ["a string", () => type({ x: "string > 2" }), { ...text, minLength: 3 }],
  ["an integer", () => type({ x: "1 <= number.integer <= 5" }), {
    type: "integer",
    minimum: 1,
    maximum: 5,
  }],
  ["an enum", () => type({ x: "'a' | 'b'" }), { ...text, enum: ["a", "b"] }],
  ["a nullable", () => type({ x: "string | null" }), { anyOf: [text, { type: "null" }] }],
  ["an array", () => type({ x: "string[] > 0" }), { type: "array", minItems: 1, items: text }],
  ["a nested object", () => type({ x: { "+": "reject", a: "string" } }), closed({ a: text })],
  ["a discriminated union", () => type({ x: type({ t: "'a'" }).or({ t: "'b'" }) }), {
    anyOf: [closed({ t: { ...text, const: "a" } }), closed({ t: { ...text, const: "b" } })],
  }],
  ["a morph", () => type({ x: type("string").pipe((s) => s.length) }), text],
  ["a pattern that looks around", () => type({ x: "string.numeric.parse" }), text],
  ["a URL", () => type({ x: "string.url" }), text],
  ["a description", () => type({ x: type("string").describe("d") }), { ...text, description: "d" }],
  ["an optional", () => type({ "x?": "string" }), "strict mode has no optional properties"],
  ["a default", () => type({ x: "string = 'a'" }), "strict mode has no optional properties"],
  ["undefined", () => type({ x: "string | undefined" }), "#/properties/x/anyOf/1: it allows any"],
  ["a record", () => type({ x: "Record<string, number>" }), "use an array of objects with a key"],
  ["a tuple", () => type({ x: ["string", "number"] }), "use an object with a property per place"],
  ["a date", () => type({ x: "Date" }), "at #/properties/x: it allows anything"],
]);

Deno.test("arktype: output has the type of the schema's output, and is validated", async () => {
  const outputSchema = type({
    name: "string",
    size: "string.numeric.parse",
    found: type({ line: "number | null" }).array(),
  });
  const answer = { name: "a", size: "4", found: [{ line: null }, { line: 2 }] };
  const turn = await answering(answer).run("ask", { outputSchema });
  type Expected = { name: string; size: number; found: { line: number | null }[] };
  same<typeof turn.output, Expected>(true);
  // @ts-expect-error -- no such property
  turn.output.nome;
  assertEquals<unknown>(turn.output, { ...answer, size: 4 });
  const wrong = { ...answer, found: [{ line: "2" }] };
  assertEquals(await issuesOf(() => answering(wrong).run("ask", { outputSchema })), [
    "found[0].line: found[0].line must be a number or null (was a string)",
  ]);
});

Deno.test("arktype: a recursive type is written out at the top", async () => {
  const { node } = type.module({ node: { name: "string", children: "node[]" } });
  const answer = { name: "a", children: [{ name: "b", children: [] }] };
  const turn = await answering(answer).run("ask", { outputSchema: node });
  assertEquals(turn.output.children[0]?.name, "b");
});
