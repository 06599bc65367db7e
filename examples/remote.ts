/**
 * A turn that outlives its client. Codex listens on a port; one client starts a turn and leaves while Codex
 * waits for an approval; another one connects, takes over the turn and answers.
 *
 *     deno run -A examples/remote.ts [--offline]
 *
 * On another machine, start Codex there, with a token (`--ws-auth capability-token`), and see docs/connect.md.
 *
 * @module
 */
import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { codexPath } from "@codex-js/sdk";
import { AppServer } from "@codex-js/sdk/app-server";
import { message, reply, ResponsesServer, shell } from "@codex-js/sdk/testing";

// Offline, Codex runs all the same, and a script plays the model.
const SCRIPT = [reply(shell("date > now.txt")), reply(message("It is written."))];
const model = process.argv.includes("--offline") ? await ResponsesServer.start(SCRIPT) : null;
const config = model === null ? [] : ["--config", `openai_base_url="${model.url}"`];

const codex = spawn(await codexPath(), ["app-server", "--listen", "ws://127.0.0.1:0", ...config], {
  env: model?.options().env ?? process.env,
  stdio: ["ignore", "ignore", "pipe"],
});
process.once("exit", () => codex.kill()); // after an error, too
const url = await new Promise<string>((resolve) => {
  createInterface({ input: codex.stderr }).on("line", (line) => {
    if (line.includes("ws://")) resolve(line.replace(/^.*(?=ws:)/, "").trim());
  });
});

const first = await AppServer.connect({ url, apiKey: model?.options().apiKey });
const options = { sandboxMode: "workspace-write", approvalPolicy: "untrusted" } as const;
const thread = await first.startThread({ ...options, workingDirectory: process.cwd() });
await new Promise<void>((resolve, reject) => {
  const onApproval = () => new Promise<never>(() => resolve());
  const unasked = () => reject(new Error("Codex asked nothing"));
  thread.run("Write the time to now.txt", { onApproval }).then(unasked, reject);
});
await first.close();
console.log("first:  left, while Codex waits for an answer");

const second = await AppServer.connect({ url });
const turn = await (await second.resumeThread(thread.id)).attach({
  onApproval: (request) => {
    console.log(`second: may it run \`${request.kind === "command" && request.command}\`? Yes.`);
    return "accept";
  },
});
console.log(`second: ${(await turn?.result)?.finalResponse}`);

await second.close();
await new Promise((resolve) => codex.once("exit", resolve).kill());
await model?.close();
