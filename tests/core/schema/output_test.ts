import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { InvalidInputError } from "../../../src/core/vocabulary/errors.ts";
import { jsonSchema, outputOf, runChecked } from "../../../src/core/schema/output.ts";
import { OutputError } from "../../../src/core/schema/output_error.ts";
import {
  issueText,
  type SchemaIssue,
  type StandardSchema,
} from "../../../src/core/schema/standard_schema.ts";
import type { TurnOptions } from "../../../src/core/vocabulary/options.ts";
import { createThread } from "../../../src/core/turn/thread.ts";
import { NO_USAGE } from "../../../src/core/vocabulary/usage.ts";
import type { Turn } from "../../../src/core/vocabulary/turn.ts";
import { completed, FakeTransport, ID, said, started } from "../turn/fake_transport.ts";

type Json = Record<string, unknown>;

const text = { type: "string" };
const object = (properties: Json, more: Json = {}): Json => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  ...more,
});
const closed = (properties: Json): Json => object(properties, { additionalProperties: false });

const STRICT: [what: string, schema: Json, strict: Json][] = [
  ["closes an object", object({ a: text }), closed({ a: text })],
  ["leaves out $schema", object({ a: text }, { $schema: "x" }), closed({ a: text })],
  [
    "closes objects in arrays, choices, properties and definitions",
    object({
      a: { type: "array", items: object({ b: text }) },
      c: { anyOf: [object({ d: text }), { type: "null" }] },
      e: object({ f: object({ g: text }) }),
    }, { $defs: { h: object({ i: text }) } }),
    {
      ...closed({
        a: { type: "array", items: closed({ b: text }) },
        c: { anyOf: [closed({ d: text }), { type: "null" }] },
        e: closed({ f: closed({ g: text }) }),
      }),
      $defs: { h: closed({ i: text }) },
    },
  ],
  [
    "takes properties that are named like keywords",
    object({ not: text, items: text, type: text, required: text }),
    closed({ not: text, items: text, type: text, required: text }),
  ],
  [
    "makes anyOf of a oneOf whose branches exclude each other",
    object({ a: { oneOf: [object({ k: { const: 1 } }), object({ k: { enum: [2] } })] } }),
    closed({
      a: {
        anyOf: [
          closed({ k: { type: "number", const: 1 } }),
          closed({ k: { type: "number", enum: [2] } }),
        ],
      },
    }),
  ],
  [
    "takes the schema as JSON has it",
    object({ a: { ...text, description: undefined } }),
    closed({ a: text }),
  ],
];

for (const [what, schema, strict] of STRICT) {
  Deno.test(`outputOf() ${what}, in a copy`, () => {
    const before = JSON.stringify(schema);
    assertEquals(outputOf(schema).schema as Json, strict);
    assertEquals(JSON.stringify(schema), before);
  });
}

const circle: Json = { type: "object" };
circle.self = circle;

const REFUSED: [what: string, schema: unknown, says: string][] = [
  ["null", null, "plain object"],
  ["an array", [{}], "plain object"],
  ["text", '{"type":"object"}', "plain object"],
  ["a boolean", true, "plain object"],
  ["a function", () => ({}), "plain object"],
  ["a date", new Date(0), "an instance of Date"],
  [
    "a schema of a zod without Standard Schema",
    new (class ZodObject {
      _def: object = {};
      parse(): void {}
    })(),
    "zod before 3.24",
  ],
  ["another library's schema", new (class Struct {})(), "an instance of Struct"],
  [
    "another library's schema that bears a type",
    Object.assign(new (class Any {})(), { type: "object", properties: {}, validate: () => true }),
    "an instance of Any",
  ],
  ["an object with functions", { check: () => true }, "an object with functions"],
  ["an object of schemas", { a: { "~standard": {} } }, "wrap it: z.object({ … })"],
  ["an object of an older zod's schemas", { a: { _def: {} } }, "wrap it: z.object({ … })"],
  ["what is no object as JSON", { toJSON: () => [1] }, "not an object when written as JSON"],
  ["what has no JSON", { toJSON: () => undefined }, ""],
  ["a circle", circle, "circular"],
  ["a bigint", { minimum: 1n }, "BigInt"],
  ["no type at the top", {}, "at #: the top level must be an object"],
  ["a choice at the top", object({}, { anyOf: [] }), "at #: the top level must be one object"],
  ["another type at the top", text, "at #: the top level must be an object"],
  ["an optional property", object({ a: text }, { required: [] }), "at #/properties/a: "],
  ["free properties", object({}, { additionalProperties: text }), "properties of any name"],
  ["an object that names none", { type: "object" }, "properties of any name"],
  ["a property of any type", object({ a: {} }), "at #/properties/a: it allows anything"],
  ["an array of anything", object({ a: { type: "array" } }), "items of any kind"],
  ["oneOf that may fit twice", object({ a: { oneOf: [text, text] } }), '"oneOf"; use anyOf'],
  ...["allOf", "not", "if", "patternProperties", "prefixItems", "uniqueItems"].map((
    keyword,
  ): [string, unknown, string] => [
    keyword,
    object({ a: { type: "array", items: object({ b: { ...text, [keyword]: true } }) } }),
    `at #/properties/a/items/properties/b: strict mode has no "${keyword}"`,
  ]),
];

