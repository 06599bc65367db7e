import { assertEquals } from "@std/assert";
import { z } from "npm:zod@4.6.7";
import { z as mini } from "npm:zod@4.6.7/mini";
import { z as old } from "npm:zod@4.6.7/v3";
import { outputOf } from "../../src/core/schema/output.ts";
import { answering, issuesOf, same, testProperties } from "./case.ts";

const text = { type: "string" };
const closed = (properties: Record<string, unknown>) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const x = (schema: z.ZodType) => () => z.object({ x: schema });
const Node = z.object({
  name: z.string(),
  get children() {
    return z.array(Node);
  },
});
const Address = z.object({ street: z.string() }).meta({ id: "Address" });

testProperties("zod", [
  ["a string", x(z.string()), text],
  ["an integer", x(z.int32()), { type: "integer", minimum: -2147483648, maximum: 2147483647 }],
  ["a range", x(z.number().gt(1).multipleOf(2)), {
    type: "number",
    exclusiveMinimum: 1,
    multipleOf: 2,
  }],
  ["a length", x(z.string().min(1).regex(/^a/)), { ...text, minLength: 1, pattern: "^a" }],
  ["an enum", x(z.enum(["a", "b"])), { ...text, enum: ["a", "b"] }],
  ["a mixed enum", x(z.enum({ A: 1, B: "b" })), { type: ["number", "string"], enum: [1, "b"] }],
  ["a literal", x(z.literal("a")), { ...text, const: "a" }],
  ["null", x(z.null()), { type: "null" }],
  ["a nullable", x(z.string().nullable()), { type: ["string", "null"] }],
  ["a nullable object", x(z.object({ a: z.string() }).nullable()), {
    anyOf: [closed({ a: text }), { type: "null" }],
  }],
  ["a union", x(z.union([z.string(), z.number()])), { type: ["string", "number"] }],
  ["an array of arrays", x(z.array(z.array(z.string())).min(1)), {
    type: "array",
    minItems: 1,
    items: { type: "array", items: text },
  }],
  ["a nested object", x(z.strictObject({ a: z.object({ b: z.string() }) })), {
    ...closed({ a: closed({ b: text }) }),
  }],
  ["an intersection", x(z.object({ a: z.string() }).and(z.object({ b: z.string() }))), {
    ...closed({ a: text, b: text }),
  }],
  [
    "a discriminated union",
    x(z.discriminatedUnion("t", [
      z.object({ t: z.literal("a"), n: z.number() }),
      z.object({ t: z.literal(["b", "c"]) }),
    ])),
    {
      anyOf: [
        closed({ t: { ...text, const: "a" }, n: { type: "number" } }),
        closed({ t: { ...text, enum: ["b", "c"] } }),
      ],
    },
  ],
  ["an exclusive union", x(z.xor([z.string(), z.number()])), {
    anyOf: [text, { type: "number" }],
  }],
  ["a transform", x(z.string().transform((s) => s.length)), text],
  ["a pipe", x(z.string().pipe(z.coerce.number())), text],
  ["a catch", x(z.string().catch("a")), text],
  ["what is read-only", x(z.array(z.string()).readonly()), { type: "array", items: text }],
  ["a description", x(z.string().meta({ description: "d", title: "t", examples: ["e"] })), {
    ...text,
    description: "d",
    title: "t",
  }],
  ["a format", x(z.string().meta({ format: "date" })), { ...text, format: "date" }],
  // What the service does not know of a text is left to zod.
  ["a URL", x(z.url()), text],
  ["a format whose pattern looks around", x(z.iso.duration()), { ...text, format: "duration" }],
  ["a shared schema", x(Address), { $ref: "#/$defs/Address" }],
  ["a described shared schema", x(Address.describe("home")), { $ref: "#/$defs/Address_1" }],
  ["an optional", x(z.string().optional()), "at #/properties/x: strict mode has no optional"],
  ["a nullish", x(z.string().nullish()), "zod: .nullable() in place of .optional()"],
  ["a default", x(z.string().default("a")), "leave the default out"],
  ["a record", x(z.record(z.string(), z.number())), "use an array of objects with a key"],
  ["an open object", x(z.looseObject({ a: z.string() })), "properties of any name"],
  ["a tuple", x(z.tuple([z.string(), z.number()])), "use an object with a property per place"],
  ["a date", x(z.date()), "Date cannot be represented in JSON Schema"],
  ["a bigint", x(z.bigint()), "BigInt cannot be represented"],
  ["anything", x(z.any()), "at #/properties/x: it allows anything"],
  ["never", x(z.never()), 'strict mode has no "not"'],
  ["two patterns", x(z.string().regex(/a/).regex(/b/)), 'strict mode has no "allOf"'],
  [
    "a union at the top",
    () => z.union([z.object({}), z.null()]),
    "the top level must be one object",
  ],
  [
    "an array at the top",
    () => z.array(z.string()),
    "at #: the top level must be an object; wrap it",
  ],
  ["zod/mini", () => mini.object({ x: mini.string() }), "zod instead of zod/mini"],
  ["zod 3", () => old.object({ x: old.string() }), "use zod 4.2 or newer"],
]);

