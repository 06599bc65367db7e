/**
 * A turn that outlives its client. Codex listens on a port; one client starts a turn and is gone while Codex
 * asks for an approval; another one connects, takes the turn over and answers.
 *
 *     deno run -A examples/remote.ts
 *
 * On Node 20, which has no WebSocket, also `npm install ws`. On another machine, start Codex there, with
 * a token (`--ws-auth capability-token`), and see docs/elsewhere.md for the way to it.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { AppServer } from "../src/app_server/mod.ts";
import { codexPath } from "../mod.ts";
import { message, type RecordedRequest, reply, shell } from "../src/testing/mod.ts";
import { print, runExample } from "./_model.ts";

/** Played, the model runs a command, and is done when it has its output. */
const SCRIPT = ({ index }: RecordedRequest) =>
  index === 0 ? reply(shell("date > now.txt")) : reply(message("now.txt is written."));

await runExample(SCRIPT, async ({ options: { env, baseUrl, apiKey }, folder, signal }) => {
  const model = baseUrl ? ["--config", `openai_base_url="${baseUrl}"`] : [];
  const codex = spawn(await codexPath({ env }), [
    "app-server",
    "--listen",
    "ws://127.0.0.1:0",
    ...model,
  ], {
    env,
    signal,
    stdio: ["ignore", "ignore", "pipe"],
  });
  codex.on("error", () => {});
  try {
    const url = await new Promise<string>((resolve) =>
      createInterface({ input: codex.stderr }).on("line", (line) => {
        const [url] = /ws:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
        if (url) resolve(url);
      })
    );
    const webSocket = globalThis.WebSocket ?? (await import("ws")).default;

    const first = await AppServer.connect({ url, webSocket, apiKey });
    const thread = await first.startThread({
      workingDirectory: folder,
      sandboxMode: "workspace-write",
      approvalPolicy: "untrusted",
    });
    const asked = new Promise<void>((ask) => {
      const onApproval = () => new Promise<never>(() => ask());
      thread.run("Write the time to now.txt", { onApproval, signal }).catch(() => {});
    });
    await asked;
    await first.close();
    print("first:  gone, while Codex waits for an answer");

    await using second = await AppServer.connect({ url, webSocket });
    const turn = await (await second.resumeThread(thread.id)).attach({
      signal,
      onApproval: (request) => {
        if (request.kind === "command") print(`second: may it run \`${request.command}\`? Yes.`);
        return "accept";
      },
    });
    print(`second: ${(await turn?.result)?.finalResponse}`);
  } finally {
    codex.kill();
  }
});
