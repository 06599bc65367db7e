/**
 * What a fake Codex does: plain data, made by builders.
 *
 * @module
 */
import { checkAmount, checkList, checkNames, checkText } from "../../core/options/arguments.ts";
import { quoted } from "../../core/base/plain_text.ts";
import { kindOf } from "../../core/base/words.ts";
import type { ThreadEvent, UnknownEvent, Usage } from "../../core/vocabulary/events.ts";
import type {
  AgentMessageItem,
  CollabToolCallItem,
  CommandExecutionItem,
  ErrorItem,
  FileChangeItem,
  FileUpdateChange,
  McpToolCallItem,
  ReasoningItem,
  TodoListItem,
  WebSearchItem,
} from "../../core/vocabulary/items.ts";
import type {
  LiveAgentMessageItem,
  LiveCommandExecutionItem,
  LiveFileUpdateChange,
  LiveMcpToolCallItem,
  LiveReasoningItem,
} from "../../core/vocabulary/live_items.ts";
import { NO_USAGE } from "../../core/vocabulary/usage.ts";
import type { LiveOnlyItem } from "../../core/vocabulary/live_only_items.ts";

/**
 * An item that only the app-server reports, without its id. Over exec, the turn is refused.
 *
 * @category Fake Codex
 */
export type FakeLiveItem = LiveOnlyItem extends infer I
  ? I extends LiveOnlyItem ? Omit<I, "id"> : never
  : never;

/**
 * An item without its id; the fake counts `item_0`, `item_1`, … Over exec, fields that only live items
 * have are left out.
 *
 * @category Fake Codex
 */
export type FakeItem =
  | Omit<WebSearchItem, "id">
  | Omit<TodoListItem, "id">
  | Omit<CollabToolCallItem, "id">
  | Omit<ErrorItem, "id">
  | Omit<AgentMessageItem, "id"> & Partial<Pick<LiveAgentMessageItem, "phase">>
  | Omit<ReasoningItem, "id"> & Partial<Pick<LiveReasoningItem, "content">>
  | Omit<CommandExecutionItem, "id">
    & Partial<
      Pick<LiveCommandExecutionItem, "cwd" | "duration_ms" | "process_id">
    >
  | Omit<FileChangeItem, "id" | "changes"> & {
    changes: (FileUpdateChange & Partial<LiveFileUpdateChange>)[];
  }
  | Omit<McpToolCallItem, "id">
    & Partial<
      Pick<LiveMcpToolCallItem, "duration_ms" | "environment_id">
    >
  | FakeLiveItem;

/**
 * Something that a fake Codex does in a turn.
 *
 * @category Fake Codex
 */
export type FakeStep =
  | {
    /** An item begins, if its kind has a beginning, and ends. */
    readonly do: "item";
    readonly item: FakeItem;
    /** Over the app-server: the text in pieces. */
    readonly deltas: readonly string[];
    /** Over the app-server: asks for approval first. */
    readonly ask: FakeApproval | null;
  }
  | {
    /** Over exec: an event, sent as it is. */
    readonly do: "event";
    readonly event: ThreadEvent | UnknownEvent;
  }
  | {
    /** Over exec: a line, sent as it is. */
    readonly do: "line";
    readonly line: string;
  }
  | { readonly do: "stderr"; readonly text: string }
  | { readonly do: "delay"; readonly ms: number }
  | { readonly do: "fail"; readonly message: string }
  | { readonly do: "exit"; readonly code: number | null; readonly signal: string | null }
  | { readonly do: "cut" }
  | { readonly do: "hang" }
  | {
    /** A request to the model has been answered. */
    readonly do: "use";
    readonly usage: Partial<Usage>;
  }
  | { readonly do: "callTool"; readonly tool: string; readonly arguments: unknown };

/**
 * A request for approval that a fake app-server makes.
 *
 * @category Fake Codex
 */
export interface FakeApproval {
  /** The reason that Codex gives. */
  readonly reason?: string | undefined;
  /** For a command: the rule that it proposes. */
  readonly proposedAmendment?: readonly string[] | undefined;
  /** For a file change: where updated files are moved, by their paths. */
  readonly moves?: Readonly<Record<string, string>> | undefined;
}

/**
 * What a turn expects to be called with; anything else fails with a message that shows both.
 *
 * @category Fake Codex
 */
