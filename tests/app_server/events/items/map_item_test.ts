import { assertEquals } from "@std/assert";
import { mapItem, type MappedItem } from "../../../../src/app_server/events/items/map_item.ts";
import { RUNNING } from "./running_command.ts";

const SEARCH = { type: "webSearch", id: "ws", query: "q" } as const;
const CALL = {
  type: "mcpToolCall",
  id: "c",
  server: "s",
  tool: "t",
  arguments: null,
  result: null,
  error: null,
} as const;
const COLLAB: MappedItem = {
  type: "collabAgentToolCall",
  id: "c",
  tool: "spawnAgent",
  status: "inProgress",
  senderThreadId: "a",
  receiverThreadIds: ["b"],
  prompt: "do",
  agentsStates: { b: { status: "pendingInit", message: null } },
};

/** Items of the server, and some fields of what they become. */
const ITEMS: readonly [MappedItem, Partial<Record<string, unknown>>][] = [
  [{ type: "agentMessage", id: "m", text: "hi" }, {
    id: "item_7",
    type: "agent_message",
    text: "hi",
  }],
  [{ ...RUNNING, status: "declined" }, {
    aggregated_output: "",
    exit_code: null,
    status: "declined",
  }],
  [{ ...CALL, status: "failed" }, { status: "failed", arguments: null, result: null }],
  [{ ...CALL, status: "failed", error: { message: "no" } }, { error: { message: "no" } }],
  [
    {
      ...CALL,
      status: "completed",
      result: { content: [], structuredContent: 1, _meta: { a: 1 } },
    },
    { result: { content: [], _meta: { a: 1 }, structured_content: 1 } },
  ],
  [
    { ...CALL, status: "completed", result: { content: [], _meta: null } },
    { result: { content: [], structured_content: null } },
  ],
  [{ ...SEARCH, action: null }, { id: "ws", action: { type: "other" } }],
  [
    { ...SEARCH, action: { type: "search", query: "q", queries: null } },
    { action: { type: "search", query: "q" } },
  ],
  [
    { ...SEARCH, action: { type: "openPage", url: "u" } },
    { action: { type: "open_page", url: "u" } },
  ],
  [
    { ...SEARCH, action: { type: "findInPage", url: null, pattern: "p" } },
    { action: { type: "find_in_page", pattern: "p" } },
  ],
  [{ ...COLLAB, status: "interrupted" } as MappedItem, { status: "failed" }],
  [COLLAB, {
    type: "collab_tool_call",
    tool: "spawn_agent",
    status: "in_progress",
    agents_states: { b: { status: "pending_init", message: null } },
  }],
];

Deno.test("mapItem() spells each item as exec does", () => {
  for (const [item, fields] of ITEMS) {
    const made = mapItem(item, "item_7") as unknown as Record<string, unknown>;
    assertEquals(
      Object.fromEntries(Object.keys(fields).map((name) => [name, made[name]])),
      fields,
      JSON.stringify(item),
    );
  }
});
