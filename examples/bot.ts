/**
 * A bot for a chat such as Slack: a thread per channel, answers as messages, approvals as buttons.
 *
 *     deno run -A examples/bot.ts [--offline]
 *
 * The terminal plays the chat: `general: what time is it?` sends a message to a channel, `yes 1` and `no 1` press a
 * button; Ctrl-D, the end of the input, ends the bot. In your own bot, `post()` and the loop at the end are
 * calls and events of the chat's library.
 *
 * @module
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { type ApprovalRequest, AppServer, type LiveThread } from "@codex-js/sdk/app-server";
import { message, reply, ResponsesServer, shell } from "@codex-js/sdk/testing";

// Offline, Codex runs all the same, and a script plays the model.
const SCRIPT = [reply(shell("date > now.txt")), reply(message("It is written."))];
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const server = await AppServer.start(model?.options());
const threads = new Map<string, Promise<LiveThread>>();
const buttons = new Map<string, (answer: "accept" | "decline") => void>();
let asked = 0;

/** Yours to write: the model's text must not become markup or control characters. */
function post(channel: string, text: string): void {
  console.log(`#${channel}  ${text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd")}`);
}

/** Posts a question with two buttons. It waits for them as long as the turn does. */
function ask(channel: string, request: ApprovalRequest): Promise<"accept" | "decline"> {
  const id = String(++asked);
  request.signal.addEventListener("abort", () => buttons.delete(id));
  const { signal: _, ...wish } = request;
  post(channel, `May I? ${request.kind === "command" ? request.command : JSON.stringify(wish)}`);
  post(channel, `[yes ${id}] [no ${id}]`);
  return new Promise((resolve) => buttons.set(id, resolve));
}

/** Turns of a channel run one after another. */
async function hear(channel: string, text: string): Promise<void> {
  const thread = threads.get(channel) ?? server.startThread({
    sandboxMode: "workspace-write",
    approvalPolicy: "untrusted", // asks before every command
    onApproval: (request) => ask(channel, request),
  });
  threads.set(channel, thread);
  thread.catch(() => threads.delete(channel)); // the next message tries again
  const turn = await thread.then((open) => open.run(text))
    .catch((error) => ({ finalResponse: `${error}` }));
  post(channel, turn.finalResponse);
}

for await (const line of createInterface({ input: process.stdin })) {
  const [, answer, id = ""] = /^(yes|no) (\d+)$/.exec(line) ?? [];
  // Yours to write: may the person who pressed it decide this?
  if (answer !== undefined) buttons.get(id)?.(answer === "yes" ? "accept" : "decline");
  else void hear(line.split(": ")[0] ?? "", line.split(": ").slice(1).join(": "));
}

await server.close();
await model?.close();