export interface FakeExpectation {
  /** The prompt: exactly this text, or one that the expression matches. */
  readonly prompt?: string | RegExp | undefined;
  /** Arguments that follow one another in this order, anywhere in the argv. */
  readonly args?: readonly string[] | undefined;
  /** The images' paths. */
  readonly images?: readonly string[] | undefined;
  /** The output schema. */
  readonly schema?: unknown;
}

/**
 * A turn of a fake Codex.
 *
 * @category Fake Codex
 */
export interface FakeTurn {
  /** The steps of the turn. */
  readonly steps: readonly FakeStep[];
  /**
   * The tokens that the turn uses, without those of `uses()`. Default: 42 in, 12 of them cached, 5 out, 3
   * of them reasoning; with `uses()`, none.
   */
  readonly usage?: Partial<Usage>;
  /** What it expects to be called with. */
  readonly expect?: FakeExpectation;
}

/** Whether a value of a script is a turn. */
export function isTurn(value: unknown): value is FakeTurn {
  return Array.isArray(Object(value).steps);
}

/**
 * Options of {@linkcode turn}, anywhere among its steps.
 *
 * @category Fake Codex
 */
export type FakeTurnOptions = Omit<FakeTurn, "steps">;

/**
 * Makes a turn: its steps in order, then `turn.completed`.
 *
 * @param parts Steps, items and options, in any position.
 * @returns The turn, for {@linkcode fakeCodex}.
 * @throws {TypeError} If a part is none of these, for example because of a misspelt name.
 * @category Fake Codex
 */
export function turn(...parts: readonly (FakeStep | FakeItem | FakeTurnOptions)[]): FakeTurn {
  const steps: FakeStep[] = [];
  let options: FakeTurnOptions = {};
  for (const [index, part] of parts.entries()) {
    if (typeof part !== "object" || part === null || Array.isArray(part)) {
      throw partError(index, part);
    }
    if ("do" in part) steps.push(part);
    else if ("type" in part) steps.push(step(part));
    else {
      checkNames("make a turn", part, ["usage", "expect"]);
      options = { ...options, ...part };
    }
  }
  const { usage = {}, expect = {} } = options;
  checkUsage("make a turn", usage);
  checkNames("make a turn", expect, ["prompt", "args", "images", "schema"], "expect");
  if (expect.args !== undefined) checkList("make a turn", "the expected args", expect.args);
  if (expect.images !== undefined) checkList("make a turn", "the expected images", expect.images);
  return { steps, ...options };
}

function checkUsage(act: string, usage: unknown): void {
  checkNames(act, usage, Object.keys(NO_USAGE), "usage");
  for (const [name, tokens] of Object.entries(Object(usage))) {
    if (tokens !== undefined) checkAmount(act, name, tokens);
  }
}

/**
 * Makes a turn from a recorded run: the unchanged output of `codex exec --json > run.jsonl`. For exec
 * only: over the app-server, which speaks another protocol, the turn is refused.
 *
 * @param jsonl The lines.
 * @returns The turn; it ends as the recording does.
 * @throws {TypeError} If there is nothing in it.
 * @category Fake Codex
 */
