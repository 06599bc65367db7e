/**
 * A first turn: what Codex runs, and what it says.
 *
 *     deno run -A examples/quickstart.ts [--offline]
 *
 * @module
 */
import process from "node:process";
import { Codex } from "@codex-js/sdk";
import { message, reply, ResponsesServer, shell } from "@codex-js/sdk/testing";

// Offline, Codex runs all the same, and a script plays the model.
const SCRIPT = [
  reply(message("I'll count them."), shell("ls -A | wc -l")),
  reply(message("They are counted.")),
];
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const codex = new Codex(model?.options());
const thread = codex.startThread({ sandboxMode: "read-only", skipGitRepoCheck: true });

const turn = await thread.run("How many files are in this folder?");
for (const item of turn.items) {
  if (item.type === "command_execution") {
    console.log(`$ ${item.command}\n${item.aggregated_output.trim()}`);
  }
}
console.log(turn.finalResponse);

await model?.close();
