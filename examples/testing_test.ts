/**
 * Four ways to test a program that embeds Codex, none of which needs an account:
 * `deno test -A examples/testing_test.ts`.
 *
 * @module
 */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Codex, type CodexOptions, TurnFailedError } from "@codex-js/sdk";
import {
  fails,
  fakeCodex,
  fakeCodexBinary,
  item,
  message,
  recorded,
  reply,
  ResponsesServer,
  shell,
  turn,
} from "@codex-js/sdk/testing";

/** The program under test: it has Codex count the files of a folder. */
async function countFiles(options: CodexOptions, folder = "."): Promise<number> {
  const thread = new Codex(options).startThread({
    workingDirectory: folder,
    skipGitRepoCheck: true,
  });
  const { finalResponse } = await thread.run("How many files are here? Answer with a number.");
  return Number(finalResponse);
}

Deno.test("a fake Codex without a process: what it was asked, and what the program makes of the answer", async () => {
  const spawn = fakeCodex([
    turn(item.commandExecution("ls | wc -l", { output: "3\n" }), item.agentMessage("3")),
  ]);
  assert.equal(await countFiles({ spawn }), 3);
  assert.equal(spawn.calls[0]?.prompt, "How many files are here? Answer with a number.");
});

Deno.test("a fake Codex that fails", async () => {
  const spawn = fakeCodex([turn(fails("You've hit your usage limit."))]);
  await assert.rejects(
    () => countFiles({ spawn }),
    (error) => error instanceof TurnFailedError && error.code === "usage_limit_exceeded",
  );
});

Deno.test("a recorded run: codex exec --json > run.jsonl", async () => {
  const run = recorded(`{"type":"thread.started","thread_id":"01a201f0-88ca-7681-ada4-692e81620abf"}
{"type":"turn.started"}
{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"12"}}
{"type":"turn.completed","usage":{"input_tokens":42,"cached_input_tokens":12,"output_tokens":5}}`);
  assert.equal(await countFiles({ spawn: fakeCodex([run]) }), 12);
});

Deno.test({
  name: "a fake Codex as an executable, for programs that start Codex themselves (not on Windows)",
  ignore: Deno.build.os === "windows", // cannot start scripts
}, async () => {
  await using binary = await fakeCodexBinary([turn(item.agentMessage("7"))]);
  assert.equal(await countFiles({ codexPathOverride: binary.path }), 7);
  assert.equal((await binary.calls()).length, 1);
});

Deno.test({
  name: "the real Codex, with a scripted model: the command really runs, in a POSIX shell",
  ignore: Deno.build.os === "windows", // has none
}, async () => {
  const folder = await mkdtemp(join(Deno.cwd(), ".tmp-"));
  try {
    await using server = await ResponsesServer.start([
      reply(shell("touch a b && ls | wc -l")),
      reply(message("2")),
    ]);
    const env = { ...Deno.env.toObject(), HOME: folder, CODEX_HOME: folder };
    assert.equal(await countFiles({ baseUrl: server.url, apiKey: "none", env }, folder), 2);
    assert.equal(server.requests.length, 2);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
