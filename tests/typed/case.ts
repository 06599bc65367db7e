/**
 * What the tests with schema libraries share.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { InvalidInputError } from "../../src/core/vocabulary/errors.ts";
import { outputOf } from "../../src/core/schema/output.ts";
import { OutputError } from "../../src/core/schema/output_error.ts";
import { issueText } from "../../src/core/schema/standard_schema.ts";
import { createThread, type Thread } from "../../src/core/turn/thread.ts";
import { FakeTransport } from "../core/turn/fake_transport.ts";

/** Compiles only if both types are the same. */
export function same<A, B>(_same: Same<A, B>): void {}

/** `true` if both types are the same. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2)
  ? true
  : false;

/** A thread on which the model answers so. */
export function answering(...answers: readonly unknown[]): Thread {
  const transport = new FakeTransport((turn, index) => {
    const answer = answers[index];
    turn.complete(typeof answer === "string" ? answer : JSON.stringify(answer));
  });
  return createThread(transport, { type: "start" }, {});
}

/** A property in a library's words, and what the model gets of it, or the words of the refusal. */
export type Property = readonly [name: string, object: () => object, sent: object | string];

/** Tests what becomes of the property `x` of each object. */
export function testProperties(library: string, table: readonly Property[]): void {
  for (const [name, object, sent] of table) {
    if (typeof sent === "string") {
      Deno.test(`${library}: ${name} is refused`, async () => {
        // Before anything is spawned: a turn would answer, and be an OutputError.
        const error = await assertRejects(
          () => answering("never asked").run("ask", { outputSchema: object() }),
          InvalidInputError,
          "Cannot use outputSchema: ",
        );
        assertStringIncludes(error.message, sent);
      });
    } else {
      Deno.test(`${library}: ${name} is sent in strict form`, () => {
        const { schema } = outputOf(object());
        assertEquals(
          { ...schema },
          {
            type: "object",
            properties: { x: sent },
            required: ["x"],
            additionalProperties: false,
            ...("$defs" in schema ? { $defs: schema.$defs } : {}),
          },
        );
      });
    }
  }
}

/** Runs what must fail, and gives the issues in words. */
export async function issuesOf(run: () => Promise<unknown>): Promise<string[]> {
  const error = await assertRejects(run, OutputError);
  return error.issues.map(issueText);
}
