/**
 * Codex asks before it acts, and you answer in the terminal.
 *
 *     deno run -A examples/approvals.ts
 *
 * Without a terminal nobody can answer, and everything is declined. "n" may be followed by words for the model.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { type ApprovalAnswer, type ApprovalRequest, AppServer } from "../src/app_server/mod.ts";
import { message, patch, type RecordedRequest, reply, shell } from "../src/testing/mod.ts";
import { describe } from "./_ask.ts";
import { print, runExample } from "./_model.ts";

const PROMPT = 'The script greet.sh should say "Hello, world!". Run it, mend it, and run it again.';

const PATCH = `*** Begin Patch
*** Update File: greet.sh
@@
-echo "Helo, world!"
+echo "Hello, world!"
*** End Patch
`;

/** What the model does when it is played: one thing after another, whatever becomes of each. */
const SCRIPT = ({ outputs }: RecordedRequest) => {
  const said = outputs.at(-1)?.text ?? "";
  switch (outputs.length) {
    case 0:
      return reply(message("I'll run the script."), shell("sh greet.sh"));
    case 1:
      return reply(message("I'll mend the greeting."), patch(PATCH));
    case 2:
      return reply(shell("sh greet.sh"));
    default:
      return reply(message(said.includes("Hello") ? "It greets you now." : "I was not let to."));
  }
};

const ANSWERS: Readonly<Record<string, ApprovalAnswer>> = {
  y: "accept",
  s: "accept_for_session",
  n: "decline",
  c: "cancel",
};

await runExample(SCRIPT, async ({ options, folder, signal }) => {
  await writeFile(join(folder, "greet.sh"), 'echo "Helo, world!"\n');

  const terminal = process.stdin.isTTY ? openTerminal() : null;
  const server = await AppServer.start(options);
  try {
    const thread = await server.startThread({
      workingDirectory: folder,
      sandboxMode: "workspace-write",
      approvalPolicy: "untrusted", // asks before any command that does more than look
      onApproval: (request) => decide(request, folder, terminal),
    });
    console.log(`You    ${PROMPT}`);
    const { events } = await thread.runStreamed(PROMPT, { signal });
    for await (const event of events) {
      if (event.type === "turn.interrupted") console.log("\nThe turn was cancelled.");
      if (event.type !== "item.completed") continue;
      const { item } = event;
      if (item.type === "agent_message") print(`\nCodex  ${item.text}`);
      else if (item.type === "file_change") console.log(`       the change is ${item.status}`);
      else if (item.type === "command_execution") {
        print(`       the command is ${item.status}\n       ${item.aggregated_output.trim()}`);
      }
    }
  } finally {
    terminal?.close();
    await server.close();
  }
});

/** Asks a person; null when nobody answers. */
interface Terminal {
  ask(question: string, signal: AbortSignal): Promise<string | null>;
  close(): void;
}

/** Shows what Codex wants, and asks. */
async function decide(
  request: ApprovalRequest,
  folder: string,
  terminal: Terminal | null,
): Promise<ApprovalAnswer> {
  const shown = `\n${describe(request, folder).replaceAll(/^/gm, "  | ")}\n`;
  if (terminal === null) {
    console.log(`${shown}  There is no terminal to ask: declined.`);
    return "decline";
  }
  for (;;) {
    const question = `${shown}  [y]es, for the [s]ession, [n]o, [c]ancel? `;
    const answer = await terminal.ask(question, request.signal);
    if (answer === null) return "decline";
    const [letter = "", ...words] = answer.trim().split(/\s+/);
    if (letter === "n" && words.length > 0) {
      return { decision: "decline", message: words.join(" ") };
    }
    const decision = words.length === 0 ? ANSWERS[letter.toLowerCase()] : undefined;
    if (decision !== undefined) return decision;
  }
}

function openTerminal(): Terminal {
  // The terminal stays as it is: were it raw, Ctrl-C would be a key like any other.
  const lines = createInterface({ input: process.stdin, terminal: false });
  const closed = new AbortController();
  lines.on("close", () => closed.abort());
  let last: Promise<unknown> = Promise.resolve();
  const one = async (question: string, signal: AbortSignal) => {
    // The turn's end takes the question back, and so does the end of the input.
    const over = AbortSignal.any([signal, closed.signal]);
    if (over.aborted) return null;
    process.stdout.write(question);
    return await new Promise<string | null>((resolve) => {
      const onEnd = () => {
        lines.off("line", resolve);
        resolve(null);
      };
      over.addEventListener("abort", onEnd, { once: true });
      lines.once("line", resolve);
    });
  };
  return {
    // One at a time: Codex may ask for two things at once, and an answer belongs to one of them.
    ask: (question, signal) => {
      const answer = last.then(() => one(question, signal));
      last = answer;
      return answer;
    },
    close: () => lines.close(),
  };
}
