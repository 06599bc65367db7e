import { assert, assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import { join, toFileUrl } from "@std/path";
import { cp } from "node:fs/promises";
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
    LimitError: [
      new errors.LimitError("tokens", 12, 10),
      { kind: "tokens", used: 12, limit: 10, retryable: false },
      "The turn was stopped: it used 12 tokens, and maxTokens is 10",
    ],
    LoginRequiredError: [
      new errors.LoginRequiredError(),
      { retryable: false },
      "Cannot run the turn: Codex has no login; run `npx codex login`, or give an apiKey " +
      "(any value, if the service at baseUrl needs none)",
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

Deno.test("LimitError says so if only the limit is known", () => {
  const { message } = new errors.LimitError("tokens", 10, 10);
  assertEquals(message, "The turn was stopped: it used more than 10 tokens, and maxTokens is 10");
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

Deno.test("instanceof takes the errors of another copy of the SDK for its own", async () => {
  const folder = await Deno.makeTempDir();
  await cp(new URL("../../../src/core", import.meta.url), folder, { recursive: true });
  const path = toFileUrl(join(folder, "vocabulary/errors.ts")).href;
  const copy: typeof errors = await import(path);
  await Deno.remove(folder, { recursive: true });
  assert(copy.CodexError !== CodexError);
  class Own extends CodexError {}
  for (const [one, other] of [[errors, copy], [copy, errors]] as const) {
    const error = new one.ExitError("m", { exitCode: 1, signal: null, stderr: "" });
    assert(error instanceof other.ExitError);
    assert(error instanceof other.CodexError);
    assert(!(error instanceof other.SpawnError), "an error of another kind");
    assert(!(new one.CodexError("m") instanceof other.ExitError), "the class above");
    assert(!(error instanceof Own), "a caller's subclass");
    other.attachFacts(error, { threadId: "t", items: [], usage: null });
    assertEquals(error.threadId, "t");
  }
});

Deno.test("instanceof is the language's own within a copy, and for what is no error", () => {
  class Own extends CodexError {}
  class Named extends CodexError {
    static {
      this.prototype.name = "ExitError";
    }
  }
  assert(new Own("m") instanceof Own && new Own("m") instanceof CodexError);
  assert(!(new Own("m") instanceof errors.ExitError) && !(new CodexError("m") instanceof Own));
  assert(!(new Named("m") instanceof errors.ExitError));
  const exit = new errors.ExitError("m", { exitCode: 1, signal: null, stderr: "" });
  assert(!(exit instanceof Named));
  const strangers = [undefined, null, 1, "ExitError", {}, { name: "CodexError" }, new Error("m")];
  for (const value of strangers) assert(!(value as unknown instanceof CodexError));
});
