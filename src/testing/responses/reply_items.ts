import { checkAmount, checkList, checkNames, checkText } from "../../core/options/arguments.ts";
import type {
  MessageItem,
  PatchItem,
  PauseItem,
  PlanItem,
  PlanStep,
  RawItem,
  ReasoningItem,
  ShellItem,
  ToolCallItem,
  WebSearchAction,
  WebSearchItem,
} from "./reply_types.ts";

/**
 * Options of {@linkcode message}.
 *
 * @category Offline model
 */
export interface MessageOptions {
  /**
   * The number of pieces of about equal length in which the text is streamed, or the pieces themselves.
   * Default 1.
   */
  readonly deltas?: number | readonly string[] | undefined;
  /** Milliseconds between two pieces, for a slow model or to leave time to stop it. Default 0. */
  readonly deltaMs?: number | undefined;
  /**
   * `commentary` or `final_answer`. Default: not sent. `codex exec` drops it; the app-server reports it.
   */
  readonly phase?: string | undefined;
}

/**
 * Options of {@linkcode shell}.
 *
 * @category Offline model
 */
export interface ShellOptions {
  /** Working directory. Default: the turn's. */
  readonly workdir?: string | undefined;
  /**
   * Milliseconds after which Codex answers the model even if the command is still running. Default:
   * Codex's own, 10 s in 0.169.
   */
  readonly yieldMs?: number | undefined;
}

/**
 * Options of {@linkcode toolCall}.
 *
 * @category Offline model
 */
export interface ToolCallOptions {
  /** The tool's namespace; for tools of an MCP server, `mcp__<server>`. Default: none. */
  readonly namespace?: string | undefined;
}

/**
 * Makes the model say something.
 *
 * @param text What it says; may be empty.
 * @param options How it is streamed.
 * @returns An item for {@linkcode reply}.
 * @throws {TypeError} If `deltas` is a list of pieces that do not add up to `text`.
 * @category Offline model
 */
export function message(text: string, options: MessageOptions = {}): MessageItem {
  checkText("make a message", "its text", text);
  checkNames("make a message", options, ["deltas", "deltaMs", "phase"]);
  const { deltas = 1, ...rest } = options;
  if (typeof deltas === "number") checkAmount("make a message", "deltas", deltas);
  else checkList("make a message", "deltas", deltas);
  if (rest.deltaMs !== undefined) checkAmount("make a message", "deltaMs", rest.deltaMs);
  const pieces = typeof deltas === "number" ? split(text, deltas) : deltas;
  if (pieces.join("") !== text) {
    throw new TypeError("Cannot make a message: its deltas differ from its text");
  }
  return { kind: "message", text, deltas: pieces, ...rest };
}

/**
 * Makes the model show its reasoning.
 *
 * @param summary The summary, or its parts.
 * @returns An item for {@linkcode reply}.
 * @category Offline model
 */
export function reasoning(summary: string | readonly string[]): ReasoningItem {
  if (typeof summary !== "string") checkList("make a reasoning", "its summary", summary);
  return { kind: "reasoning", summary: typeof summary === "string" ? [summary] : summary };
}

/**
 * Makes the model request a shell command, through whichever tool the request offers for it (`exec` in
 * code mode, `exec_command`, `shell_command` or `shell`).
 *
 * @param command The command line.
 * @param options Where it runs and how long Codex waits for it.
 * @returns An item for {@linkcode reply}.
 * @category Offline model
 */
export function shell(command: string, options: ShellOptions = {}): ShellItem {
  checkText("ask for a command", "the command", command);
  checkNames("ask for a command", options, ["workdir", "yieldMs"]);
  return { kind: "shell", command, ...options };
}

/**
 * Makes the model request a patch, through whichever tool the request offers for it.
 *
 * @param text The patch, from `*** Begin Patch` to `*** End Patch`.
 * @returns An item for {@linkcode reply}.
 * @category Offline model
 */
export function patch(text: string): PatchItem {
  checkText("ask for a patch", "the patch", text);
  return { kind: "patch", patch: text };
}

/**
 * Makes the model update its plan. Codex 0.169 offers the tool for this only with `--config
 * tools.update_plan.enabled=true`.
 *
 * @param steps The whole plan; a string is a pending step.
 * @returns An item for {@linkcode reply}.
 * @category Offline model
 */
export function plan(steps: readonly (string | PlanStep)[]): PlanItem {
  checkList("make a plan", "its steps", steps);
  const all = steps.map((step): PlanStep =>
    typeof step === "string" ? { step, status: "pending" } : step
  );
  return { kind: "plan", steps: all };
}

/**
 * Makes the API report a web search.
 *
 * @param query The search query, or another action.
 * @returns An item for {@linkcode reply}.
 * @category Offline model
 */
export function webSearch(query: string | WebSearchAction): WebSearchItem {
  if (typeof query !== "string") {
    checkNames("make a web search", query, ["type", "query", "queries", "url", "pattern"], "it");
  }
  return {
    kind: "web_search",
    action: typeof query === "string" ? { type: "search", query } : query,
  };
}

/**
 * Makes the model call any tool, offered or not. A tool that is not offered is called all the same; a
 * model in code mode calls it from its JavaScript.
 *
 * @param name Name of the tool.
 * @param args An object for function tools, a string for custom tools (or for deliberately malformed
 * arguments).
 * @param options The namespace.
 * @returns An item for {@linkcode reply}.
 * @category Offline model
 */
export function toolCall(name: string, args: unknown, options: ToolCallOptions = {}): ToolCallItem {
  checkText("call a tool", "its name", name);
  checkNames("call a tool", options, ["namespace"]);
  return { kind: "tool_call", name, args, ...options };
}

/**
 * Makes any output item, sent as it is: for item types without a builder, or that Codex does not know.
 *
 * @param item The item as the Responses API would send it.
 * @returns An item for {@linkcode reply}.
 * @category Offline model
 */
export function rawItem(item: Readonly<Record<string, unknown>>): RawItem {
  checkText("make an item", "its type", Object(item).type);
  return { kind: "raw", item };
}

/**
 * Makes the stream pause.
 *
 * @param ms Milliseconds.
 * @returns An item for {@linkcode reply}.
 * @category Offline model
 */
export function pause(ms: number): PauseItem {
  checkAmount("pause", "the milliseconds", ms);
  return { kind: "pause", ms };
}

/** Cuts between code points: half a surrogate pair cannot be sent as UTF-8. */
function split(text: string, count: number): readonly string[] {
  const points = [...text];
  const size = Math.max(1, Math.ceil(points.length / Math.max(1, count)));
  const pieces: string[] = [];
  for (let at = 0; at < points.length; at += size) {
    pieces.push(points.slice(at, at + size).join(""));
  }
  return pieces;
}
