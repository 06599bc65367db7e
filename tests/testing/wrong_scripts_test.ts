import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { Codex, ExitError, TurnFailedError } from "../../mod.ts";
import { AppServer } from "../../src/app_server/mod.ts";
import * as testing from "../../src/testing/mod.ts";

/** The kit as a program in plain JavaScript has it. */
// deno-lint-ignore no-explicit-any
const kit = testing as unknown as Record<string, (...args: any[]) => any>;
// deno-lint-ignore no-explicit-any
const item = testing.item as unknown as Record<string, (...args: any[]) => any>;

/** What is made wrongly, and what its error says. */
const WRONG: Readonly<Record<string, readonly [make: () => unknown, says: string]>> = {
  "a script that is one turn": [() => kit.fakeCodex?.(kit.turn?.()), "must be a list of turns"],
  "no script": [() => kit.fakeCodex?.(), "not undefined"],
  "a list in a turn": [() => kit.turn?.([]), "part 1 is an array"],
  "an option of a turn": [() => kit.turn?.({ usages: {} }), 'there is no "usages"'],
  "a usage of a turn": [() => kit.turn?.({ usage: { outputTokens: 1 } }), "use input_tokens"],
  "tokens of a turn": [() => kit.turn?.({ usage: { output_tokens: NaN } }), "not NaN"],
  "an expectation": [() => kit.turn?.({ expect: { promt: "x" } }), 'no "promt" in expect'],
  "expected arguments": [() => kit.turn?.({ expect: { args: "exec" } }), "must be an array"],
  "an approval of a message": [
    () => kit.asks?.(item.agentMessage?.("x")),
    '"agent_message" is neither a command_execution',
  ],
  "an approval of a text": [() => kit.asks?.("rm x"), "a string is not an item"],
  "an option of an approval": [
    () => kit.asks?.(item.commandExecution?.("rm x"), { why: "x" }),
    'there is no "why"',
  ],
  "deltas that are missing": [() => kit.streamed?.(item.agentMessage?.("x")), "must be an array"],
  "a delay": [() => kit.delay?.("10"), "must be a number, 0 or greater"],
  "a failure": [() => kit.fails?.(new Error("x")), "must be a string, not an Error"],
  "an exit": [() => kit.exits?.(), "the exit code must be a number"],
  "a tool": [() => kit.callsTool?.(), "its name must be a string"],
  "used tokens": [() => kit.uses?.({ outputTokens: 1 }), 'there is no "outputTokens" in usage'],
  "a recording": [() => kit.recorded?.(""), "it is empty"],
  "a message's text": [() => item.agentMessage?.(), "its text must be a string"],
  "a command's result": [
    () => item.commandExecution?.("ls", { exit_code: 1 }),
    'there is no "exit_code" in the options; use output, exitCode',
  ],
  "changes": [() => item.fileChange?.(["a.ts"]), "each change must be an object"],
  "steps of a plan": [() => item.todoList?.(["a"]), "the steps must be an object"],
  "no steps of a plan": [() => item.todoList?.(), "the steps must be an object, not undefined"],
  "a user's message": [() => item.userMessage?.({}), "its content must be an array, not an object"],
  "a part of a reply": [() => kit.reply?.("hello"), "part 1 is a string, and must be an item"],
  "a reply in a reply": [() => kit.reply?.(kit.reply?.()), "part 1 is a reply itself"],
  "an option of a reply": [() => kit.reply?.({ delay: 1 }), "use usage or delayMs"],
  "a usage of a reply": [
    () => kit.reply?.({ usage: { input_tokens: 1 } }),
    "use inputTokens",
  ],
  "a text": [() => kit.message?.(), "its text must be a string"],
  "an option of a text": [() => kit.message?.("x", { delta: 1 }), 'there is no "delta"'],
  "a status": [() => kit.httpError?.("429"), 'must be 200 to 599, not the string "429"'],
  "a body": [() => kit.httpError?.(400, { body: {} }), "its body must be a string"],
  "a failure of the service": [() => kit.failed?.("server_error"), "must be an object"],
  "a shell command": [() => kit.shell?.(["ls"]), "the command must be a string"],
  "a pause": [() => kit.pause?.(NaN), "must be a number"],
  "a raw item": [() => kit.rawItem?.(null), "its type must be a string"],
};

for (const [name, [make, says]] of Object.entries(WRONG)) {
  Deno.test(`the test kit says what is wrong with ${name}`, () => {
    const error = assertThrows(make, TypeError);
    assertStringIncludes(error.message, says);
    assertStringIncludes(error.message, "Cannot ");
  });
}

Deno.test("ResponsesServer refuses a script that is none, and a count that never comes", async () => {
  const script = testing.reply(testing.message("x")) as never;
  const none = await assertRejects(() => testing.ResponsesServer.start(script), TypeError);
  assertStringIncludes(none.message, "must be a list of replies or a function, not an object");
  const server = await testing.ResponsesServer.start([]);
  try {
    for (const count of [0, -1, 1.5, NaN]) {
      await assertRejects(() => server.waitForRequests(count), TypeError, "1 or more");
    }
    assertThrows(() => server.options({ folder: "x" } as never), TypeError, "use home");
  } finally {
    await server.close();
  }
});

Deno.test("fakeCodex() says that a script's function gives its turn at once", async () => {
  const spawn = testing.fakeCodex((() => Promise.resolve(testing.turn())) as never);
  const run = () => new Codex({ spawn }).startThread().run("hi");
  const error = await assertRejects(run, ExitError);
  assertStringIncludes(error.message, "not as a promise");
});

Deno.test("fakeCodexBinary() refuses what is no turn", async () => {
  for (const turn of [null, {}, testing.item.agentMessage("Hello")]) {
    const script = [testing.turn(), turn] as never;
    const { message } = await assertRejects(() => testing.fakeCodexBinary(script), TypeError);
    const says = "Cannot make a fake codex executable: turn 2 of the script is not a turn; " +
      "make it with turn(…)";
    assertEquals(message, says);
  }
});

Deno.test("fakeCodex() ends a live turn that it cannot play, and says why", async () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const spawn = testing.fakeCodex([
    testing.turn(testing.item.mcpToolCall("server", "tool", { arguments: cyclic })),
    testing.turn({ do: "nothing" } as never),
    testing.turn(testing.item.agentMessage("fine")),
  ]);
  const server = await AppServer.start({ spawn });
  try {
    const thread = await server.startThread();
    const first = await assertRejects(() => thread.run("one"), TurnFailedError);
    assertStringIncludes(first.message, "fakeCodex: cannot play an item of type mcp_tool_call");
    const second = await assertRejects(() => thread.run("two"), TurnFailedError);
    assertStringIncludes(second.message, "there is no such step");
    assertEquals((await thread.run("three")).finalResponse, "fine");
  } finally {
    await server.close();
  }
});
