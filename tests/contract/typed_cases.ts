/**
 * Typed results with the real Codex: the schema the service gets, and the value that comes back.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { OutputError, StandardSchema, Thread } from "../../mod.ts";
import type { RecordedRequest, Reply } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import { onLive } from "./live_case.ts";
import { inFolder, onServer } from "./real_case.ts";

/** A library's schema, by hand: a word's length, if it is short. */
const SIZE: StandardSchema<{ word: string }, { size: number }> = {
  "~standard": {
    version: 1,
    vendor: "by hand",
    validate(value) {
      const { word } = value as { word: string };
      return word.length < 5
        ? { value: { size: word.length } }
        : { issues: [{ message: "too long", path: ["word"] }] };
    },
    jsonSchema: {
      input: () => ({
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        properties: { word: { type: "string", format: "word", default: "w" } },
        required: ["word"],
      }),
      output: () => ({ type: "object" }),
    },
  },
};

/** What the service gets of it. */
const SENT = {
  type: "object",
  properties: { word: { type: "string" } },
  required: ["word"],
  additionalProperties: false,
};

function sentSchema(request: RecordedRequest | undefined): unknown {
  const { format } = request?.body.text as { format?: { strict?: boolean; schema?: unknown } };
  assertEquals(format?.strict, true);
  return format?.schema;
}

/** Something that runs turns, on either transport. */
type Runner = Pick<Thread, "run">;

/** Runs `use` on a thread of each transport. */
function onBoth(
  name: string,
  script: (kit: Kit) => readonly Reply[],
  use: (kit: Kit, thread: Runner, requests: readonly RecordedRequest[]) => Promise<void>,
): Case[] {
  return [
    {
      name: `Thread.run() ${name}`,
      run: (kit) =>
        onServer(kit, script(kit), ({ server, codex }) => {
          return use(kit, codex.startThread(inFolder(kit)), server.requests);
        }),
    },
    {
      name: `LiveThread.run() ${name}`,
      run: (kit) =>
        onLive(kit, script(kit), async ({ server, start }) => {
          await use(kit, await start(), server.requests);
        }),
    },
  ];
}

export const TYPED_CASES: readonly Case[] = [
  ...onBoth(
    "sends a Standard Schema in strict form, and gives its output",
    (
      { testing: { message, reply } },
    ) => [reply(message("I look first."), message('{"word":"four"}'))],
    async (_, thread, requests) => {
      const turn = await thread.run("go", { outputSchema: SIZE });
      assertEquals([turn.output, turn.finalResponse], [{ size: 4 }, '{"word":"four"}']);
      assertEquals(sentSchema(requests[0]), SENT);
    },
  ),
  ...onBoth(
    "has an answer that does not fit repaired on the same thread",
    ({ testing: { message, reply } }) =>
      ['{"word":"longer"}', "longer", '{"word":"ok"}'].map((text) => reply(message(text))),
    async (_, thread, requests) => {
      const turn = await thread.run("go", { outputSchema: SIZE, repair: 2 });
      assertEquals(turn.output, { size: 2 });
      assertEquals(requests.map(sentSchema), [SENT, SENT, SENT]);
      assertStringIncludes(requests[1]?.texts.at(-1) ?? "", "- word: too long");
      assertStringIncludes(requests[2]?.texts.at(-1) ?? "", "- the answer is not JSON");
      assertEquals(requests[2]?.texts.includes("go"), true);
    },
  ),
  ...onBoth(
    "rejects with what does not fit, once the repairs are used up",
    ({ testing: { message, reply } }) =>
      ['{"word":"longer"}', '{"word":"longest"}'].map((text) => reply(message(text))),
    async ({ sdk }, thread, requests) => {
      const error: OutputError = await assertRejects(
        () => thread.run("go", { outputSchema: SIZE, repair: 1 }),
        sdk.OutputError,
      );
      assertEquals([error.text, error.issues], ['{"word":"longest"}', [
        { message: "too long", path: ["word"] },
      ]]);
      assertEquals([error.turn.finalResponse, requests.length], [error.text, 2]);
    },
  ),
  ...onBoth(
    "parses the answer to a plain JSON Schema",
    ({ testing: { message, reply } }) => [reply(message('{"word":"longer"}'))],
    async ({ sdk }, thread) => {
      const { $schema: _, ...schema } = SIZE["~standard"].jsonSchema?.input({ target: "" }) ?? {};
      const outputSchema = { ...schema, properties: SENT.properties };
      await assertRejects(
        () => thread.run("go", { outputSchema: { ...outputSchema, required: [] } }),
        sdk.InvalidInputError,
        "at #/properties/word: strict mode has no optional properties",
      );
      assertEquals((await thread.run("go", { outputSchema })).output, { word: "longer" });
    },
  ),
  {
    name: "Thread.run() refuses a schema before anything is spawned",
    async run({ sdk }) {
      let spawned = 0;
      const spawn = () => {
        spawned++;
        throw new Error("not to be spawned");
      };
      const thread = new sdk.Codex({ spawn }).startThread();
      const outputSchema = { ...SENT, required: [] };
      for (const run of [thread.run.bind(thread), thread.runStreamed.bind(thread)]) {
        await assertRejects(() => run("go", { outputSchema }), sdk.InvalidInputError);
      }
      await assertRejects(
        () => thread.run("go", { outputSchema: SENT, repair: -1 }),
        sdk.InvalidInputError,
      );
      assertEquals(spawned, 0);
    },
  },
];
