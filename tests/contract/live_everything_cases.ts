/**
 * Nothing that the server tells of a turn is missing among its events.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { writeFile } from "node:fs/promises";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import type { LiveEvent, LiveThread, LiveTurn, ServerMessage } from "../../src/app_server/mod.ts";
import type { RecordedRequest, Reply } from "../../src/testing/mod.ts";
import type { Case, Kit } from "./case.ts";
import { demoServer, eventsOf, onLive } from "./live_case.ts";
import { POSIX } from "./posix.ts";
import { PNG } from "./real_case.ts";

const PATCH = "*** Begin Patch\n*** Add File: new.txt\n+new\n*** End Patch\n";
const FINDINGS = {
  findings: [],
  overall_correctness: "patch is correct",
  overall_explanation: "All is well.",
  overall_confidence_score: 0.9,
};

/** Plays each tool once, to the agent that is asked; the one that this one starts says a word. */
function everything(kit: Kit): (request: RecordedRequest) => Reply {
  const { message, patch, plan, rawItem, reasoning, reply, shell, toolCall, webSearch } =
    kit.testing;
  const agents = { namespace: "collaboration" };
  const replies = [
    reply(reasoning(["think"]), message("let me see", { phase: "commentary" }), shell("echo hi")),
    reply(patch(PATCH)),
    reply(plan(["one"])),
    reply(toolCall("echo", { text: "hi" }, { namespace: "mcp__demo" })),
    reply(webSearch("weather"), shell("echo again")),
    reply(toolCall("get_weather", { city: "Oslo" })),
    reply(toolCall("view_image", { path: join(kit.folder, "a.png") })),
    reply(toolCall("spawn_agent", { task_name: "other", message: "say a word" }, agents)),
    reply(toolCall("wait_agent", { timeout_ms: 20_000 }, agents)),
    reply(toolCall("sleep", { duration_ms: 10 }, { namespace: "clock" })),
    reply(message("done", { phase: "final_answer", deltas: 2 })),
    reply(rawItem({ type: "compaction", encrypted_content: "c3VtbWFyeQ==" })),
    reply(message(JSON.stringify(FINDINGS))),
  ];
  return ({ headers }) =>
    headers["x-openai-subagent"] === undefined
      ? replies.shift() ?? reply(message("more"))
      : reply(message("a word"));
}

/** What a notification has to be among the events; null for what is not told of its own. */
const AS_EVENTS: Readonly<Record<string, (item: string) => string | null>> = {
  "turn/started": () => "turn.started",
  "turn/completed": () => "turn.completed",
  "turn/diff/updated": () => "turn.diff",
  "turn/plan/updated": () => "turn.plan",
  "thread/tokenUsage/updated": () => "turn.usage",
  // Of messages and reasoning the deltas tell that they have begun.
  "item/started": (item) =>
    item === "agentMessage" || item === "reasoning" ? null : `item.started ${snake(item)}`,
  "item/completed": (item) => `item.completed ${snake(item)}`,
  "item/agentMessage/delta": () => "item.delta agent_message",
  "item/reasoning/summaryTextDelta": () => "item.delta reasoning",
  "item/commandExecution/outputDelta": () => "item.delta command_execution",
  // In the deltas of the summary a new part begins with a line feed.
  "item/reasoning/summaryPartAdded": () => null,
};

/** Spelled otherwise by exec. */
const NAMES: Readonly<Record<string, string>> = { collabAgentToolCall: "collab_tool_call" };

function snake(item: string): string {
  return NAMES[item] ?? item.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What the notifications of a turn have to be among the events. */
function expected(told: readonly ServerMessage[]): string[] {
  return told.flatMap((message) => {
    const { item, turnId, turn } = message.params as {
      readonly item?: { readonly type: string };
      readonly turnId?: string;
      readonly turn?: { readonly id: string };
    };
    // Of the thread alone, and what is asked of the host.
    if ((turnId ?? turn?.id) === undefined || message.method === "item/tool/call") return [];
    const asEvent = AS_EVENTS[message.method];
    const event = asEvent === undefined ? message.method : asEvent(item?.type ?? "");
    return event === null ? [] : [event];
  });
}

/** The kind of an event. */
function kindOf(event: LiveEvent): string {
  if (event.type === "item.delta") return `${event.type} ${event.item_type}`;
  return "item" in event ? `${event.type} ${event.item.type}` : event.type;
}

/** How often each is among them; what may be merged counts once. */
function counted(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of [...kinds].sort()) {
    counts[kind] = kind.startsWith("item.") && !kind.startsWith("item.delta")
      ? (counts[kind] ?? 0) + 1
      : 1;
  }
  return counts;
}

/** Cases. */
export const LIVE_EVERYTHING_CASES: readonly Case[] = [
  {
    name: "live: what notifications() shows of a turn is all among its events, whatever the tool",
    posix: POSIX.shell,
    run(kit) {
      const config = {
        tools: { update_plan: { enabled: true } },
        mcp_servers: { demo: demoServer() },
      };
      const weather = kit.live.tool({
        name: "get_weather",
        description: "The weather in a city",
        parameters: { type: "object", properties: { city: { type: "string" } } },
        execute: () => "Sunny",
      });
      return onLive(kit, everything(kit), async ({ app, start }) => {
        await writeFile(join(kit.folder, "a.png"), Buffer.from(PNG, "base64"));
        const thread = await start({ tools: [weather], sandboxMode: "workspace-write" });
        const turns: readonly ((thread: LiveThread) => Promise<LiveTurn>)[] = [
          (thread) => thread.runStreamed("go"),
          (thread) => thread.compactStreamed(),
          (thread) => thread.reviewStreamed({ type: "custom", instructions: "Look" }),
        ];
        const kinds = new Set<string>();
        for (const begin of turns) {
          const told: ServerMessage[] = [];
          const listening = app.notifications();
          const hearing = (async () => {
            for await (const message of listening) {
              const { threadId } = (message.params ?? {}) as { readonly threadId?: string };
              if (threadId !== thread.id) continue;
              told.push(message);
              if (message.method === "turn/completed") return;
            }
          })();
          const turn = await begin(thread);
          const events = await eventsOf(turn);
          await hearing;
          const due = counted(expected(told));
          const seen = counted(events.map(kindOf));
          const missing = Object.entries(due).filter(([kind, count]) => seen[kind] !== count);
          assertEquals(missing, [], JSON.stringify(seen));
          for (const kind of Object.keys(seen)) kinds.add(kind);
          const { items } = await turn.result;
          assert(items.every((item) => kit.sdk.isKnownItem(item)), JSON.stringify(items));
        }
        const types = [...kinds].filter((kind) => kind.startsWith("item.completed "))
          .map((kind) => kind.replace("item.completed ", "")).sort();
        assertEquals(types, [
          "agent_message",
          "collab_tool_call",
          "command_execution",
          "context_compaction",
          "dynamic_tool_call",
          "entered_review_mode",
          "exited_review_mode",
          "file_change",
          "image_view",
          "mcp_tool_call",
          "reasoning",
          "sleep",
          "sub_agent_activity",
          "todo_list",
          "user_message",
          "web_search",
        ]);
      }, { config });
    },
  },
];
