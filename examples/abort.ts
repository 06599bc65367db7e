/**
 * Three ways to stop a turn. Each settles only when Codex and everything it started have ended.
 *
 *     deno run -A examples/abort.ts [--offline]
 *
 * @module
 */
import process from "node:process";
import { AbortError, Codex, TimeoutError } from "@codex-js/sdk";
import {
  message,
  reply,
  type ResponsesScript,
  ResponsesServer,
  shell,
  stall,
} from "@codex-js/sdk/testing";

const PROMPT = "Run `sleep 60` in the shell, and tell me when it is over.";

// Offline, Codex runs all the same, and a script plays the model.
const SCRIPT: ResponsesScript = ({ texts, index }) => {
  if (texts.at(-1) !== PROMPT) return reply(message("Yes, I am."));
  return index === 0 ? reply(shell("sleep 60", { yieldMs: 60_000 })) : stall();
};
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const codex = new Codex(model?.options());
const thread = codex.startThread({ sandboxMode: "read-only", skipGitRepoCheck: true });

// 1. A signal: here it fires as soon as the command runs.
const abort = new AbortController();
try {
  const { events } = await thread.runStreamed(PROMPT, { signal: abort.signal });
  for await (const event of events) {
    const isCommand = event.type === "item.started" && event.item.type === "command_execution";
    if (isCommand) abort.abort("changed my mind");
  }
} catch (error) {
  if (!(error instanceof AbortError)) throw error;
  console.log(`signal:  ${error.cause}; so far: ${error.items.map(({ type }) => type)}`);
}

// 2. A timeout. Without one, Codex waits for a lost network forever.
const slow = await thread.run(PROMPT, { timeoutMs: 1_000 }).catch((error) => error);
console.log(`timeout: ${slow instanceof TimeoutError ? slow.kind : "none"}`);

// 3. Leaving the loop.
for await (const event of (await thread.runStreamed(PROMPT)).events) {
  if (event.type === "turn.started") break;
}
console.log("break:   the turn was stopped");

// The thread can continue.
console.log(`then:    ${(await thread.run("Never mind. Are you there?")).finalResponse}`);

await model?.close();
