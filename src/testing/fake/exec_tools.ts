/**
 * Calls of the host's tools by a fake `codex exec`, made over HTTP as Codex makes them.
 *
 * @module
 */
import type { McpToolCallItem, McpToolCallResult } from "../../core/vocabulary/items.ts";
import type { FakeCall } from "./state.ts";

/** What the item of a call says before the call ends. */
export function startedCall(id: string, tool: string, args: unknown): McpToolCallItem {
  return {
    id,
    type: "mcp_tool_call",
    server: "host_tools",
    tool,
    arguments: args,
    result: null,
    error: null,
    status: "in_progress",
  };
}

/**
 * Calls a tool of the host, and records its answer.
 *
 * @throws {Error} If Codex was offered no tools.
 */
export async function callHostTool(
  call: FakeCall,
  started: McpToolCallItem,
): Promise<McpToolCallItem> {
  const argv = call.args.join("\n");
  const entry = /^mcp_servers\.host_tools=(.*)$/m.exec(argv)?.[1] ?? "";
  const value = (key: string) => new RegExp(`\\b${key} ?= ?"([^"]+)"`).exec(entry)?.[1];
  const url = value("url");
  if (url === undefined) {
    throw new Error(`fakeCodex: the thread has no tools, but the turn calls ${started.tool}`);
  }
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "authorization": `Bearer ${call.env[value("bearer_token_env_var") ?? ""]}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: started.tool, arguments: started.arguments },
    }),
  });
  const { result } = await response.json() as {
    result: Pick<McpToolCallResult, "content"> & { isError: boolean };
  };
  call.toolAnswers.push(result);
  return {
    ...started,
    result: { content: result.content, structured_content: null },
    status: result.isError ? "failed" : "completed",
  };
}
