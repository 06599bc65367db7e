/**
 * The items that only the app-server reports. They keep the server's own ids and are not among the items of
 * a `Turn`, which has those of `codex exec`.
 *
 * @module
 */
import type { ItemTimes } from "./live_items.ts";

/**
 * A part of a message from the user. `text_elements` (parts of the text that a client shows in another way,
 * such as a file that is mentioned, by their bytes) and `detail` are there if the client of Codex that sent
 * the message has set them.
 *
 * @category Events
 */
export type UserContent =
  | {
    type: "text";
    text: string;
    text_elements?: { byte_range: { start: number; end: number }; placeholder: string | null }[];
  }
  | { type: "image"; url?: string; file_id?: string; detail?: string }
  | { type: "local_image"; path: string; detail?: string }
  | { type: "audio"; url?: string; file_id?: string }
  | { type: "local_audio"; path: string }
  | { type: "skill" | "mention"; name: string; path: string };

/**
 * A message from the user: the input of the turn, or input that steered it.
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
  /** The id that the client gave to the message (`clientUserMessageId` of `turn/start`), or null. */
  client_id: string | null;
};

/**
 * What one of the user's hooks told the model.
 *
 * @category Events
 */
export type HookPromptItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "hook_prompt";
  /** The texts, each with the id of the hook run that it comes from. */
  fragments: { text: string; hook_run_id: string }[];
};

/**
 * The output of a tool of the model that has no item type of its own.
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
  /** The output: text, or parts in the form that the model's service uses. */
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
 * A part of the result of a host program's tool.
 *
 * @category Events
 */
export type ToolCallContent =
  | { type: "text"; text: string }
  | { type: "image"; url: string }
  | { type: "audio"; url: string };

/**
 * A call of one of the host program's tools.
 *
 * @category Events
 */
export type DynamicToolCallItem = ItemTimes & {
  /** The server's id, which the tool gets as its `callId`. */
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
  /** The tool's result; null while it runs. */
  content: ToolCallContent[] | null;
  /** Whether the tool returned without throwing; null while it runs. */
  success: boolean | null;
  /** How long the call took, in milliseconds; null while it runs. */
  duration_ms: number | null;
};

/**
 * Another agent that this one works with has started, been sent something, or ended.
 *
 * @category Events
 */
export type SubAgentActivityItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "sub_agent_activity";
  /** What happened: `started`, `interacted`, `interrupted`, `completed`. */
  kind: string;
  /** The other agent's thread. */
  agent_thread_id: string;
  /** The other agent's name among the agents, such as `/root/tests`. */
  agent_path: string;
  /** The other agent's model, when it starts; else null. */
  model: string | null;
  /** The reasoning effort of that model, when the agent starts; else null. */
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
  /** How long it waits, in milliseconds. */
  duration_ms: number;
};

/**
 * An image that the model has generated.
 *
 * @category Events
 */
export type ImageGenerationItem = ItemTimes & {
  /** The server's id. */
  id: string;
  /** Discriminant. */
  type: "image_generation";
  /** The status, as the model's service names it: `in_progress`, `completed`, `failed`, … */
  status: string;
  /** Where the image was saved, or null. */
  saved_path: string | null;
  /** The image in base64; absent if it was saved. */
  result?: string;
  /** The image's id in Codex's store of attachments, if it is there. */
  file_id?: string;
  /** The prompt as the model understood it, or null. */
  revised_prompt: string | null;
  /** Why there is no image, or null. */
  failure: { type: string; limit_id?: string; resets_at?: number | null } | null;
  /** The images that it is based on. */
  input_images: { path: string; sha256: string }[];
  /** Whether the image's background is transparent, or null. */
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
  /** What is reviewed, as Codex describes it. */
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
 * The conversation is summarized, to make room in the model's context.
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
 * The items that only the app-server reports.
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
