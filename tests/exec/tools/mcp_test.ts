import { assertEquals } from "@std/assert";
import { tool } from "../../../src/core/schema/tool.ts";
import type { ToolCall } from "../../../src/core/vocabulary/tool.ts";
import { McpTools } from "../../../src/exec/tools/mcp.ts";

/** Tools of which one runs until it is aborted, and whose calls are kept. */
function toolsOf() {
  const calls: ToolCall[] = [];
  const define = (name: string, execute: (call: ToolCall) => string | Promise<string>) =>
    tool({
      name,
      description: "",
      parameters: { type: "object" },
      execute: (_, call) => {
        calls.push(call);
        return execute(call);
      },
    });
  const mcp = new McpTools([
    define("short", () => "done"),
    define(
      "long",
      ({ signal }) =>
        new Promise((resolve) => signal.addEventListener("abort", () => resolve("aborted"))),
    ),
  ]);
  return { mcp, calls };
}

const here = new AbortController().signal;
const call = (id: string | number, name: string, more: object = {}) => ({
  id,
  method: "tools/call",
  params: { name, ...more },
});

Deno.test("McpTools aborts a call that comes after its end, or whose caller has gone", async () => {
  const { mcp, calls } = toolsOf();
  await mcp.answer(call(1, "short"), here);
  await mcp.answer(call(2, "short"), AbortSignal.abort());
  mcp.close();
  await mcp.answer(call(3, "short"), here);
  assertEquals(calls.map(({ signal }) => signal.aborted), [false, true, true]);
});

Deno.test("McpTools aborts the call that is cancelled, by the id that it has, and no other", async () => {
  const { mcp, calls } = toolsOf();
  const ids = [1, "1", 2, "two"];
  const answers = ids.map((id) => mcp.answer(call(id, "long"), here));
  await Promise.resolve();
  for (const requestId of ["two", 1, null, 3]) {
    const message = { method: "notifications/cancelled", params: { requestId } };
    assertEquals(await mcp.answer(message, here), null);
  }
  assertEquals(calls.map(({ signal }) => signal.aborted), [true, false, false, true]);
  mcp.close();
  assertEquals((await Promise.all(answers)).map((answer) => answer?.id), ids);
});

Deno.test("McpTools tells a tool which call of which thread it is, if Codex says so", async () => {
  const { mcp, calls } = toolsOf();
  const told = { callId: "call-1", "x-codex-turn-metadata": { thread_id: "thread-1" } };
  const vague = { callId: 1, "x-codex-turn-metadata": { thread_id: 1 } };
  for (const _meta of [told, vague, undefined]) {
    await mcp.answer(call(7, "short", { _meta }), here);
  }
  assertEquals(calls.map(({ threadId, callId }) => [threadId, callId]), [
    ["thread-1", "call-1"],
    ["", "7"],
    ["", "7"],
  ]);
});

Deno.test("McpTools speaks a version of the protocol that the client knows, or says which one it does", async () => {
  const { mcp } = toolsOf();
  const versionFor = async (protocolVersion: string) => {
    const answer = await mcp.answer(
      { id: 1, method: "initialize", params: { protocolVersion } },
      here,
    );
    return (answer as { result: { protocolVersion: string } }).result.protocolVersion;
  };
  assertEquals(await versionFor("2024-11-05"), "2024-11-05");
  assertEquals(await versionFor("1999-01-01"), "2025-06-18");
});

Deno.test("McpTools answers what it does not know with an error", async () => {
  const { mcp } = toolsOf();
  assertEquals(await mcp.answer({ id: "a", method: "resources/list", params: {} }, here), {
    jsonrpc: "2.0",
    id: "a",
    error: { code: -32601, message: "there is no method resources/list" },
  });
  const notification = { method: "notifications/initialized", params: {} };
  assertEquals(await mcp.answer(notification, here), null);
});
