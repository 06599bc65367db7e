/**
 * Calls of the host's tools, in the format of the app-server.
 *
 * @module
 */
import type { Tool, ToolCall } from "../../core/vocabulary/tool.ts";
import { runTool } from "../../core/schema/tool.ts";

/** Runs a call and translates the result for the server. */
export async function callTool(
  tool: Tool | undefined,
  name: string,
  args: unknown,
  call: ToolCall,
): Promise<unknown> {
  const { success, content } = await runTool(tool, name, args, call);
  return {
    success,
    contentItems: content.map((part) =>
      part.type === "text"
        ? { type: "inputText", text: part.text }
        : { type: "inputImage", imageUrl: part.url }
    ),
  };
}
