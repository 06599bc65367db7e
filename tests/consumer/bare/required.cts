/**
 * Every entry, required, without the types of Node or of the web.
 * Compiled against the packed tarball, not run.
 *
 * @module
 */
import { Codex, CodexError, type Spawn, type Thread } from "@codex-js/sdk";
import { AppServer, type LiveThread } from "@codex-js/sdk/app-server";
import { fakeCodex, item, ResponsesServer, turn } from "@codex-js/sdk/testing";

export async function ask(thread: Thread | LiveThread): Promise<string> {
  const { events } = await thread.runStreamed("Hello");
  for await (const event of events) {
    if (event.type === "turn.failed") return event.error.message;
  }
  return (await thread.run("Hello")).finalResponse;
}

export function failed(error: unknown): string {
  return error instanceof CodexError ? `${error.threadId} ${error.items.length}` : "";
}

export async function offline(): Promise<void> {
  const spawn: Spawn = fakeCodex([turn(item.agentMessage("Hello"))]);
  await ask(new Codex({ spawn }).startThread());
  const server = await AppServer.start({ spawn });
  await ask(await server.startThread());
  await server[Symbol.asyncDispose]();
  await (await ResponsesServer.start([])).close();
}
