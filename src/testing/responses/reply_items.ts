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
  /** In how many pieces of about equal length the text is streamed, or the pieces themselves. Default 1. */
  readonly deltas?: number | readonly string[] | undefined;
  /** Milliseconds between two pieces: a model that writes slowly, or a moment to stop it in. Default 0. */
  readonly deltaMs?: number | undefined;
  /** `commentary` or `final_answer`. Default: not sent. `codex exec` drops it, the app-server reports it. */
  readonly phase?: string | undefined;
}

/**
 * Options of {@linkcode shell}.
 *
 * @category Offline model
 */
export interface ShellOptions {
  /** Working directory. Default: that of the turn. */
  readonly workdir?: string | undefined;
  /** Milliseconds after which Codex answers the model though the command still runs. Default: Codex's own, 10 s in 0.169. */
  readonly yieldMs?: number | undefined;
}

/**
 * Options of {@linkcode toolCall}.
 *
 * @category Offline model
 */
export interface ToolCallOptions {
  /** Namespace of the tool; for the tools of an MCP server `mcp__<server>`. Default: none. */
  readonly namespace?: string | undefined;
}

/**
 * The model says something.
 *
 * @param text What it says; may be empty.
 * @param options How it is streamed.
 * @returns An item for {@linkcode reply}.
 * @throws {TypeError} If `deltas` are given as text that does not add up to `text`.
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
 * The model shows what it thought.
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
 * The model asks for a shell command, through whichever tool the request offers for that (`exec` in code mode,
 * `exec_command`, `shell_command` or `shell`).
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
 * The model asks to apply a patch, through whichever tool the request offers for that.
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
 * The model updates its plan. Codex 0.169 offers the tool for it only with `--config tools.update_plan.enabled=true`.
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
 * The API has searched the web.
 *
 * @param query What was searched for, or another action.
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
 * The model calls any tool, offered or not. One that is not offered is sent all the same; a model in code mode then calls it from
 * its JavaScript.
 *
 * @param name Name of the tool.
 * @param args An object for function tools, a string for custom tools (or for malformed arguments on purpose).
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
 * Any output item, sent as it is: item types without a builder, and item types that Codex does not know.
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
 * Nothing is sent for a while.
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
