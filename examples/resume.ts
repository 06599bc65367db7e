/**
 * A conversation that continues in another program, and one that branches off.
 *
 *     deno run -A examples/resume.ts [--offline]
 *
 * @module
 */
import process from "node:process";
import { Codex, ResumeError, type ThreadOptions } from "@codex-js/sdk";
import { message, reply, type ResponsesScript, ResponsesServer } from "@codex-js/sdk/testing";

// Offline, Codex runs all the same, and a script plays the model: it remembers what Codex sends.
const SCRIPT: ResponsesScript = ({ texts }) => {
  const name = texts.join("\n").match(/My name is (\w+)/)?.[1];
  return reply(message(texts.at(-1)?.includes("?") ? `You are ${name}.` : `Hello, ${name}!`));
};
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const codex = new Codex(model?.options());
// Codex keeps the conversation, not the options: pass them each time.
const options: ThreadOptions = { sandboxMode: "read-only", skipGitRepoCheck: true };

const first = codex.startThread(options);
console.log(`first:   ${(await first.run("My name is Ada.")).finalResponse}`);

// A thread is found by its id, by another program too, as long as CODEX_HOME is the same.
const id = first.id ?? "";
const resumed = codex.resumeThread(id, options);
console.log(`resumed: ${(await resumed.run("Who am I?")).finalResponse} ${resumed.id === id}`);

// A fork starts with the same memories, and leaves the original as it is.
const forked = codex.forkThread(id, options);
console.log(`forked:  ${(await forked.run("Who am I?")).finalResponse} ${forked.id === id}`);

try {
  await codex.resumeThread("00000000-0000-4000-8000-000000000000", options).run("Who am I?");
} catch (error) {
  if (!(error instanceof ResumeError)) throw error;
  console.log(`unknown: ${error.reason}`);
}

await model?.close();
