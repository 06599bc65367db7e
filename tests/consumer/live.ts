/**
 * Live sessions: what the entry `@codex-js/sdk/app-server` offers.
 * Compiled against the packed tarball, not run.
 *
 * @module
 */
import {
  allow,
  type ApprovalRequest,
  AppServer,
  decisionsOf,
  insideWorkspace,
  type LiveEvent,
  type LiveThread,
  type LiveTurn,
  type OnApproval,
  RpcError,
  tool,
} from "@codex-js/sdk/app-server";

const onApproval: OnApproval = (request: ApprovalRequest) => {
  switch (request.kind) {
    case "command":
      return request.command.startsWith("ls") ? "accept" : "decline";
    case "file_change":
      return request.changes.every(({ path }) => path !== "") ? "accept_for_session" : "cancel";
    default:
      return "decline";
  }
};

/** One that knows a single answer, one with words, and one of the kit. */
export const policies: readonly OnApproval[] = [
  // deno-lint-ignore require-await -- as callers write it
  async () => "accept",
  (request) =>
    insideWorkspace(request) && decisionsOf(request).includes("accept")
      ? "accept"
      : { decision: "decline", message: `not in ${request.workspace.join()}` },
  allow({ commands: ["git status"], files: "inside" }),
];

const weather = tool({
  name: "get_weather",
  description: "The weather in a city",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  execute: ({ city }) => `Sunny in ${city}`,
});

export function show(event: LiveEvent): void {
  if (event.type === "item.delta") console.log(event.item_id, event.delta);
  if (event.type === "turn.usage") console.log(event.last.output_tokens);
  if (event.type === "item.completed") console.log(event.item.id);
}

export async function live(): Promise<string> {
  const server: AppServer = await AppServer.start({ onApproval });
  try {
    const thread: LiveThread = await server.startThread({ tools: [weather] });
    const turn: LiveTurn = await thread.runStreamed("Should I take an umbrella to Oslo?");
    await turn.steer("And to Bergen?");
    for await (const event of turn.events) show(event);
    for await (const { id } of server.listThreads()) console.log(id);
    return (await thread.run("Thanks")).finalResponse;
  } catch (error) {
    if (error instanceof RpcError) console.error(error.message);
    throw error;
  } finally {
    await server.close();
  }
}
