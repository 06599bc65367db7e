import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { AppServer, ConnectionClosedError, RpcError } from "../../src/app_server/mod.ts";
import { Codex, ExitError } from "../../mod.ts";
import {
  callsTool,
  event,
  exits,
  fakeCodex,
  fakeCodexBinary,
  item,
  line,
  recorded,
  turn,
} from "../../src/testing/mod.ts";
import { POSIX, skipReason, testOptions } from "../contract/posix.ts";

/** Options of a test that starts a fake executable. */
const binary = (name: string) => testOptions(name, skipReason(POSIX.script));

const RUN = `{"type":"thread.started","thread_id":"01a201f0-88ca-7681-ada4-692e81620abf"}
{"type":"turn.started"}
{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}`;

Deno.test("fakeCodex() refuses over the app-server what only exec says", async () => {
  const wrong = [recorded(RUN), turn(event({ type: "turn.started" })), turn(line("garbage"))];
  const server = await AppServer.start({ spawn: fakeCodex(wrong) });
  try {
    const thread = await server.startThread();
    for (const _ of wrong) {
      const error = await assertRejects(() => thread.run("go"), RpcError);
      assertStringIncludes(error.message, "event(), line() and recorded() are for codex exec");
    }
  } finally {
    await server.close();
  }
});

Deno.test("fakeCodex() refuses to call a tool over exec where the thread has none", async () => {
  const thread = new Codex({ spawn: fakeCodex([turn(callsTool("add"))]) }).startThread();
  const error = await assertRejects(() => thread.run("go"), ExitError);
  assertStringIncludes(error.message, "the thread has no tools");
});

Deno.test("fakeCodex() matches a prompt from its beginning, whatever the expression's flags", async () => {
  const expect = { prompt: /diagnose/gi };
  const spawn = fakeCodex(() => turn({ expect }, item.agentMessage("ok")));
  for (const prompt of ["Diagnose this", "diagnose that"]) {
    const { finalResponse } = await new Codex({ spawn }).startThread().run(prompt);
    assertEquals(finalResponse, "ok");
  }
});

Deno.test(binary("fakeCodexBinary() matches prompts by regular expression"), async () => {
  const expected = turn({ expect: { prompt: /^diagnose\s/i } }, item.agentMessage("ok"));
  await using binary = await fakeCodexBinary([expected, expected]);
  const run = async (prompt: string) =>
    await new Codex({ codexPathOverride: binary.path }).startThread().run(prompt);
  assertEquals((await run("Diagnose the failure")).finalResponse, "ok");
  const error = await assertRejects(() => run("Please diagnose"), ExitError);
  assertStringIncludes(error.message, "turn 2 was called with another prompt");
  assertStringIncludes(error.message, "^diagnose");
});

Deno.test(
  binary("fakeCodexBinary() records the calls of a server that ends by itself"),
  async () => {
    await using binary = await fakeCodexBinary([turn(exits(3)), turn(item.agentMessage("again"))]);
    const options = { codexPathOverride: binary.path };
    const first = await AppServer.start(options);
    const lost = (await first.startThread()).run("one");
    assertEquals((await assertRejects(() => lost, ConnectionClosedError)).exitCode, 3);
    await first.close();
    // The turn that was played is not played again.
    const second = await AppServer.start(options);
    assertEquals((await (await second.startThread()).run("two")).finalResponse, "again");
    await second.close();
    assertEquals((await binary.calls()).map(({ prompt }) => prompt), ["one", "two"]);
  },
);
