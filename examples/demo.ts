/**
 * A turn of Codex, shown in the terminal as it happens.
 *
 *     deno task demo [--offline]
 *
 * Codex finds a typo in a small script, fixes it and checks its work, in a scratch folder.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import process from "node:process";
import { Codex, type ThreadEvent, type ThreadItem } from "@codex-js/sdk";
import { message, patch, plan, reply, shell } from "@codex-js/sdk/testing";
import { oneLine, runExample, visible } from "./_model.ts";

const PROMPT =
  'The script greet.sh should say "Hello, world!". Make a short plan, run it, fix it, ' +
  "and run it again. Then tell me in one sentence what was wrong.";

const PLAN = ["Run greet.sh", "Fix it", "Run it again"];

/** The plan when this many of its steps are done. */
function planAfter(done: number) {
  return plan(PLAN.map((step, index) => ({
    step,
    status: index < done ? "completed" : index === done ? "in_progress" : "pending",
  })));
}

/** What the scripted model does. Codex really runs the commands and applies the patch. */
const SCRIPT = [
  reply(
    message("I'll run the script and see what it says."),
    planAfter(0),
  ),
  // One call per reply: calls in the same reply run in parallel.
  reply(shell("sh greet.sh")),
  reply(planAfter(1)),
  reply(
    patch(`*** Begin Patch
*** Update File: greet.sh
@@
-echo "Helo, world!"
+echo "Hello, world!"
*** End Patch
`),
  ),
  reply(planAfter(2)),
  reply(shell("sh greet.sh")),
  reply(planAfter(3)),
  reply(message('The greeting was misspelt: "Helo" lacked an "l".')),
];

/** A shell of the system's. What else is called so may be the model's own. */
const WRAPPED = /^(?:\/usr)?\/bin\/(?:ba|da|z)?sh -lc (['"]?)([^]*)\1$/;

await runExample(SCRIPT, async ({ options, folder, signal }) => {
  await writeFile(join(folder, "greet.sh"), 'echo "Helo, world!"\n');

  const codex = new Codex({
    ...options,
    config: {
      tools: { update_plan: { enabled: true } },
      // The scratch folder is all that the model's commands may write to.
      sandbox_workspace_write: { exclude_slash_tmp: true },
    },
  });
  const thread = codex.startThread({
    workingDirectory: folder,
    sandboxMode: "workspace-write",
    skipGitRepoCheck: true,
  });

  console.log(`${bold("You")}    ${PROMPT}\n`);
  const { events } = await thread.runStreamed(PROMPT, { signal, timeoutMs: 10 * 60_000 });
  for await (const event of events) show(event, folder);
});

function show(event: ThreadEvent, folder: string): void {
  switch (event.type) {
    case "thread.started":
      return console.log(dim(`thread ${oneLine(event.thread_id)}`));
    case "item.started":
    case "item.updated":
      return showWork(event.item);
    case "item.completed":
      return showResult(event.item, folder);
    case "turn.completed": {
      const { input_tokens, cached_input_tokens, output_tokens } = event.usage;
      return console.log(
        dim(`\n${input_tokens} tokens in (${cached_input_tokens} cached), ${output_tokens} out`),
      );
    }
    case "error": // Not the end: Codex reports reconnecting this way. A failed turn throws.
      return console.log(yellow(visible(event.message)));
  }
}

/** Items that begin or change. */
function showWork(item: ThreadItem): void {
  switch (item.type) {
    case "command_execution":
      return console.log(`\n${bold("Runs")}   ${cyan(oneLine(unwrap(item.command)))}`);
    case "todo_list":
      console.log(`\n${bold("Plan")}`);
      for (const { text, completed } of item.items) {
        const step = oneLine(text);
        console.log(`       ${completed ? green("✓") : "·"} ${completed ? dim(step) : step}`);
      }
  }
}

/** Items that are done. */
function showResult(item: ThreadItem, folder: string): void {
  switch (item.type) {
    case "agent_message":
      return console.log(`\n${bold("Codex")}  ${visible(item.text)}`);
    case "reasoning":
      return console.log(dim(`\n       ${visible(item.text)}`));
    case "command_execution": {
      if (item.aggregated_output) console.log(indent(visible(item.aggregated_output).trimEnd()));
      const mark = item.status === "completed" ? green("✓") : red("✗");
      return console.log(`       ${mark} ${dim(`${item.status}, exit code ${item.exit_code}`)}`);
    }
    case "file_change":
      for (const { kind, path } of item.changes) {
        const mark = item.status === "completed" ? green("✓") : red("✗");
        console.log(`\n${bold("Edits")}  ${mark} ${kind} ${oneLine(relative(folder, path))}`);
      }
      return;
    case "mcp_tool_call":
      return console.log(
        `\n${bold("Calls")}  ${oneLine(`${item.server}.${item.tool}`)}: ${item.status}`,
      );
    case "web_search":
      return console.log(`\n${bold("Looks")}  ${oneLine(item.query)}`);
    case "error": // A warning: the turn goes on.
      return console.log(yellow(`\n${visible(item.message)}`));
  }
}

/** Codex wraps commands in the user's shell: `/bin/bash -lc 'sh greet.sh'`. */
function unwrap(command: string): string {
  const [, , inner] = command.match(WRAPPED) ?? [];
  return inner ?? command;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "       ");
}

function bold(text: string): string {
  return paint("1", text);
}
function dim(text: string): string {
  return paint("2", text);
}
function red(text: string): string {
  return paint("31", text);
}
function green(text: string): string {
  return paint("32", text);
}
function yellow(text: string): string {
  return paint("33", text);
}
function cyan(text: string): string {
  return paint("36", text);
}
function paint(code: string, text: string): string {
  const plain = !process.stdout.isTTY || process.env.NO_COLOR;
  return plain ? text : `\x1b[${code}m${text}\x1b[0m`;
}