for (const [what, schema, says] of REFUSED) {
  Deno.test(`outputOf() refuses ${what}`, () => {
    const error = assertThrows(() => outputOf(schema), InvalidInputError);
    assertEquals(error.option, "outputSchema");
    assertStringIncludes(error.message, "Cannot use outputSchema: ");
    assertStringIncludes(error.message, says);
  });
}

const turn = (finalResponse: string): Turn => ({
  items: [],
  finalResponse,
  usage: null,
  turnUsage: null,
});

const THREAD = { threadId: () => null, redact: (text: string) => text };

/** Runs turns that answer so, and tells what each was asked. */
async function checked(options: TurnOptions, answers: readonly string[]) {
  const inputs: unknown[] = [];
  const result = await runChecked("ask", options, (input) => {
    const answer = answers[inputs.push(input) - 1];
    if (answer === undefined) throw new Error("asked too often");
    return Promise.resolve(turn(answer));
  }, THREAD).catch((error: unknown) => error);
  return { inputs, result };
}

/** A Standard Schema of numbers below ten, which doubles them. */
const small: StandardSchema<unknown, number> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) => {
      const n = (value as { n?: unknown } | null)?.n;
      return typeof n === "number" && n < 10
        ? { value: 2 * n }
        : { issues: [{ message: "too big", path: ["n"] }] };
    },
    jsonSchema: {
      input: () => object({ n: { type: "number" } }),
      output: () => ({ type: "number" }),
    },
  },
};

Deno.test("runChecked() gives a turn without a schema as it is", async () => {
  const { result, inputs } = await checked({}, ["hi"]);
  assertEquals([result, inputs], [turn("hi"), ["ask"]]);
});

Deno.test("runChecked() parses the answer, and gives what the schema makes of it", async () => {
  const plain = await checked({ outputSchema: object({ n: { type: "number" } }) }, ['{"n":1}']);
  assertEquals(plain.result, { ...turn('{"n":1}'), output: { n: 1 } });
  const made = await checked({ outputSchema: small }, ['{"n":4}']);
  assertEquals(made.result, { ...turn('{"n":4}'), output: 8 });
});

Deno.test("runChecked() rejects with what does not fit", async () => {
  const table: [unknown, string, string][] = [
    [object({}), "", "there is no answer"],
    [object({}), "no", "the answer is not JSON"],
    [small, '{"n":10}', "n: too big"],
  ];
  for (const [outputSchema, answer, says] of table) {
    const error = await assertRejects(
      () => runChecked("ask", { outputSchema }, () => Promise.resolve(turn(answer)), THREAD),
      OutputError,
      says,
    );
    assertEquals([error.name, error.text, error.turn], ["OutputError", answer, turn(answer)]);
  }
});

Deno.test("runChecked() asks to mend as often as it may", async () => {
  const options = { outputSchema: small, repair: 2 };
  const mended = await checked(options, ['{"n":11}', "no", '{"n":3}']);
  assertEquals((mended.result as Turn).output, 6);
  assertEquals(mended.inputs.length, 3);
  assertStringIncludes(String(mended.inputs[1]), "- n: too big");
  assertStringIncludes(String(mended.inputs[1]), 'It was: {"n":11}\n');
  assertStringIncludes(String(mended.inputs[2]), "- the answer is not JSON");
  const long = await checked(options, ["x".repeat(2_000), '{"n":3}']);
  assertEquals(String(long.inputs[1]).includes(`It was: ${"x".repeat(1_000)}…\n`), true);
  const given = await checked(options, ["no", "no", "no", '{"n":3}']);
  assertEquals([given.result instanceof OutputError, given.inputs.length], [true, 3]);
});

Deno.test("runChecked() keeps the turn when the schema itself throws, and asks for no repair", async () => {
  const broken = new Error("broken");
  for (
    const validate of [() => Promise.reject(broken), () => {
      throw broken;
    }]
  ) {
    const outputSchema = { "~standard": { ...small["~standard"], validate } };
    const { result, inputs } = await checked({ outputSchema, repair: 2 }, ['{"n":1}']);
    const error = result as OutputError;
    assertEquals([error.name, error.cause, inputs.length], ["OutputError", broken, 1]);
    assertEquals(error.issues, [{ message: "the schema threw: broken" }]);
    assertEquals(error.turn, turn('{"n":1}'));
  }
});

Deno.test("runChecked() tells the thread, the items and the usage with its error", async () => {
  const done: Turn = {
    ...turn("no"),
    items: [{ id: "item_0", type: "agent_message", text: "no" }],
    usage: NO_USAGE,
  };
  const error = await assertRejects(
    () =>
      runChecked("ask", { outputSchema: small }, () => Promise.resolve(done), {
        threadId: () => "id",
        redact: (text) => text,
      }),
    OutputError,
  );
  assertEquals([error.threadId, error.items, error.usage], ["id", done.items, NO_USAGE]);
});

