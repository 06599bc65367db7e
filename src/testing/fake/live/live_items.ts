/**
 * The items that only the app-server reports, in its form, for the fake.
 *
 * @module
 */
import { camelCase, camelDeep } from "./camel_case.ts";
import type { FakeLiveItem } from "../../script/script.ts";

/** The item in the server's form. */
export function liveAppItem(item: FakeLiveItem, id: string): Record<string, unknown> {
  switch (item.type) {
    case "function_call_output":
      return { ...item, id, type: "functionCallOutput" };
    case "dynamic_tool_call": {
      const contentItems = item.content?.map((part) => {
        if (part.type === "text") return { type: "inputText", text: part.text };
        return part.type === "image"
          ? { type: "inputImage", imageUrl: part.url }
          : { type: "inputAudio", audioUrl: part.url };
      });
      return {
        type: "dynamicToolCall",
        id,
        namespace: item.namespace,
        tool: item.tool,
        arguments: item.arguments,
        status: camelCase(item.status),
        contentItems: contentItems ?? null,
        success: item.success,
        durationMs: item.duration_ms,
      };
    }
    case "user_message": {
      const content = item.content.map((part) => {
        const { textElements, ...fields } = camelDeep(part) as Record<string, unknown>;
        // The one name that the server has in snake case.
        return textElements === undefined ? fields : { ...fields, text_elements: textElements };
      });
      return { ...camelDeep(item) as object, id, content };
    }
    case "sub_agent_activity":
      return { ...camelDeep(item) as object, id, kind: camelCase(item.kind) };
    default:
      return { ...camelDeep(item) as object, id };
  }
}

/** The item when it begins. */
export function begunLiveItem(item: FakeLiveItem): FakeLiveItem {
  switch (item.type) {
    case "plan":
      return { ...item, text: "" };
    case "dynamic_tool_call":
      return { ...item, status: "in_progress", content: null, success: null, duration_ms: null };
    case "image_generation":
      return { ...item, status: "in_progress", saved_path: null, revised_prompt: null };
    default:
      return item;
  }
}
