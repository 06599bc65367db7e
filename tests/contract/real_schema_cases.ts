/**
 * The output schema: in the request, and gone from the disk however the turn ends.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Thread } from "../../mod.ts";
import type { Reply, ResponsesServer } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import { onLive } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { processesWith } from "./processes.ts";
import { inFolder, onServer } from "./real_case.ts";

const SCHEMA = {
  type: "object",
  properties: { "naïve \u2028 key": { type: "string" } },
  required: ["naïve \u2028 key"],
  additionalProperties: false,
};

/** The schema file of the Codex that talks to a server, checked while it is there. */
async function schemaPath(server: ResponsesServer): Promise<string> {
  const [codex] = await processesWith(server.url);
  const path = codex?.args[codex.args.indexOf("--output-schema") + 1] ?? "";
  assertEquals((await stat(dirname(path))).mode & 0o777, 0o700);
  assertEquals((await stat(path)).mode & 0o777, 0o600);
  assertEquals(JSON.parse(await readFile(path, "utf8")), SCHEMA);
  return path;
}

/** Runs a turn that gets `answer`, and checks that its schema file was there, and is gone afterwards. */
async function withSchema(
  kit: Kit,
  answer: Reply,
  run: (thread: Thread, server: ResponsesServer) => Promise<void>,
): Promise<void> {
  const paths: string[] = [];
  // The server is made before its URL is known to the script.
  const own: { server?: ResponsesServer } = {};
  const script = async () => {
    if (own.server !== undefined) paths.push(await schemaPath(own.server));
    return answer;
  };
  await onServer(kit, script, async ({ server, codex }) => {
    own.server = server;
    await run(codex.startThread(inFolder(kit)), server);
    assertEquals(server.requests[0]?.body.text, {
      ...server.requests[0]?.body.text as Record<string, unknown>,
      format: { type: "json_schema", strict: true, name: "codex_output_schema", schema: SCHEMA },
    });
    assert(paths.length > 0, "the schema file was seen");
    for (const path of paths) {
      await assertRejects(() => stat(path), Error, "ENOENT");
      await assertRejects(() => stat(dirname(path)), Error, "ENOENT");
    }
  });
}

/** Cases. */
export const REAL_SCHEMA_CASES: readonly Case[] = [
  {
    name:
      "outputSchema that is not to be strict is in the request as it stands, on both transports",
    async run(kit) {
      const { message, reply } = kit.testing;
      const schema = { type: "object", properties: { a: { default: 1 } }, minProperties: 1 };
      const outputSchema = kit.sdk.jsonSchema<{ a?: number }>(schema, { strict: false });
      const sent = ({ requests }: ResponsesServer) => {
        const { format } = requests[0]?.body.text as { format?: { schema?: unknown } };
        assertEquals(format?.schema, schema);
      };
      const script = [reply(message('{"a":2}'))];
      await onServer(kit, script, async ({ server, codex }) => {
        const thread = codex.startThread(inFolder(kit));
        assertEquals((await thread.run("go", { outputSchema })).output, { a: 2 });
        sent(server);
        const strict = { outputSchema: schema };
        const error = await assertRejects(
          () => thread.run("go", strict),
          kit.sdk.InvalidInputError,
        );
        assertStringIncludes(error.message, "jsonSchema(schema, { strict: false })");
      });
      await onLive(kit, script, async ({ server, start }) => {
        assertEquals((await (await start()).run("go", { outputSchema })).output, { a: 2 });
        sent(server);
      });
    },
  },
  {
    name:
      "outputSchema is in the request, in a private file that is gone after the turn and its resume",
    posix: POSIX.processes,
    run(kit) {
      const { message, reply } = kit.testing;
      return withSchema(kit, reply(message('{"a":"b"}')), async (thread, server) => {
        assertEquals((await thread.run("go", { outputSchema: SCHEMA })).finalResponse, '{"a":"b"}');
        await thread.run("again", { outputSchema: SCHEMA });
        assertEquals(server.requests.length, 2);
        assertEquals(server.requests[1]?.body.text, server.requests[0]?.body.text);
      });
    },
  },
  {
    name: "outputSchema leaves no file behind when the turn fails",
    posix: POSIX.processes,
    run(kit) {
      return withSchema(kit, kit.testing.httpError(400), async (thread) => {
        await assertRejects(
          () => thread.run("go", { outputSchema: SCHEMA }),
          kit.sdk.TurnFailedError,
        );
      });
    },
  },
  {
    name: "outputSchema leaves no file behind when the turn is aborted",
    posix: POSIX.processes,
    run(kit) {
      const { message, stall } = kit.testing;
      return withSchema(kit, stall(message("part")), async (thread, server) => {
        const abort = new AbortController();
        const options = { outputSchema: SCHEMA, signal: abort.signal };
        const { events } = await thread.runStreamed("go", options);
        await assertRejects(async () => {
          for await (const event of events) if (event.type === "item.completed") abort.abort();
        }, kit.sdk.AbortError);
        assertEquals(await processesWith(server.url), []);
      });
    },
  },
  {
    name: "outputSchema leaves no file behind when the consumer leaves the loop",
    posix: POSIX.processes,
    run(kit) {
      const { message, stall } = kit.testing;
      return withSchema(kit, stall(message("part")), async (thread, server) => {
        const { events } = await thread.runStreamed("go", { outputSchema: SCHEMA });
        for await (const event of events) {
          if (event.type === "item.completed") break;
        }
        assertEquals(await processesWith(server.url), []);
      });
    },
  },
];
