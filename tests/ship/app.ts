/**
 * A program as users have: a turn on each transport, with the real Codex and an offline model.
 * The set-ups of `deno task ship` build it each in its way, and run it.
 *
 * @module
 */
import { Codex } from "@codex-js/sdk";
import { AppServer } from "@codex-js/sdk/app-server";
import { message, reply, ResponsesServer } from "@codex-js/sdk/testing";

async function main(): Promise<void> {
  const model = await ResponsesServer.start([reply(message("exec")), reply(message("live"))]);
  try {
    const options = { baseUrl: model.url, apiKey: "not a secret" };
    const thread = new Codex(options).startThread({ skipGitRepoCheck: true });
    const exec = await thread.run("Hello", { timeoutMs: 60_000 });
    const server = await AppServer.start(options);
    try {
      const live = await (await server.startThread({})).run("Hello", { timeoutMs: 60_000 });
      console.log(`works: ${exec.finalResponse}, ${live.finalResponse}`);
    } finally {
      await server.close();
    }
  } finally {
    await model.close();
  }
}

void main();
