/**
 * What the cases of live sessions share.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { CodexConfigObject, ThreadItem } from "../../mod.ts";
import type {
  AppServer,
  AppServerOptions,
  LiveEvent,
  LiveItem,
  LiveThread,
  LiveThreadOptions,
  LiveTurn,
} from "../../src/app_server/mod.ts";
import type { ResponsesScript, ResponsesServer } from "../../src/testing/mod.ts";
import { itemAsExec } from "../as_exec.ts";
import { type Kit, offline } from "./case.ts";

/** A live client on a server of its own. */
export interface Live {
  /** The model's service. */
  readonly server: ResponsesServer;
  /** The client. */
  readonly app: AppServer;
  /** Another client with the same home, as another program would have it. */
  another(options?: AppServerOptions): Promise<AppServer>;
  /** A thread in the case's folder. */
  start(options?: LiveThreadOptions): Promise<LiveThread>;
}

/** Runs `use` with the real Codex on a server that answers by `script`, and nothing but that. */
export async function onLive<T>(
  kit: Kit,
  script: ResponsesScript,
  use: (live: Live) => Promise<T>,
  options: AppServerOptions = {},
): Promise<T> {
  const server = await kit.testing.ResponsesServer.start(script);
  const apps: AppServer[] = [];
  try {
    const base = await offline(kit, server);
    const another = async (more: AppServerOptions = {}) => {
      const app = await kit.live.AppServer.start({ ...base, ...more });
      apps.push(app);
      return app;
    };
    const app = await another(options);
    const start = (more: LiveThreadOptions = {}) =>
      app.startThread({ workingDirectory: kit.folder, ...more });
    const result = await use({ server, app, another, start });
    assertEquals(server.unexpected, []);
    return result;
  } finally {
    await Promise.all(apps.map((app) => app.close()));
    await server.close();
  }
}

/**
 * The sandbox "workspace-write" lets commands write to /tmp and TMPDIR as well: a thread whose case lies
 * there, as in a clone below /tmp, would not be kept from anything.
 */
export const OWN_FOLDER_ONLY = {
  config: {
    sandbox_workspace_write: { exclude_slash_tmp: true, exclude_tmpdir_env_var: true },
  },
} as const satisfies LiveThreadOptions;

/** Configuration of the MCP server of the tests. */
export function demoServer(approval = "approve"): CodexConfigObject {
  // Beside the fake Codex, where the cases are bundled.
  const path = process.env.FAKE_CODEX === undefined
    ? fileURLToPath(new URL("../fixtures/mcp_server.mjs", import.meta.url))
    : join(dirname(process.env.FAKE_CODEX), "mcp_server.mjs");
  return {
    command: "node",
    args: [path],
    default_tools_approval_mode: approval,
    // Else a turn begins without its tools where it starts slowly.
    required: true,
  };
}

/** All events of a turn. */
export async function eventsOf({ events }: LiveTurn): Promise<LiveEvent[]> {
  const seen: LiveEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

/** Reads events until one is of a type, and of that kind of item; gives all that were read. */
export async function readTo(
  events: AsyncGenerator<LiveEvent>,
  type: LiveEvent["type"],
  item?: LiveItem["type"],
): Promise<LiveEvent[]> {
  const seen: LiveEvent[] = [];
  // The message of the user is an item, too, which begins long before what the agent does.
  const isIt = (event: LiveEvent | undefined) =>
    event?.type === type && !isOfUser(event) &&
    (item === undefined || ("item" in event && event.item.type === item));
  while (!isIt(seen.at(-1))) {
    const { done, value } = await events.next();
    if (done) throw new Error(`the events ended without ${type}: ${JSON.stringify(seen)}`);
    seen.push(value);
  }
  return seen;
}

/** Whether an event tells of a message of the user. */
export function isOfUser(event: LiveEvent | undefined): boolean {
  return event !== undefined && "item" in event && event.item.type === "user_message";
}

/** The completed items that exec has too, as exec has them. */
export function completedOf(events: readonly LiveEvent[]): ThreadItem[] {
  return allCompletedOf(events).filter((item) => EXEC_TYPES.has(item.type)).map(itemAsExec);
}

/** The completed items, those that only the app-server tells among them. */
export function allCompletedOf(events: readonly LiveEvent[]): LiveItem[] {
  return events.flatMap((event) => event.type === "item.completed" ? [event.item] : []);
}

const EXEC_TYPES: ReadonlySet<string> = new Set<ThreadItem["type"]>([
  "agent_message",
  "reasoning",
  "command_execution",
  "file_change",
  "mcp_tool_call",
  "web_search",
  "todo_list",
  "collab_tool_call",
  "error",
]);

/** The text that the deltas of an item add up to. */
export function deltasOf(events: readonly LiveEvent[], id: string): string {
  return events.map((event) =>
    event.type === "item.delta" && event.item_id === id ? event.delta : ""
  ).join("");
}

/** The items that were started and not completed. */
export function openItems(events: readonly LiveEvent[]): string[] {
  const open = new Set<string>();
  for (const event of events) {
    if (event.type === "item.started") open.add(event.item.id);
    else if (event.type === "item.delta") open.add(event.item_id);
    else if (event.type === "item.completed") open.delete(event.item.id);
  }
  return [...open];
}