Deno.test("zod: what a shared schema is described as, its own definition says", () => {
  const { schema } = outputOf(x(Address.describe("home"))());
  const { $defs } = schema as { $defs: Record<string, unknown> };
  assertEquals($defs.Address_1, { ...closed({ street: text }), description: "home" });
});

Deno.test("zod: a recursive schema refers to the top, or to a definition", () => {
  assertEquals(outputOf(Node).schema, {
    ...closed({ name: text, children: { type: "array", items: { $ref: "#" } } }),
  });
  const deep = outputOf(z.object({ x: Node.describe("root") })).schema;
  assertEquals(JSON.stringify(deep).includes('"additionalProperties":false'), true);
});

Deno.test("zod: output has the type of the schema's output", async () => {
  const schema = z.object({
    severity: z.enum(["low", "high"]),
    line: z.number().nullable(),
    size: z.string().transform((s) => s.length),
    count: z.string().pipe(z.coerce.number()),
    when: z.iso.datetime().transform((text) => new Date(text)),
    found: z.array(z.object({ file: z.string() })),
    cause: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("bug"), fix: z.string() }),
      z.object({ kind: z.literal("feature") }),
    ]),
  });
  const answer = {
    severity: "low",
    line: null,
    size: "four",
    count: "3",
    when: "2026-01-02T03:04:05Z",
    found: [{ file: "a.ts" }],
    cause: { kind: "bug", fix: "none" },
  };
  const turn = await answering(answer).run("ask", { outputSchema: schema });
  same<typeof turn.output, z.output<typeof schema>>(true);
  same<typeof turn.output.severity, "low" | "high">(true);
  same<typeof turn.output.line, number | null>(true);
  same<typeof turn.output.size, number>(true);
  same<typeof turn.output.when, Date>(true);
  // @ts-expect-error -- no such property
  turn.output.sevarity;
  const { cause } = turn.output;
  assertEquals(cause.kind === "bug" ? cause.fix : "", "none");
  assertEquals<unknown>(turn.output, {
    ...answer,
    size: 4,
    count: 3,
    when: new Date("2026-01-02T03:04:05Z"),
  });
  assertEquals(turn.finalResponse, JSON.stringify(answer));
});

Deno.test("zod: issues tell where the answer does not fit", async () => {
  const outputSchema = z.object({ found: z.array(z.object({ line: z.int(), url: z.url() })) });
  const answer = { found: [{ line: 1, url: "https://a.b" }, { line: "2", url: "no" }] };
  const issues = await issuesOf(() => answering(answer).run("ask", { outputSchema }));
  assertEquals(issues, [
    "found[1].line: Invalid input: expected number, received string",
    "found[1].url: Invalid URL",
  ]);
});

Deno.test("zod: a refinement may be asynchronous, and the answer repaired", async () => {
  const outputSchema = z.object({
    n: z.number().refine((n) => Promise.resolve(n % 2 === 0), "must be even"),
  });
  const turn = await answering({ n: 1 }, { n: 2 }).run("ask", { outputSchema, repair: 1 });
  same<typeof turn.output, { n: number }>(true);
  assertEquals(turn.output, { n: 2 });
  assertEquals(
    await issuesOf(() => answering({ n: 1 }, { n: 3 }).run("ask", { outputSchema, repair: 1 })),
    ["n: must be even"],
  );
});
