/**
 * The items that only the app-server tells. They keep the server's own ids, and are none of a `Turn`'s
 * items, which are those of `codex exec`.
 *
 * @module
 */
import type { ItemTimes } from "./live_items.ts";

/**
 * A part of what the user said.
 *
 * @category Events
 */
export type UserContent =
  | { type: "text"; text: string }
  | { type: "image"; url?: string; file_id?: string }
  | { type: "local_image"; path: string }
  | { type: "audio"; url?: string; file_id?: string }
  | { type: "local_audio"; path: string }
  | { type: "skill" | "mention"; name: string; path: string };

/**
 * What the user said: the turn's input, or what it was steered with.
 *
 * @category Events
 */
export type UserMessageItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "user_message";
  /** The parts, images before texts. */
  content: UserContent[];
  /** The id that the client gave the message (`clientUserMessageId` of `turn/start`), or null. */
  client_id: string | null;
};

/**
 * What a hook of the user's told the model.
 *
 * @category Events
 */
export type HookPromptItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "hook_prompt";
  /** The texts, each with the run of the hook that it is of. */
  fragments: { text: string; hook_run_id: string }[];
};

/**
 * What a tool of the model's gave that has no item of its own.
 *
 * @category Events
 */
export type FunctionCallOutputItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "function_call_output";
  /** The tool. */
  name: string;
  /** Its namespace, or null. */
  namespace: string | null;
  /** What it gave: text, or parts in the form of the model's service. */
  output: unknown;
};

/**
 * The plan that the agent proposes in plan mode, as Markdown. The steps of a running turn are `todo_list`.
 *
 * @category Events
 */
export type ProposedPlanItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "plan";
  /** The plan. */
  text: string;
};

/**
 * A part of what a tool of the host gave.
 *
 * @category Events
 */
export type ToolCallContent =
  | { type: "text"; text: string }
  | { type: "image"; url: string }
  | { type: "audio"; url: string };

/**
 * A call of a tool of the host program.
 *
 * @category Events
 */
export type DynamicToolCallItem = ItemTimes & {
  /** The server's id: the `callId` that the tool gets. */
  id: string;
  /** Discriminant. */
  type: "dynamic_tool_call";
  /** The tool. */
  tool: string;
  /** Its namespace, or null. */
  namespace: string | null;
  /** The arguments: any JSON. */
  arguments: unknown;
  /** Status of the call. */
  status: "in_progress" | "completed" | "failed";
  /** What the tool gave; null while it runs. */
  content: ToolCallContent[] | null;
  /** Whether the tool did not throw; null while it runs. */
  success: boolean | null;
  /** How long it took, in milliseconds; null while it runs. */
  duration_ms: number | null;
};

/**
 * Another agent, which this one works with, has begun, heard something, or ended.
 *
 * @category Events
 */
export type SubAgentActivityItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "sub_agent_activity";
  /** What it did: `started`, `interacted`, `interrupted`, `completed`. */
  kind: string;
  /** The other agent's thread. */
  agent_thread_id: string;
  /** Its name among the agents, such as `/root/tests`. */
  agent_path: string;
  /** Its model, when it starts; else null. */
  model: string | null;
  /** How much that model thinks, when it starts; else null. */
  reasoning_effort: string | null;
};

/**
 * The agent has looked at an image.
 *
 * @category Events
 */
export type ImageViewItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "image_view";
  /** The image's path. */
  path: string;
};

/**
 * The agent waits for a while.
 *
 * @category Events
 */
export type SleepItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "sleep";
  /** How long, in milliseconds. */
  duration_ms: number;
};

/**
 * An image that the model has made.
 *
 * @category Events
 */
export type ImageGenerationItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "image_generation";
  /** Status, in the words of the model's service: `in_progress`, `completed`, `failed`, … */
  status: string;
  /** Where the image was saved, or null. */
  saved_path: string | null;
  /** The prompt as the model understood it, or null. */
  revised_prompt: string | null;
  /** Why there is no image, or null. */
  failure: { type: string; limit_id?: string; resets_at?: number | null } | null;
  /** The images that it started from. */
  input_images: { path: string; sha256: string }[];
  /** Whether its background is transparent, or null. */
  transparent_background: boolean | null;
  /** The id that the model's service gave the image, or null. */
  generation_id: string | null;
};

/**
 * A review begins.
 *
 * @category Events
 */
export type EnteredReviewModeItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "entered_review_mode";
  /** What is reviewed, in Codex's words. */
  review: string;
};

/**
 * A review has ended.
 *
 * @category Events
 */
export type ExitedReviewModeItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "exited_review_mode";
  /** What was found. */
  review: string;
};

/**
 * The conversation is summed up, to make room in the model's context.
 *
 * @category Events
 */
export type ContextCompactionItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "context_compaction";
};

/**
 * The items that only the app-server tells.
 *
 * @category Events
 */
export type LiveOnlyItem =
  | UserMessageItem
  | HookPromptItem
  | FunctionCallOutputItem
  | ProposedPlanItem
  | DynamicToolCallItem
  | SubAgentActivityItem
  | ImageViewItem
  | SleepItem
  | ImageGenerationItem
  | EnteredReviewModeItem
  | ExitedReviewModeItem
  | ContextCompactionItem;
