/**
 * Every event of a turn, and what TypeScript knows about it.
 *
 *     deno run -A examples/streaming.ts [--offline]
 *
 * @module
 */
import process from "node:process";
import { Codex, isKnownEvent } from "@codex-js/sdk";
import { message, reply, ResponsesServer, shell } from "@codex-js/sdk/testing";

// Offline, Codex runs all the same, and a script plays the model.
const SCRIPT = [
  reply(message("I'll count the files."), shell("ls -A | wc -l")),
  reply(message("They are counted.")),
];
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const codex = new Codex(model?.options());
const thread = codex.startThread({ sandboxMode: "read-only", skipGitRepoCheck: true });
const { events } = await thread.runStreamed("How many files are here?");

// The turn starts with the loop. It is stopped when the loop is left early, by `break`, `return` or
// an exception; a turn that fails makes the loop throw.
for await (const event of events) {
  if (!isKnownEvent(event)) continue; // a newer Codex may send more
  switch (event.type) {
    case "item.completed":
      if (event.item.type === "command_execution") {
        console.log(`${event.item.command} ended with ${event.item.exit_code}`);
      } else if (event.item.type === "agent_message") console.log(event.item.text);
      break;
    case "turn.completed":
      console.log(event.type, `${event.usage.input_tokens} tokens in`);
      break;
    default:
      console.log(event.type);
  }
}

await model?.close();
