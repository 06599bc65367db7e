/**
 * Maps the items that `codex exec` does not report, in its spelling, with the server's own ids.
 *
 * @module
 */
import type { UnknownItem } from "../../../core/vocabulary/items.ts";
import type {
  LiveOnlyItem,
  ToolCallContent,
  UserContent,
} from "../../../core/vocabulary/live_only_items.ts";
import type { DynamicToolCallOutputContentItem, UserInput } from "../../protocol/common.ts";
import type { Item } from "../../protocol/items.ts";
import { textOf, timesOf } from "./item_parts.ts";
import type { MappedItem } from "./map_item.ts";
import { snakeCase, snakeDeep, snakeFields } from "./snake_case.ts";

/** Maps an item. One of a type that this version does not know keeps the fields that it came with. */
export function mapLiveItem(item: Exclude<Item, MappedItem>): LiveOnlyItem | UnknownItem {
  const { id } = item;
  const times = timesOf(item);
  switch (item.type) {
    case "userMessage":
      return {
        id,
        type: "user_message",
        content: item.content.map(userContent),
        client_id: item.clientId ?? null,
        ...times,
      };
    case "hookPrompt": {
      const fragments = item.fragments.map(({ text, hookRunId }) => ({
        text,
        hook_run_id: hookRunId,
      }));
      return { id, type: "hook_prompt", fragments, ...times };
    }
    case "functionCallOutput": {
      const { name, namespace = null, output } = item;
      return { id, type: "function_call_output", name, namespace, output, ...times };
    }
    case "plan":
      return { id, type: "plan", text: textOf(item), ...times };
    case "dynamicToolCall":
      return {
        id,
        type: "dynamic_tool_call",
        tool: item.tool,
        namespace: item.namespace ?? null,
        arguments: item.arguments,
        status: item.status === "inProgress" ? "in_progress" : item.status,
        content: item.contentItems?.map(toolContent) ?? null,
        success: item.success ?? null,
        duration_ms: item.durationMs ?? null,
        ...times,
      };
    case "subAgentActivity":
      return {
        id,
        type: "sub_agent_activity",
        kind: snakeCase(item.kind),
        agent_thread_id: item.agentThreadId,
        agent_path: item.agentPath,
        model: item.model ?? null,
        reasoning_effort: item.reasoningEffort ?? null,
        ...times,
      };
    case "imageView":
      return { id, type: "image_view", path: item.path, ...times };
    case "sleep":
      return { id, type: "sleep", duration_ms: item.durationMs, ...times };
    case "imageGeneration": {
      const failure = item.failure ? snakeDeep(item.failure) as { type: string } : null;
      return {
        id,
        type: "image_generation",
        status: snakeCase(item.status),
        saved_path: item.savedPath ?? null,
        ...("result" in item && item.result && !item.savedPath ? { result: item.result } : {}),
        ...("fileId" in item && item.fileId ? { file_id: item.fileId } : {}),
        revised_prompt: item.revisedPrompt ?? null,
        failure,
        input_images: (item.inputImages ?? []).map(({ path, sha256 }) => ({ path, sha256 })),
        transparent_background: item.transparentBackground ?? null,
        generation_id: item.generationId ?? null,
        ...times,
      };
    }
    case "enteredReviewMode":
      return { id, type: "entered_review_mode", review: item.review, ...times };
    case "exitedReviewMode":
      return { id, type: "exited_review_mode", review: item.review, ...times };
    case "contextCompaction":
      return { id, type: "context_compaction", ...times };
    default:
      return unknownItem(item);
  }
}

/** For types that the schema lacks: the compiler checks that no known type gets here. */
function unknownItem(item: never): UnknownItem {
  const fields = snakeFields(item);
  return { ...fields, type: snakeCase(String(fields.type)) };
}

function userContent(part: UserInput): UserContent {
  switch (part.type) {
    case "text": {
      const text_elements = (part.text_elements ?? []).map(({ byteRange, placeholder = null }) => ({
        byte_range: byteRange,
        placeholder,
      }));
      const elements = text_elements.length === 0 ? {} : { text_elements };
      return { type: "text", text: textOf(part), ...elements };
    }
    case "image":
    case "audio":
      return {
        type: part.type,
        ...("url" in part ? { url: part.url } : { file_id: part.fileId }),
        ...detailOf(part),
      };
    case "localImage":
      return { type: "local_image", path: part.path, ...detailOf(part) };
    case "localAudio":
      return { type: "local_audio", path: part.path };
    case "skill":
    case "mention":
      return { type: part.type, name: part.name, path: part.path };
    default:
      return snakeDeep(part) as UserContent;
  }
}

function detailOf(part: UserInput): { readonly detail?: string } {
  return "detail" in part && part.detail ? { detail: part.detail } : {};
}

function toolContent(part: DynamicToolCallOutputContentItem): ToolCallContent {
  switch (part.type) {
    case "inputText":
      return { type: "text", text: part.text };
    case "inputImage":
      return { type: "image", url: part.imageUrl };
    case "inputAudio":
      return { type: "audio", url: part.audioUrl };
    default:
      return snakeDeep(part) as ToolCallContent;
  }
}
