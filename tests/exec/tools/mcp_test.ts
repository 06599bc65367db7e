import { assertEquals } from "@std/assert";
import { tool } from "../../../src/core/schema/tool.ts";
import { McpTools } from "../../../src/exec/tools/mcp.ts";

Deno.test("McpTools aborts a call that comes after its end, or whose caller has gone", async () => {
  const seen: boolean[] = [];
  const tools = [
    tool({
      name: "t",
      description: "",
      parameters: { type: "object" },
      execute: (_, { signal }) => {
        seen.push(signal.aborted);
        return "";
      },
    }),
  ];
  const call = { id: 1, method: "tools/call", params: { name: "t" } };
  const mcp = new McpTools(tools);
  await mcp.answer(call, new AbortController().signal);
  await mcp.answer(call, AbortSignal.abort());
  mcp.close();
  await mcp.answer(call, new AbortController().signal);
  assertEquals(seen, [false, true, true]);
});
