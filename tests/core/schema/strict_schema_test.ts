import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { type JsonSchema, strictSchema } from "../../../src/core/schema/strict_schema.ts";

type Json = Record<string, unknown>;

const text = { type: "string" };
const nothing = { type: "null" };
const object = (properties: Json, more: Json = {}): Json => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  ...more,
});
const closed = (properties: Json, more: Json = {}): Json =>
  object(properties, { additionalProperties: false, ...more });
/** A property in a schema, and the name of what it refers to. */
const x = (schema: unknown, $defs?: Json): Json => object({ x: schema }, $defs ? { $defs } : {});
const strictOf = (schema: Json): Json => strictSchema(schema).properties as Json;

/** What strict mode takes as it is. */
const KEPT: Json[] = [
  { ...text, pattern: "^a", minLength: 1, maxLength: 2, title: "t", description: "d" },
  { type: "number", multipleOf: 2, minimum: 1, maximum: 4 },
  { type: "integer", exclusiveMinimum: 1, exclusiveMaximum: 4 },
  { type: "boolean" },
  { type: "array", items: text, minItems: 1, maxItems: 2 },
  { ...text, enum: ["a", "b"] },
  { ...text, const: "a" },
  { type: ["string", "null"] },
  { anyOf: [text, nothing], description: "d" },
  ...["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"]
    .map((format) => ({ ...text, format })),
  { ...text, pattern: "\\(?=" },
];

for (const schema of KEPT) {
  Deno.test(`strictSchema() keeps ${JSON.stringify(schema)}`, () => {
    assertEquals(strictOf(x(schema)), { x: schema });
  });
}

const CHANGED: [what: string, before: Json, after: Json][] = [
  ["a default", { ...text, default: "a" }, text],
  [
    "what limits nothing",
    { ...text, $comment: "c", examples: ["a"], deprecated: true, readOnly: true, "x-a": 1 },
    text,
  ],
  ["what means nothing when false", {
    type: "array",
    items: { ...text, nullable: false },
    uniqueItems: false,
  }, { type: "array", items: text }],
  ["an enum without a type", { enum: ["a", 1, null, 2] }, {
    type: ["string", "number", "null"],
    enum: ["a", 1, null, 2],
  }],
  ["a constant null", { const: null }, { type: "null", const: null }],
  ["an object that may be null", object({ a: text }, { type: ["object", "null"] }), {
    ...closed({ a: text }),
    type: ["object", "null"],
  }],
  ["an object without properties", { type: "object", additionalProperties: false }, closed({})],
  ["a choice by type", { oneOf: [text, { type: "integer" }, nothing] }, {
    anyOf: [text, { type: "integer" }, nothing],
  }],
  ["a choice by constants", { oneOf: [{ const: "a" }, { enum: ["b", "c"] }] }, {
    anyOf: [{ ...text, const: "a" }, { ...text, enum: ["b", "c"] }],
  }],
  ["a property that is required twice", object({ a: text }, { required: ["a", "a"] }), {
    ...closed({ a: text }),
  }],
];

for (const [what, before, after] of CHANGED) {
  Deno.test(`strictSchema() puts into strict form: ${what}`, () => {
    assertEquals(strictOf(x(before)), { x: after });
  });
}

const A = object({ t: { const: "a" } });
const B = object({ t: { const: "b" } });
const strictA = closed({ t: { ...text, const: "a" } });
const strictB = closed({ t: { ...text, const: "b" } });

