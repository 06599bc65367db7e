/**
 * Every event of a turn, and what TypeScript knows of it.
 *
 *     deno run -A examples/streaming.ts
 *
 * @module
 */
import { Codex, isKnownEvent, isKnownItem } from "../mod.ts";
import { message, reply, shell } from "../src/testing/mod.ts";
import { print, runExample } from "./_model.ts";

const SCRIPT = [
  reply(message("I'll count the files."), shell("ls -A | wc -l")),
  reply(message("The folder is empty.")),
];

await runExample(SCRIPT, async ({ options, folder, signal }) => {
  const thread = new Codex(options).startThread({
    workingDirectory: folder,
    skipGitRepoCheck: true,
  });
  const { events } = await thread.runStreamed("How many files are here?", { signal });

  // The turn starts here. It is stopped when the loop is left early, by `break`, `return` or an
  // exception; a turn that fails makes the loop throw.
  for await (const event of events) {
    if (!isKnownEvent(event)) continue; // a newer Codex may send more
    switch (event.type) {
      case "item.started":
      case "item.updated":
      case "item.completed":
        if (isKnownItem(event.item)) print(event.type, event.item.type);
        if (event.type !== "item.completed") break;
        if (event.item.type === "command_execution") {
          print(`  ${event.item.command} gave ${event.item.exit_code}`);
        } else if (event.item.type === "agent_message") {
          print(`  ${event.item.text}`);
        }
        break;
      case "turn.completed":
        print(event.type, `${event.usage.input_tokens} tokens in`);
        break;
      default:
        print(event.type);
    }
  }
});