Deno.test("runChecked() waits for a validation", async () => {
  const validate = (value: unknown) => Promise.resolve({ value: [value] });
  const outputSchema = { "~standard": { ...small["~standard"], validate } };
  const { result } = await checked({ outputSchema }, ['{"n":1}']);
  assertEquals((result as Turn).output, [{ n: 1 }]);
});

Deno.test("Thread.run() reads the last message only, and mends on the same thread", async () => {
  const transport = new FakeTransport((turn, index) => {
    turn.emit(started(), said("I look first."), said(index === 0 ? "no" : '{"n":4}'));
    turn.emit(completed()).exit();
  });
  const thread = createThread(transport, { type: "start" }, {});
  const result = await thread.run("ask", { outputSchema: small, repair: 1 });
  const n: number = result.output;
  assertEquals([n, result.finalResponse, result.items.length], [8, '{"n":4}', 2]);
  const [first, second] = transport.turns.map(({ request }) => request);
  assertEquals([first?.origin.type, second?.origin], ["start", { type: "resume", id: ID }]);
  assertEquals(first?.turn.outputSchema, closed({ n: { type: "number" } }));
  assertEquals(second?.turn.outputSchema, first?.turn.outputSchema);
  assertStringIncludes(second?.input.prompt ?? "", "- the answer is not JSON");
});

Deno.test("Thread.run() rejects when there is no message", async () => {
  const transport = new FakeTransport((turn) => turn.emit(started(), completed()).exit());
  const thread = createThread(transport, { type: "start" }, {});
  const error = await assertRejects(
    () => thread.run("ask", { outputSchema: small }),
    OutputError,
    "there is no answer",
  );
  assertEquals([error.text, error.turn.items], ["", []]);
});

Deno.test("Thread.runStreamed() sends the strict schema, and refuses what has none", async () => {
  const transport = new FakeTransport((turn) => turn.complete("no"));
  const thread = createThread(transport, { type: "start" }, {});
  const { events } = await thread.runStreamed("ask", { outputSchema: small });
  for await (const _ of events);
  assertEquals(transport.turns[0]?.request.turn.outputSchema, closed({ n: { type: "number" } }));
  await assertRejects(() => thread.runStreamed("ask", { outputSchema: text }), InvalidInputError);
  await assertRejects(() => thread.run("ask", { outputSchema: text }), InvalidInputError);
  assertEquals(transport.turns.length, 1);
});

Deno.test("issueText() says where, then what", () => {
  const table: [SchemaIssue["path"], string][] = [
    [undefined, "m"],
    [[], "m"],
    [["a", 0, "b"], "a[0].b: m"],
    [[0, { key: "b" }, { key: 1 }], "[0].b[1]: m"],
  ];
  for (const [path, expected] of table) assertEquals(issueText({ message: "m", path }), expected);
});

Deno.test("jsonSchema() with strict: false has a schema sent as it stands, and names itself where one is refused", async () => {
  const schema = {
    type: "object",
    properties: { a: { type: "string", default: "x" }, b: { not: { type: "null" } } },
    oneOf: [{ required: ["a"] }, { required: ["b"] }],
  };
  const error = assertThrows(() => outputOf(jsonSchema(schema)), InvalidInputError);
  assertStringIncludes(error.message, "jsonSchema(schema, { strict: false })");
  assert(jsonSchema(schema, { strict: true }) === jsonSchema(schema));
  const marked = jsonSchema<{ a: string }>(schema, { strict: false });
  assertEquals(JSON.stringify(marked), JSON.stringify(schema));
  const { schema: sent, read } = outputOf(marked);
  assertEquals(sent, schema);
  assertEquals(await read('{"a":"b"}'), { value: { a: "b" } });
  // A list at the top is nothing for strict mode, and all that some services need.
  assertEquals(outputOf(jsonSchema({ type: "array" }, { strict: false })).schema, {
    type: "array",
  });
});

Deno.test("jsonSchema() refuses what is no schema, which run() would take for none", () => {
  const wrong: readonly [given: unknown, shown: string][] = [
    [undefined, "undefined"],
    [null, "null"],
    ["{}", 'the string "{}"'],
    [[], "an array"],
  ];
  for (const [given, shown] of wrong) {
    const error = assertThrows(() => jsonSchema(given as object), InvalidInputError);
    assertEquals([error.option, error.message], [
      "schema",
      `Cannot name a schema's type: schema must be an object, not ${shown}`,
    ]);
  }
});

Deno.test("jsonSchema() refuses options that it would not heed", () => {
  const wrong: readonly [options: object, option: string, says: string][] = [
    [{ stric: false }, "stric", "strict"],
    [{ strict: "false" }, "strict", 'strict must be true or false, not the string "false"'],
    [false as unknown as object, "options", "must be an object, not false"],
  ];
  for (const [options, option, says] of wrong) {
    const error = assertThrows(() => jsonSchema({}, options), InvalidInputError, says);
    assertEquals(error.option, option);
  }
  assertEquals(jsonSchema({}, null as unknown as undefined), {});
});