const REFERENCES: [what: string, before: Json, after: Json][] = [
  ["a definition", x({ $ref: "#/$defs/A" }, { A }), {
    ...closed({ x: { $ref: "#/$defs/A" } }),
    $defs: { A: strictA },
  }],
  ["a described one, by a definition", x({ $ref: "#/$defs/A", description: "d" }, { A }), {
    ...closed({ x: { $ref: "#/$defs/A_1" } }),
    $defs: { A: strictA, A_1: { ...strictA, description: "d" } },
  }],
  [
    "described ones, by a definition for each description",
    object({
      a: { $ref: "#/$defs/A", title: "t" },
      b: { $ref: "#/$defs/A", title: "t" },
      c: { $ref: "#/$defs/A", description: "t" },
    }, { $defs: { A, A_1: text } }),
    {
      ...closed({
        a: { $ref: "#/$defs/A_2" },
        b: { $ref: "#/$defs/A_2" },
        c: { $ref: "#/$defs/A_3" },
      }),
      $defs: {
        A: strictA,
        A_1: text,
        A_2: { ...strictA, title: "t" },
        A_3: { ...strictA, description: "t" },
      },
    },
  ],
  [
    "the top with a description",
    x({ anyOf: [{ $ref: "#", description: "d" }, nothing] }),
    closed({ x: { anyOf: [{ $ref: "#/$defs/top_1" }, nothing] } }, {
      $defs: {
        top_1: {
          ...closed({ x: { anyOf: [{ $ref: "#/$defs/top_1" }, nothing] } }),
          description: "d",
        },
      },
    }),
  ],
  [
    "a described one inside itself",
    x({ $ref: "#/$defs/A" }, { A: object({ a: { $ref: "#/$defs/A", title: "t" } }) }),
    {
      ...closed({ x: { $ref: "#/$defs/A" } }),
      $defs: {
        A: closed({ a: { $ref: "#/$defs/A_1" } }),
        A_1: closed({ a: { $ref: "#/$defs/A_1" } }, { title: "t" }),
      },
    },
  ],
  ["the top", x({ anyOf: [{ $ref: "#" }, nothing] }), {
    ...closed({ x: { anyOf: [{ $ref: "#" }, nothing] } }),
  }],
  [
    "the top by its $id",
    object({ x: { type: "array", items: { $ref: "N" } } }, { $id: "N" }),
    closed({ x: { type: "array", items: { $ref: "#" } } }),
  ],
  [
    "a definition by its $id",
    x({ $ref: "N" }, { n: object({}, { $id: "N" }) }),
    closed({ x: { $ref: "#/$defs/n" } }, { $defs: { n: closed({}) } }),
  ],
  [
    "a definition with slashes",
    x({ $ref: "#/$defs/a~1b~0" }, { "a/b~": text }),
    closed({ x: { $ref: "#/$defs/a~1b~0" } }, { $defs: { "a/b~": text } }),
  ],
  [
    "at the top, which is written out",
    { $ref: "#/definitions/A", description: "d", definitions: { A } },
    { ...strictA, description: "d", definitions: { A: strictA } },
  ],
  ["in a choice", x({ oneOf: [{ $ref: "#/$defs/A" }, { $ref: "#/$defs/B" }] }, { A, B }), {
    ...closed({ x: { anyOf: [{ $ref: "#/$defs/A" }, { $ref: "#/$defs/B" }] } }),
    $defs: { A: strictA, B: strictB },
  }],
];

for (const [what, before, after] of REFERENCES) {
  Deno.test(`strictSchema() follows a reference: ${what}`, () => {
    assertEquals(strictSchema(before), after);
  });
}

