import { assert, assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import * as errors from "../../../src/core/vocabulary/errors.ts";
import { attachFacts, CodexError } from "../../../src/core/vocabulary/errors.ts";
import { NO_USAGE } from "../../../src/core/vocabulary/usage.ts";

const EACH: Record<string, [error: CodexError, fields: Record<string, unknown>, message: string]> =
  {
    CodexError: [new CodexError("m"), {}, "m"],
    CodexNotFoundError: [
      new errors.CodexNotFoundError("m", ["a", "b"]),
      { searched: ["a", "b"] },
      "m",
    ],
    SpawnError: [
      new errors.SpawnError("m", { command: "c", code: "ENOENT", cause: 7 }),
      { command: "c", code: "ENOENT", cause: 7 },
      "m",
    ],
    ExitError: [
      new errors.ExitError("m", { exitCode: null, signal: "SIGKILL", stderr: "s" }),
      { exitCode: null, signal: "SIGKILL", stderr: "s" },
      "m",
    ],
    DecodeError: [
      new errors.DecodeError("it is odd", "{", 3),
      { line: "{", lineNumber: 3 },
      "Cannot decode line 3 of Codex's output: it is odd: {",
    ],
    TurnFailedError: [new errors.TurnFailedError("m", "s"), { stderr: "s" }, "m"],
    IncompleteTurnError: [
      new errors.IncompleteTurnError("m", "s", 7),
      { stderr: "s", cause: 7 },
      "m",
    ],
    TimeoutError: [
      new errors.TimeoutError("m", {
        kind: "idle",
        elapsedMs: 5,
        lastEvent: { type: "turn.started" },
        stderr: "s",
      }),
      { kind: "idle", elapsedMs: 5, lastEvent: { type: "turn.started" }, stderr: "s" },
      "m",
    ],
    AbortError: [
      new errors.AbortError("why"),
      { code: "ABORT_ERR", cause: "why" },
      "The turn was aborted",
    ],
    InvalidInputError: [
      new errors.InvalidInputError("config.a", "m"),
      { option: "config.a" },
      "m",
    ],
    ResumeError: [
      new errors.ResumeError("in_use", "id", "m"),
      { reason: "in_use", requestedId: "id" },
      "m",
    ],
  };

for (const [name, [error, fields, message]] of Object.entries(EACH)) {
  Deno.test(`${name} has its name, message and fields`, () => {
    assertInstanceOf(error, CodexError);
    assertEquals([error.name, error.message], [name, message]);
    assertEquals(String(error), `${name}: ${message}`);
    assertEquals(Object.keys(error).includes("name"), false);
    const actual = error as unknown as Record<string, unknown>;
    for (const [key, value] of Object.entries(fields)) assertEquals(actual[key], value, key);
    assertEquals("cause" in error, "cause" in fields);
    assertEquals([error.threadId, error.items, error.usage], [null, [], null]);
  });
}

Deno.test("every error class is a CodexError of its own name", () => {
  const classes = Object.keys(errors).filter((name) => name.endsWith("Error"));
  assertEquals(classes.sort(), Object.keys(EACH).sort());
});

Deno.test("SpawnError has no code and no cause where there is none", () => {
  const error = new errors.SpawnError("m", { command: "c" });
  assertEquals([error.code, "cause" in error], [null, false]);
});

Deno.test("attachFacts() tells what was known, and printing the error does not", () => {
  const items = [{ id: "item_0", type: "agent_message", text: "a private word" }] as const;
  const error = new errors.TimeoutError("m", {
    kind: "turn",
    elapsedMs: 1,
    lastEvent: { type: "item.completed", item: items[0] },
    stderr: "",
  });
  attachFacts(error, { threadId: "t", items, usage: NO_USAGE });
  assertEquals([error.threadId, error.usage], ["t", NO_USAGE]);
  assertStrictEquals(error.items, items);
  assertEquals(new CodexError("other").items, [], "one error's facts are no other's");
  for (const shown of [Deno.inspect(error), JSON.stringify(error)]) {
    assert(!shown.includes("a private word"), shown);
  }
});
