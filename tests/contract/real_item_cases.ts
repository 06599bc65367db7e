/**
 * Items of the real Codex.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ThreadEvent, ThreadItem } from "../../mod.ts";
import type { Case } from "./case.ts";
import { POSIX } from "./posix.ts";
import { CLASSIC, inFolder, itemsOf, onServer } from "./real_case.ts";

const ADD = "*** Begin Patch\n*** Add File: new.txt\n+content\n*** End Patch\n";

/** An MCP server with one tool that answers with what it was called with. */
const MCP_SERVER = `import { createInterface } from "node:readline";
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  const answers = {
    initialize: { protocolVersion: params?.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "t", version: "1" } },
    "tools/list": { tools: [{ name: "echo", inputSchema: { type: "object", properties: { text: { type: "string" } } } }] },
    "tools/call": { content: [{ type: "text", text: params?.arguments?.text }] },
  };
  if (id !== undefined) console.log(JSON.stringify({ jsonrpc: "2.0", id, result: answers[method] ?? {} }));
});
`;

/** Events that are about an item of a type, as "event status". */
function steps(events: readonly ThreadEvent[], type: ThreadItem["type"]): string[] {
  return events.flatMap((event) => {
    if (!("item" in event) || event.item.type !== type) return [];
    const status = "status" in event.item ? ` ${event.item.status}` : "";
    return [`${event.type}${status}`];
  });
}

/** Cases. */
export const REAL_ITEM_CASES: readonly Case[] = [
  {
    name: "runStreamed() gives commands, failed ones too, and parallel calls in one turn",
    posix: POSIX.shell,
    run(kit) {
      const { message, reply, shell } = kit.testing;
      const script = [
        reply(shell("echo one; exit 3"), shell("echo two")),
        reply(message("done")),
      ];
      return onServer(kit, script, async ({ server, codex }) => {
        const { events } = await codex.startThread(inFolder(kit)).runStreamed("go");
        const seen: ThreadEvent[] = [];
        for await (const event of events) seen.push(event);
        assertEquals(steps(seen, "command_execution").sort(), [
          "item.completed completed",
          "item.completed failed",
          "item.started in_progress",
          "item.started in_progress",
        ]);
        const done = seen.flatMap((event) => event.type === "item.completed" ? [event.item] : []);
        const commands = itemsOf(done, "command_execution");
        const failed = commands.find((item) => item.status === "failed");
        assertEquals(failed?.exit_code, 3);
        assertStringIncludes(failed?.command ?? "", "echo one; exit 3");
        assertStringIncludes(failed?.aggregated_output ?? "", "one\n");
        assertEquals(commands.find((item) => item.status === "completed")?.exit_code, 0);
        const heard = server.requests[1]?.outputs.map((output) => output.text).join() ?? "";
        assert(heard.includes("one\n") && heard.includes("two\n"), "the model hears both");
      });
    },
  },
  {
    name: "run() applies patches as file_change items",
    posix: POSIX.sandbox,
    run(kit) {
      const { message, patch, reply } = kit.testing;
      const update =
        "*** Begin Patch\n*** Update File: old.txt\n@@\n-before\n+after\n*** Delete File: gone.txt\n*** End Patch\n";
      const script = [reply(patch(ADD)), reply(patch(update)), reply(message("done"))];
      return onServer(kit, script, async ({ codex }) => {
        const at = (name: string) => join(kit.folder, name);
        await writeFile(at("old.txt"), "before\n");
        await writeFile(at("gone.txt"), "gone\n");
        const thread = codex.startThread(
          inFolder(kit, { sandboxMode: "workspace-write", model: CLASSIC }),
        );
        const { items } = await thread.run("go");
        const changes = itemsOf(items, "file_change");
        assertEquals(changes.map((item) => item.status), ["completed", "completed"]);
        const all = changes.flatMap((item) => item.changes);
        assertEquals(all.sort((a, b) => a.kind < b.kind ? -1 : 1), [
          { path: at("new.txt"), kind: "add" },
          { path: at("gone.txt"), kind: "delete" },
          { path: at("old.txt"), kind: "update" },
        ]);
        assertEquals(await readFile(at("new.txt"), "utf8"), "content\n");
        assertEquals(await readFile(at("old.txt"), "utf8"), "after\n");
      });
    },
  },
  {
    name:
      "runStreamed() gives reasoning, web searches, the plan, and messages with U+2028 or empty",
    run(kit) {
      const { message, plan, reasoning, reply, webSearch } = kit.testing;
      const script = [
        reply(
          reasoning(["thought", "again"]),
          webSearch("weather"),
          plan(["one", { step: "two", status: "completed" }]),
        ),
        reply(plan([{ step: "one", status: "completed" }, { step: "two", status: "completed" }])),
        reply(message(""), message("a\u2028b\u2029c")),
      ];
      const config = { tools: { update_plan: { enabled: true } } };
      return onServer(kit, script, async ({ codex }) => {
        const { events } = await codex.startThread(inFolder(kit)).runStreamed("go");
        const seen: ThreadEvent[] = [];
        for await (const event of events) seen.push(event);
        const items = seen.flatMap((event) => event.type === "item.completed" ? [event.item] : []);
        assertEquals(itemsOf(items, "reasoning").map((item) => item.text), ["thought\nagain"]);
        assertEquals(itemsOf(items, "web_search").map(({ query, action }) => ({ query, action })), [
          { query: "weather", action: { type: "search", query: "weather" } },
        ]);
        assertEquals(steps(seen, "todo_list"), ["item.started", "item.updated", "item.completed"]);
        assertEquals(itemsOf(items, "todo_list").map((item) => item.items), [[
          { text: "one", completed: true },
          { text: "two", completed: true },
        ]]);
        assertEquals(itemsOf(items, "agent_message").map((item) => item.text), [
          "",
          "a\u2028b\u2029c",
        ]);
        assertEquals(items.at(-1)?.type, "todo_list");
      }, { config });
    },
  },
  {
    name: "config names an MCP server with a dot, whose calls are mcp_tool_call items",
    async run(kit) {
      const { message, reply, toolCall } = kit.testing;
      const path = join(kit.folder, "server.mjs");
      await writeFile(path, MCP_SERVER);
      const call = toolCall("echo", { text: "hi" }, { namespace: "mcp__my.server" });
      const server = {
        command: "node",
        args: [path],
        default_tools_approval_mode: "approve",
        // Else a turn begins without its tools where it starts slowly.
        required: true,
      };
      await onServer(kit, [reply(call), reply(message("done"))], async ({ codex }) => {
        const { items } = await codex.startThread(inFolder(kit)).run("go");
        assertEquals(itemsOf(items, "mcp_tool_call").map(({ id: _id, ...item }) => item), [{
          type: "mcp_tool_call",
          server: "my.server",
          tool: "echo",
          arguments: { text: "hi" },
          result: { content: [{ type: "text", text: "hi" }], structured_content: null },
          error: null,
          status: "completed",
        }]);
      }, { config: { mcp_servers: { "my.server": server } } });
    },
  },
];
