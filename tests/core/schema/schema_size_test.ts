import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { Choices } from "../../../src/core/schema/schema_choice.ts";
import { strictSchema } from "../../../src/core/schema/strict_schema.ts";
import { below, type Json, random } from "../../random.ts";

const text = { type: "string" };
const object = (properties: Json, more: Json = {}): Json => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});

// The sizes below would take minutes, or all memory, if anything were written out or compared each
// with each: no clock is needed.

Deno.test("strictSchema() takes described references in each other in linear time", () => {
  const size = (n: number) => {
    const $defs: Json = { D0: object({ x: text }) };
    for (let at = 1; at <= n; at++) {
      const below = `#/$defs/D${at - 1}`;
      $defs[`D${at}`] = object({
        a: { $ref: below, description: "first" },
        b: { $ref: below, description: "second" },
      });
    }
    const schema = object({ top: { $ref: `#/$defs/D${n}`, description: "top" } }, { $defs });
    return JSON.stringify(strictSchema(schema)).length;
  };
  assert(size(400) < 2.2 * size(200), "twice the definitions are twice the length");
});

Deno.test("strictSchema() tells thousands of branches apart, by a constant or by a property", () => {
  const numbers = Array.from({ length: 15_000 }, (_, at) => at);
  const of = (oneOf: Json[]) => object({ x: { oneOf } });
  const byConstant = of(numbers.map((at) => ({ const: at })));
  const byProperty = of(numbers.map((at) => object({ note: { const: "n" }, t: { const: at } })));
  for (const schema of [byConstant, byProperty]) {
    const { x } = strictSchema(schema).properties as { x: { anyOf: unknown[] } };
    assertEquals(x.anyOf.length, numbers.length);
  }
  const same = of([...numbers.map((at) => object({ t: { const: at } })), object({ t: text })]);
  assertThrows(() => strictSchema(same), InvalidInputError, 'strict mode has no "oneOf"');
});

Deno.test("strictSchema() refuses what has no end, or none that a program should wait for", () => {
  let deep: Json = text;
  for (let at = 0; at < 5_000; at++) deep = { type: "array", items: deep };
  const wide = Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`p${at}`, text]));
  const large = { ...text, enum: Array.from({ length: 20_000 }, (_, at) => `value ${at}`) };
  const copies = Array.from({ length: 1_000 }, (_, at) => [
    `p${at}`,
    { $ref: "#/$defs/Large", description: `the ${at}th` },
  ]);
  const table: [Json, string][] = [
    [object({ deep }), "more than 200 schemas are nested in each other; use $defs and $ref"],
    [object(wide), "it contains more than 50000 schemas"],
    [
      object(Object.fromEntries(copies), { $defs: { Large: large } }),
      "there are too many descriptions next to references to large definitions",
    ],
  ];
  for (const [schema, says] of table) {
    const error = assertThrows(() => strictSchema(schema), InvalidInputError);
    assertStringIncludes(error.message, says);
  }
});

Deno.test("strictSchema() means the same as the schema with its references written out", () => {
  const next = random(1);
  for (let run = 0; run < 500; run++) {
    const count = 1 + below(next, 4);
    const schemaOf = (depth: number): Json => {
      switch (below(next, depth > 3 ? 2 : 5)) {
        case 0:
          return text;
        case 1: {
          const described = below(next, 2) === 0 ? {} : { description: `d${below(next, 3)}` };
          return { $ref: `#/$defs/D${below(next, count)}`, ...described };
        }
        case 2:
          return { type: "array", items: schemaOf(depth + 1) };
        case 3:
          return { anyOf: [schemaOf(depth + 1), { type: "null" }] };
        default:
          return object({ a: schemaOf(depth + 1), b: schemaOf(depth + 1) });
      }
    };
    const $defs = Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`D${at}`, object({ x: schemaOf(0) })]),
    );
    const schema = object({ x: schemaOf(0), y: schemaOf(0) }, { $defs });
    const strict = strictSchema(schema);
    assertEquals(writtenOut(strict, strict, 9), writtenOut(schema, schema, 9));
    assertEquals(strictSchema(strict), strict);
  }
});

Deno.test("Choices.apart() finds what comparing each branch with each finds", () => {
  const next = random(2);
  const value = () => [1, 2, "a", "b", true, null][below(next, 6)];
  const limit = (): Json =>
    below(next, 2) === 0
      ? { const: value() }
      : { enum: Array.from({ length: 1 + below(next, 2) }, value) };
  const branch = (): unknown => {
    switch (below(next, 7)) {
      case 0:
        return limit();
      case 1:
        return { type: ["string", "integer", "number", "null"][below(next, 4)] };
      case 2:
        return { type: ["object", "null"], properties: {} };
      case 3:
        return below(next, 9) === 0 ? true : { anyOf: [] };
      default:
        return object(Object.fromEntries(
          ["p", "q", "r"].flatMap((name) => below(next, 3) === 0 ? [] : [[name, limit()]]),
        ));
    }
  };
  let yes = 0;
  for (let run = 0; run < 5_000; run++) {
    const branches = Array.from({ length: below(next, 5) }, branch);
    const expected = branches.every((one, at) =>
      branches.slice(at + 1).every((other) => differ(one, other))
    );
    assertEquals(new Choices(() => undefined).apart(branches), expected, JSON.stringify(branches));
    if (expected && branches.length > 1) yes++;
  }
  assert(yes > 200, "both answers were seen");
});

/** A schema with its references in their places, to some depth. */
function writtenOut(schema: Json, root: Json, depth: number): unknown {
  if (depth === 0) return "…";
  const { $ref, ...rest } = schema;
  if (typeof $ref === "string") {
    const name = $ref.replace("#/$defs/", "");
    const target = (root.$defs as Record<string, Json>)[name];
    return writtenOut({ ...target, ...rest }, root, depth);
  }
  const { $defs: _, ...own } = schema;
  const child = (value: unknown) => writtenOut(value as Json, root, depth - 1);
  return Object.fromEntries(
    Object.entries(own).sort(([a], [b]) => a < b ? -1 : 1).map(([keyword, value]) => {
      if (keyword === "items") return [keyword, child(value)];
      if (keyword === "anyOf") return [keyword, (value as unknown[]).map(child)];
      if (keyword !== "properties") return [keyword, value];
      const properties = Object.entries(value as Json).map(([name, of]) => [name, child(of)]);
      return [keyword, Object.fromEntries(properties)];
    }),
  );
}

/** The rule, as it reads. */
function differ(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return false;
  if (disjoint(kinds(one), kinds(other)) || disjoint(constants(one), constants(other))) return true;
  if (one.type !== "object" || other.type !== "object") return false;
  const theirs = other.properties as Json;
  return Object.entries(one.properties as Json).some(([name, property]) =>
    disjoint(constants(property), constants(theirs[name]))
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function disjoint(one: unknown[] | null, other: unknown[] | null): boolean {
  return one !== null && other !== null && !one.some((value) => other.includes(value));
}

function constants(schema: unknown): unknown[] | null {
  if (!isObject(schema)) return null;
  if (schema.const !== undefined) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : null;
}

function kinds(schema: Json): unknown[] | null {
  const typeOf = (value: unknown) => value === null ? "null" : typeof value;
  const types = schema.type === undefined ? constants(schema)?.map(typeOf) : [schema.type].flat();
  return types?.map((type) => type === "integer" ? "number" : type) ?? null;
}
