/**
 * Every name that `@openai/codex-sdk` 0.163 exports, from this package.
 * Compiled against the packed tarball, not run.
 *
 * @module
 */
import {
  type AgentMessageItem,
  type ApprovalMode,
  Codex,
  type CodexOptions,
  type CommandExecutionItem,
  type CyberAccessProgram,
  type ErrorItem,
  type FileChangeItem,
  type Input,
  type ItemCompletedEvent,
  type ItemStartedEvent,
  type ItemUpdatedEvent,
  type McpToolCallItem,
  type ModelReasoningEffort,
  type ReasoningItem,
  type RunResult,
  type RunStreamedResult,
  type SandboxMode,
  Thread,
  type ThreadError,
  type ThreadErrorEvent,
  type ThreadEvent,
  type ThreadItem,
  type ThreadOptions,
  type ThreadStartedEvent,
  type TodoListItem,
  type TurnCompletedEvent,
  type TurnFailedEvent,
  type TurnOptions,
  type TurnStartedEvent,
  type Usage,
  type UserInput,
  type WebSearchItem,
  type WebSearchMode,
} from "@codex-js/sdk";

export type Items =
  | AgentMessageItem
  | ReasoningItem
  | CommandExecutionItem
  | FileChangeItem
  | McpToolCallItem
  | WebSearchItem
  | TodoListItem
  | ErrorItem;

export type Events =
  | ThreadStartedEvent
  | TurnStartedEvent
  | TurnCompletedEvent
  | TurnFailedEvent
  | ItemStartedEvent
  | ItemUpdatedEvent
  | ItemCompletedEvent
  | ThreadErrorEvent;

// The unions hold the peer's members; this package may add to them.
export const item = (item: Items): ThreadItem => item;
export const event = (event: Events): ThreadEvent => event;

// The peer's types are mutable: programs build and change them.
export function change(turn: RunResult, command: CommandExecutionItem, usage: Usage): void {
  turn.items = [...turn.items, command];
  turn.finalResponse = "";
  turn.usage = usage;
  command.status = "completed";
  usage.input_tokens++;
}

export const options: CodexOptions = {};
options.apiKey = "key";

export const threadOptions: ThreadOptions = {};
threadOptions.sandboxMode = "read-only" satisfies SandboxMode;
threadOptions.approvalPolicy = "on-failure" satisfies ApprovalMode;
threadOptions.modelReasoningEffort = "persistent" satisfies ModelReasoningEffort;
threadOptions.webSearchMode = "live" satisfies WebSearchMode;

export const turnOptions: TurnOptions = {};
turnOptions.cyberAccessProgram = "daybreak_red" satisfies CyberAccessProgram;

const parts: UserInput[] = [{ type: "text", text: "look" }, { type: "local_image", path: "a.png" }];
export const inputs: Input[] = ["look", parts];
export const problem: ThreadError = { message: "no" };

export async function both(codex: Codex): Promise<[RunResult, RunStreamedResult]> {
  const thread: Thread = codex.startThread(threadOptions);
  return [await thread.run(parts, turnOptions), await thread.runStreamed("go", turnOptions)];
}

export const isThread = (value: unknown): value is Thread => value instanceof Thread;
export const isCodex = (value: unknown): value is Codex => value instanceof Codex;
