/**
 * Codex asks before it acts, and you answer in the terminal. Without an answer, it is declined. What
 * you accept is written to the current folder: `now.txt` and `note.txt`.
 *
 *     deno run -A examples/approvals.ts [--offline]
 *
 * @module
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { type ApprovalRequest, AppServer, pathsOf } from "@codex-js/sdk/app-server";
import { message, patch, reply, ResponsesServer, shell } from "@codex-js/sdk/testing";

const PATCH = "*** Begin Patch\n*** Add File: note.txt\n+Hello, world!\n*** End Patch\n";
// Offline, Codex runs all the same, and a script plays the model.
const SCRIPT = [
  reply(shell("date > now.txt")),
  reply(patch(PATCH)),
  reply(message("That is all.")),
];
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;

const terminal = createInterface({ input: process.stdin });
const lines = terminal[Symbol.asyncIterator]();
let last: Promise<unknown> = Promise.resolve();

/** The request, without terminal controls, and marked so that no line of it looks like one of ours. */
function describe(request: ApprovalRequest): string {
  const wish = request.kind === "command"
    ? `run in ${request.cwd}:\n${request.command}`
    : request.kind === "file_change"
    ? `change ${pathsOf(request).join(", ")}:\n${
      request.changes.map(({ diff }) => diff).join("\n")
    }`
    : JSON.stringify(request);
  return wish.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd").replace(/^/gm, "  | ");
}

/** One question at a time: an answer belongs to one of them. */
function ask(request: ApprovalRequest): Promise<"accept" | "decline"> {
  const answer = last.then(async () => {
    process.stdout.write(`Codex wants to\n${describe(request)}\n[y]es or [n]o? `);
    return (await lines.next()).value === "y" ? "accept" : "decline";
  });
  last = answer;
  return answer;
}

const server = await AppServer.start(model?.options());
// "untrusted" asks before every command.
const options = { sandboxMode: "workspace-write", approvalPolicy: "untrusted" } as const;
const thread = await server.startThread({ ...options, onApproval: ask });
const turn = await thread.run("Write the time to now.txt, and a greeting to note.txt.");
for (const item of turn.items) if ("status" in item) console.log(`${item.type}: ${item.status}`);

terminal.close();
await server.close();
await model?.close();