export function recorded(jsonl: string): FakeTurn {
  checkText("replay a recording", "it", jsonl);
  if (jsonl.trim() === "") throw new TypeError("Cannot replay a recording: it is empty");
  const steps = jsonl.split("\n").filter((line) => line.trim() !== "")
    .map((line): FakeStep => ({ do: "line", line }));
  const verdict = /^\{"type":"turn\.(completed|failed)"/m.exec(jsonl)?.[1];
  const code = verdict === "completed" ? 0 : 1;
  return { steps: [...steps, { do: "exit", code, signal: null }] };
}

/**
 * Over the app-server: streams the text of an agent message or reasoning, or the output of a command, in
 * pieces. `codex exec` does not report pieces.
 *
 * @param item The item.
 * @param deltas The pieces.
 * @category Fake Codex
 */
export function streamed(item: FakeItem, deltas: readonly string[]): FakeStep {
  checkList("stream an item", "its deltas", deltas);
  for (const delta of deltas) checkText("stream an item", "each delta", delta);
  return { ...step(item), deltas };
}

/**
 * Over the app-server: asks for approval before a command or file change. If refused, the item is
 * declined; if answered with "cancel", the turn is interrupted. `codex exec` does not ask,
 * nor does a thread whose approval policy is "never": the command runs.
 *
 * @param item The command or file change.
 * @param ask The contents of the request.
 * @throws {TypeError} If the item is neither.
 * @category Fake Codex
 */
export function asks(item: FakeItem, ask: FakeApproval = {}): FakeStep {
  const asking = step(item);
  if (item.type !== "command_execution" && item.type !== "file_change") {
    throw new TypeError(
      `Cannot ask for approval: ${
        quoted(item.type)
      } is neither a command_execution nor a file_change`,
    );
  }
  checkNames("ask for approval", ask, ["reason", "proposedAmendment", "moves"]);
  return { ...asking, ask };
}

/**
 * Calls a tool of the host, and records its answer. Over exec, the call is an `mcp_tool_call` item, as
 * with Codex.
 *
 * @param tool The tool's name.
 * @param args Its arguments.
 * @category Fake Codex
 */
export function callsTool(tool: string, args: unknown = {}): FakeStep {
  checkText("call a tool", "its name", tool);
  return { do: "callTool", tool, arguments: args };
}

/**
 * Ends a request to the model, which has used this many tokens. Live, it is reported (`turn.usage`); over
 * exec, it counts against the budget set by `maxTokens`. This lets a test reach `maxTokens` and
 * `maxRequests`.
 *
 * @param usage The tokens. Default: none.
 * @category Fake Codex
 */
export function uses(usage: Partial<Usage> = {}): FakeStep {
  checkUsage("use tokens", usage);
  return { do: "use", usage };
}

/**
 * Sends an event as it is, known or not. For exec only: over the app-server, the turn is refused.
 *
 * @param event The event.
 * @category Fake Codex
 */
export function event(event: ThreadEvent | UnknownEvent): FakeStep {
  return { do: "event", event };
}

/**
 * Sends a line as it is, JSON or not. For exec only: over the app-server, the turn is refused.
 *
 * @param line The line, without its line break.
 * @category Fake Codex
 */
export function line(line: string): FakeStep {
  checkText("write a line", "it", line);
  return { do: "line", line };
}

/**
 * Writes text to standard error.
 *
 * @param text The text.
 * @category Fake Codex
 */
export function stderr(text: string): FakeStep {
  checkText("write to stderr", "the text", text);
  return { do: "stderr", text };
}

/**
 * Waits for a while.
 *
 * @param ms Milliseconds.
 * @category Fake Codex
 */
export function delay(ms: number): FakeStep {
  checkAmount("wait", "the milliseconds", ms);
  return { do: "delay", ms };
}

/**
 * Makes the turn fail as Codex reports it: `error`, `turn.failed`, exit code 1.
 *
 * @param message The reason.
 * @category Fake Codex
 */
export function fails(message: string): FakeStep {
  checkText("fail", "the message", message);
  return { do: "fail", message };
}

/**
 * Ends the process here, without a verdict.
 *
 * @param code The exit code, or null with a signal.
 * @param signal The signal that ends it.
 * @category Fake Codex
 */
export function exits(code: number | null, signal: string | null = null): FakeStep {
  if (code !== null) checkAmount("exit", "the exit code", code);
  if (signal !== null) checkText("exit", "the signal", signal);
  return { do: "exit", code, signal };
}

/**
 * Ends the output here, without a verdict, with exit code 0.
 *
 * @category Fake Codex
 */
export function cut(): FakeStep {
  return { do: "cut" };
}

/**
 * Does nothing more until the process is ended.
 *
 * @category Fake Codex
 */
export function hangs(): FakeStep {
  return { do: "hang" };
}

function step(item: FakeItem): Extract<FakeStep, { do: "item" }> {
  const type: unknown = (item as FakeItem | null | undefined)?.type;
  if (typeof type !== "string") {
    throw new TypeError(
      `Cannot make a step: ${kindOf(item)} is not an item (item.agentMessage("…"))`,
    );
  }
  return { do: "item", item, deltas: [], ask: null };
}

function partError(index: number, part: unknown): TypeError {
  const hint = part === undefined
    ? "; a misspelt name gives undefined"
    : typeof part === "function"
    ? "; it must be called"
    : "";
  return new TypeError(
    `Cannot make a turn: part ${index + 1} is ${kindOf(part)}, and must be an item ` +
      `(item.agentMessage("…")), a step (fails("…")) or options ({ usage })${hint}`,
  );
}
