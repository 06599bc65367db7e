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
  type LiveItem,
  type LiveTaskOptions,
  type LiveThread,
  type LiveTurn,
  type LiveTurnOptions,
  type OnApproval,
  RpcError,
  tool,
  type ToolParts,
} from "@codex-js/sdk/app-server";
import { isKnownItem, jsonSchema, type ThreadOptions, type Turn } from "@codex-js/sdk";

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

const screenshot = tool({
  name: "screenshot",
  description: "What the page looks like",
  parameters: { type: "object", properties: {} },
  execute: (): ToolParts => ({ content: [{ type: "image", url: "data:image/png;base64,AAAA" }] }),
});

export function show(event: LiveEvent): void {
  if (event.type === "item.delta") console.log(event.item_id, event.item_type, event.delta);
  if (event.type === "turn.usage") console.log(event.last.output_tokens, event.context_window);
  if (event.type === "item.completed") console.log(event.item.id, line(event.item));
  if (event.type === "turn.completed") console.log(event.turn_id);
  if (event.type === "turn.failed") console.log(event.error.code, event.error.http_status);
  if (event.type === "error" && event.will_retry) console.log(event.code);
}

/** One renderer for the stream and for what is stored; exec's items narrow as over exec. */
export function line(item: LiveItem): string {
  switch (item.type) {
    case "agent_message":
      return `${item.phase ?? ""} ${item.text}`;
    case "file_change":
      return item.changes.map(({ path, diff, move_path }) => path + diff + move_path).join();
    case "command_execution":
      return `${item.cwd} ${item.command} ${item.duration_ms} ${item.process_id}`;
    case "mcp_tool_call":
      return `${item.tool} ${item.environment_id}`;
    case "dynamic_tool_call":
      return `${item.tool} ${item.success}`;
    case "user_message":
      return item.content.map((part) => part.type === "text" ? part.text : part.type).join();
    default: {
      const known: boolean = isKnownItem(item);
      return `${item.type} ${known}`;
    }
  }
}

export async function history(server: AppServer, id: string): Promise<string[]> {
  const { turns } = await server.readThread(id, { includeTurns: true });
  return turns.flatMap(({ items, error }) => [...items.map(line), error?.code ?? ""]);
}

export async function answers(thread: LiveThread): Promise<number> {
  const outputSchema = jsonSchema<{ a: number }>({ type: "object" });
  const { events, result } = await thread.runStreamed("go", { outputSchema });
  for await (const event of events) show(event);
  const { output } = await result;
  const plain = await thread.runStreamed("plan", { collaborationMode: "plan" });
  const turn: Turn = await plain.result;
  return output.a + turn.items.length;
}

export async function tasks(thread: LiveThread, options: LiveTurnOptions): Promise<string> {
  const limits: LiveTaskOptions = { timeoutMs: 60_000, maxTokens: 10_000 };
  await thread.compact({ ...limits, onApproval });
  // @ts-expect-error: a review has the model of its thread
  await thread.review({ type: "uncommittedChanges" }, { model: "gpt" });
  // Options of turns that are kept in a variable may have more.
  return (await thread.review({ type: "uncommittedChanges" }, options)).finalResponse;
}

/** What would apply to the whole process is refused, and so is no option. */
export async function ofProcess(server: AppServer, options: ThreadOptions): Promise<void> {
  // @ts-expect-error: a profile belongs to a process
  await server.startThread({ profile: "ci" });
  // @ts-expect-error: the user's configuration belongs to a process
  await server.startThread({ ignoreUserConfig: true });
  // @ts-expect-error: the rules belong to a process
  await server.startThread({ ignoreRules: true });
  // Options of both transports that are kept in a variable may have them.
  await server.startThread({ ...options, approvalPolicy: "never" });
}

export async function live(): Promise<string> {
  const server: AppServer = await AppServer.start({ onApproval });
  try {
    const thread: LiveThread = await server.startThread({ tools: [weather, screenshot] });
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
