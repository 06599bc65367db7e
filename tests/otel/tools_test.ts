import { assertEquals } from "@std/assert";
import { type AnyItem, toolCall } from "../../src/otel/tools.ts";

Deno.test("toolCall() names the tool of every item that is a call", () => {
  const live = (item: object) => ({ id: "i", status: "completed", ...item }) as unknown as AnyItem;
  const named = (item: object) => {
    const call = toolCall(live(item));
    return call && `${call.name} ${call.type} ${call.status}`;
  };
  assertEquals(named({ type: "command_execution", command: "ls" }), "shell extension completed");
  assertEquals(
    named({ type: "file_change", status: "declined" }),
    "apply_patch extension declined",
  );
  assertEquals(named({ type: "web_search", query: "" }), "web_search extension completed");
  assertEquals(named({ type: "collab_tool_call", tool: "wait" }), "wait extension completed");
  assertEquals(named({ type: "image_generation" }), "image_generation extension completed");
  assertEquals(named({ type: "image_view" }), "view_image extension completed");
  assertEquals(named({ type: "dynamic_tool_call", tool: "t" }), "t function completed");
  assertEquals(named({ type: "mcp_tool_call", server: "s", tool: "t" }), "t extension completed");
  // The functions of the program go over exec as an MCP server.
  const host = { type: "mcp_tool_call", server: "host_tools", tool: "t" };
  assertEquals(named(host), "t function completed");
  for (const type of ["agent_message", "reasoning", "todo_list", "error", "plan", "from_later"]) {
    assertEquals(named({ type }), null);
  }
});
