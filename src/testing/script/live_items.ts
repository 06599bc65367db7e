/**
 * Builders of the items that only the app-server reports, named after their types.
 *
 * @module
 */
import type {
  DynamicToolCallItem,
  ImageGenerationItem,
  ToolCallContent,
  UserContent,
} from "../../core/vocabulary/live_only_items.ts";
import { checkList, checkNames, checkText } from "../../core/options/arguments.ts";
import type { FakeLiveItem } from "./script.ts";

/**
 * Builders of the items that only the app-server reports.
 *
 * @category Fake Codex
 */
export interface LiveItemBuilders {
  /** A message from the user; the turn's input is reported anyway. */
  readonly userMessage: (content: string | readonly UserContent[]) => FakeLiveItem;
  /** What hooks told the model. */
  readonly hookPrompt: (...texts: readonly string[]) => FakeLiveItem;
  /** The output of a tool that has no item of its own. */
  readonly functionCallOutput: (name: string, output: unknown) => FakeLiveItem;
  /** The plan that is proposed in plan mode. */
  readonly plan: (text: string) => FakeLiveItem;
  /** A call of one of the host's tools that is only reported; `callsTool()` really calls one. */
  readonly dynamicToolCall: (
    tool: string,
    call?: {
      readonly arguments?: unknown;
      readonly content?: readonly ToolCallContent[];
      readonly success?: boolean;
    },
  ) => FakeLiveItem;
  /** Another agent begins, or does something else. */
  readonly subAgentActivity: (
    agentThreadId: string,
    kind?: string,
    agentPath?: string,
  ) => FakeLiveItem;
  /** The agent looks at an image. */
  readonly imageView: (path: string) => FakeLiveItem;
  /** The agent waits. */
  readonly sleep: (durationMs: number) => FakeLiveItem;
  /** An image that the model has generated. */
  readonly imageGeneration: (
    savedPath: string | null,
    image?: { readonly status?: string; readonly revisedPrompt?: string },
  ) => FakeLiveItem;
  /** A review begins. */
  readonly enteredReviewMode: (review: string) => FakeLiveItem;
  /** A review has ended. */
  readonly exitedReviewMode: (review: string) => FakeLiveItem;
  /** The conversation is summarized. */
  readonly contextCompaction: () => FakeLiveItem;
}

/** Builders of the items that only the app-server reports. */
export const liveItems: LiveItemBuilders = {
  userMessage: (content) => {
    const parts = typeof content === "string"
      ? [{ type: "text" as const, text: content }]
      : content;
    checkList("make a user message", "its content", parts);
    return { type: "user_message", content: [...parts], client_id: null };
  },
  hookPrompt: (...texts) => ({
    type: "hook_prompt",
    fragments: texts.map((text, index) => ({ text, hook_run_id: `hook_${index}` })),
  }),
  functionCallOutput: (name, output) => ({
    type: "function_call_output",
    name,
    namespace: null,
    output,
  }),
  plan: (text) => {
    checkText("make a plan", "its text", text);
    return { type: "plan", text };
  },
  dynamicToolCall: (tool, call = {}): Omit<DynamicToolCallItem, "id"> => {
    checkText("make a tool call", "the tool", tool);
    checkNames("make a tool call", call, ["arguments", "content", "success"]);
    const { content = [], success = true } = call;
    return {
      type: "dynamic_tool_call",
      tool,
      namespace: null,
      arguments: call.arguments ?? {},
      status: success ? "completed" : "failed",
      content: [...content],
      success,
      duration_ms: 1,
    };
  },
  subAgentActivity: (agentThreadId, kind = "started", agentPath = "/root/agent") => ({
    type: "sub_agent_activity",
    kind,
    agent_thread_id: agentThreadId,
    agent_path: agentPath,
    model: null,
    reasoning_effort: null,
  }),
  imageView: (path) => ({ type: "image_view", path }),
  sleep: (durationMs) => ({ type: "sleep", duration_ms: durationMs }),
  imageGeneration: (savedPath, image = {}): Omit<ImageGenerationItem, "id"> => {
    checkNames("make an image", image, ["status", "revisedPrompt"]);
    return {
      type: "image_generation",
      status: image.status ?? "completed",
      saved_path: savedPath,
      revised_prompt: image.revisedPrompt ?? null,
      failure: null,
      input_images: [],
      transparent_background: null,
      generation_id: null,
    };
  },
  enteredReviewMode: (review) => ({ type: "entered_review_mode", review }),
  exitedReviewMode: (review) => ({ type: "exited_review_mode", review }),
  contextCompaction: () => ({ type: "context_compaction" }),
};
