/**
 * The protocol's types: what the entry `@codex-js/sdk/protocol` offers, and what is typed by it.
 * Compiled against the packed tarball, not run.
 *
 * @module
 */
import type {
  DroppedMessage,
  MessageOf,
  RequestParams,
  RequestResult,
  ServerInfo,
  ServerMessage,
} from "@codex-js/sdk/app-server";
import { AppServer } from "@codex-js/sdk/app-server";
import type {
  ClientRequests,
  Item,
  ServerNotifications,
  ServerRequests,
  Thread,
} from "@codex-js/sdk/protocol";

type Is<A, B> = [A] extends [B] ? [B] extends [A] ? true : false : false;
const same = <A, B>(_: Is<A, B>): void => {};
same<RequestResult<"thread/read">, ClientRequests["thread/read"]["result"]>(true);
same<RequestResult<"of/tomorrow">, unknown>(true);
same<RequestParams<"of/tomorrow">, Readonly<Record<string, unknown>>>(true);

export function titleOf(item: Item): string {
  switch (item.type) {
    case "commandExecution":
      return item.command;
    case "fileChange":
      return item.changes.map(({ path }) => path).join();
    default:
      return item.type;
  }
}

export function statusOf(told: ServerNotifications["turn/completed"]): string {
  return told.turn.error?.message ?? told.turn.status;
}

export const answer: ServerRequests["item/fileChange/requestApproval"]["result"] = {
  decision: "accept",
};

export async function calls(server: AppServer, method: string): Promise<Thread[]> {
  const info: ServerInfo = server.info;
  const { data, nextCursor } = await server.request("thread/list", { limit: 10 });
  const more = await server.request(
    "thread/list",
    { cursor: nextCursor ?? null, sortDirection: "asc" },
    { signal: new AbortController().signal, timeoutMs: 1_000 },
  );
  await server.request("account/read");
  await server.request("account/logout", {});
  await server.request("account/logout");
  // @ts-expect-error: misspelt
  await server.request("thread/list", { limmit: 10 });
  // @ts-expect-error: of another type
  await server.request("thread/list", { limit: "10" });
  // @ts-expect-error: the thread's id is missing
  await server.request("thread/read");
  // @ts-expect-error: it takes none
  await server.request("account/logout", { now: true });
  // @ts-expect-error: no such field in the result
  (await server.request("thread/loaded/list")).threads;
  const unknown: unknown = await server.request("of/tomorrow", { any: ["thing"] });
  const other: unknown = await server.request(method, { any: "thing" });
  // @ts-expect-error: what is not known has to be looked at
  other.data;
  console.log(info.version, info.codexHome, unknown);
  return [...data, ...more.data];
}

export async function hear(server: AppServer): Promise<void> {
  for await (const message of server.notifications()) {
    if (message.method === "turn/completed") console.log(message.params.turn.status);
    if (message.method === "item/tool/call") console.log(message.params.tool);
    if (message.method === "sdk/dropped") console.log(message.params.count);
    // @ts-expect-error: there is no such method
    if (message.method === "turn/complete") console.log("never");
  }
  const methods = ["thread/closed", "turn/diff/updated"] as const;
  for await (const message of server.notifications({ methods })) {
    same<
      typeof message,
      MessageOf<"thread/closed"> | MessageOf<"turn/diff/updated"> | DroppedMessage
    >(true);
    if (message.method === "turn/diff/updated") console.log(message.params.diff);
  }
  for await (const message of server.notifications({ methods: ["of/tomorrow"] })) {
    if (message.method === "of/tomorrow") same<typeof message.params, unknown>(true);
  }
}

export function log({ method, params }: ServerMessage): void {
  console.log(method, JSON.stringify(params));
}

export const start = (): Promise<AppServer> => AppServer.start();