const AT_X = "at #/properties/x: ";
const REFUSED: [schema: Json, says: string][] = [
  [x(true), `${AT_X}it allows anything; name a type`],
  [x(false), `${AT_X}it allows nothing; leave it out`],
  [x({ description: "d" }), `${AT_X}it allows anything`],
  [x({ properties: {} }), `${AT_X}it allows anything`],
  [x({ type: "Date" }), `${AT_X}JSON has no type "Date"`],
  [x({ type: ["string", "undefined"] }), `${AT_X}JSON has no type "undefined"`],
  [x({ enum: [] }), `${AT_X}it allows nothing; give enum a value`],
  [x({ const: { a: 1 } }), `${AT_X}a constant is not a text, number, boolean or null`],
  [x({ anyOf: [] }), `${AT_X}the choice is empty`],
  [x({ anyOf: [text, {}] }), "at #/properties/x/anyOf/1: it allows anything"],
  [x({ anyOf: [text], oneOf: [nothing] }), `${AT_X}strict mode has no "oneOf"; use anyOf`],
  [x({ oneOf: [{ type: "integer" }, { type: "number" }] }), `${AT_X}strict mode has no "oneOf"`],
  [x({ oneOf: [A, object({ t: { enum: ["a", "b"] } })] }), `${AT_X}strict mode has no "oneOf"`],
  [x({ type: "array", items: [text] }), "at #/properties/x/items: strict mode has no tuples"],
  [x({ type: "array", items: {} }), "at #/properties/x/items: it allows anything"],
  [x({ ...text, nullable: true }), `${AT_X}strict mode has no "nullable"; name the type "null"`],
  [x({ ...text, format: "uri" }), `${AT_X}strict mode has no format "uri"; it has date-time, `],
  [x({ ...text, pattern: "^(?!a)" }), `${AT_X}strict mode has no lookaround in a pattern`],
  [x({ ...text, pattern: "\\\\(?<=a)" }), `${AT_X}strict mode has no lookaround in a pattern`],
  [x({ $ref: "#/properties/y" }), `${AT_X}there is no definition "#/properties/y"; add it to`],
  [x({ $ref: "https://a.b/c" }), `${AT_X}there is no definition "https://a.b/c"`],
  [x({ $ref: "#", minLength: 1 }), `${AT_X}strict mode has no "minLength" next to "$ref"; move`],
  [x({ $ref: "#", oneOf: [] }), `${AT_X}strict mode has no "oneOf" next to "$ref"`],
  [x(object({ "a/b~": {} })), "at #/properties/x/properties/a~1b~0: it allows anything"],
  [x(text, { A: {} }), "at #/$defs/A: it allows anything"],
  [object({ x: text }, { required: ["x", "y"] }), 'at #: it requires "y", which has no schema'],
  [object({ x: text }, { additionalProperties: true }), "at #: the object allows properties of"],
  [object({ x: { ...text, default: "a" } }, { required: [] }), "leave the default out, or allow"],
  [object({ x: text }, { required: [] }), "zod: .nullable() in place of .optional()"],
  [object({}, { type: ["object", "null"] }), "at #: the top level must be an object"],
  [{ $ref: "#" }, "at #: it refers to itself"],
  [{ $ref: "#/$defs/A", $defs: { A: { $ref: "#/$defs/A" } } }, "at #: it refers to itself"],
  [{ $ref: "#/$defs/A", $defs: { A: text } }, "at #: the top level must be an object"],
  ...[
    "allOf",
    "not",
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "minProperties",
    "prefixItems",
    "contains",
    "uniqueItems",
  ].map((keyword): [Json, string] => [
    x({ ...text, [keyword]: {} }),
    `${AT_X}strict mode has no "${keyword}"; `,
  ]),
];

for (const [schema, says] of REFUSED) {
  Deno.test(`strictSchema() refuses ${JSON.stringify(schema)}`, () => {
    const error = assertThrows(() => strictSchema(schema), InvalidInputError);
    assertEquals(error.option, "outputSchema");
    assertStringIncludes(error.message, `Cannot use outputSchema: `);
    assertStringIncludes(error.message, says);
  });
}

Deno.test("strictSchema() leaves to the validation what the service does not know of a text", () => {
  const lookaround = { ...text, format: "duration", pattern: "(?=a)" };
  assertEquals(strictSchema(x({ ...text, format: "uri" }), true).properties, { x: text });
  assertEquals(strictSchema(x(lookaround), true).properties, {
    x: { ...text, format: "duration" },
  });
});

Deno.test("strictSchema() keeps properties with the names of a prototype's", () => {
  const schema: JsonSchema = JSON.parse(`{
    "type": "object",
    "properties": {
      "__proto__": { "type": "string" },
      "constructor": {
        "oneOf": [
          { "type": "object", "properties": { "__proto__": { "const": 1 } }, "required": ["__proto__"] },
          { "type": "object", "properties": { "__proto__": { "const": 2 } }, "required": ["__proto__"] }
        ]
      }
    },
    "required": ["__proto__", "constructor"]
  }`);
  const strict = strictSchema(schema);
  assertEquals(Object.keys(strict.properties as Json), ["__proto__", "constructor"]);
  assertEquals(strict.required, ["__proto__", "constructor"]);
  assertStringIncludes(JSON.stringify(strict), '"__proto__":{"const":2,"type":"number"}');
  const missing = JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}');
  assertThrows(() => strictSchema(missing), InvalidInputError, "#/properties/__proto__");
});

Deno.test("strictSchema() puts what is strict into the same form", () => {
  for (const [, before] of REFERENCES) {
    const once = strictSchema(before);
    assertEquals(strictSchema(once), once);
  }
});
