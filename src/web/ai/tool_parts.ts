/**
 * The tool parts of one message.
 *
 * @module
 */
import { jsonOf } from "../../core/base/json.ts";
import type { LiveItem } from "../../core/vocabulary/live_items.ts";
import type { ToolInputChunk, ToolMetadata, UIMessageChunk } from "./chunks.ts";
import { outputSoFar, toolCall, type ToolOutcome, toolOutcome } from "./tool_items.ts";

/** How many characters of a running tool's output are shown before it ends: the last ones. */
const TAIL = 8192;

/** What a tool ends with when its turn does. */
const CUT_OFF = "The turn ended before the tool did.";

/** A question about a tool. */
export interface ToolQuestion {
  /** The question's id. */
  readonly id: string;
  /** What it is about: `command`, `file_change`, … */
  readonly kind: string;
  /** The item that waits for the answer, or null. */
  readonly itemId?: string | null;
}

interface OpenTool {
  readonly callId: string;
  readonly type: string;
  /** The part as it began, with its latest input. */
  begun: ToolInputChunk;
  /** The end of what it has said. */
  tail: string;
  /** The question that waits for an answer, or null. */
  question: string | null;
  /** The last answer, or null. */
  isApproved: boolean | null;
}

/** The tools of one message that have begun and not ended. */
export class ToolParts {
  readonly #open: Map<string, OpenTool> = new Map();
  readonly #prefix: string;

  /** @param turnId The turn, which makes the ids of its calls unique in a chat; or null. */
  constructor(turnId: string | null) {
    this.#prefix = turnId === null ? "" : `${turnId}/`;
  }

  /** Whether a tool runs. */
  get isRunning(): boolean {
    return this.#open.size > 0;
  }

  /** Whether an item is the call of a tool that runs. */
  has(itemId: string): boolean {
    return this.#open.has(itemId);
  }

  /** A call begins, or its input has changed. */
  begin(item: LiveItem): UIMessageChunk[] {
    const call = toolCall(item);
    if (call === null) return [];
    const { name, title, input, server, tool } = call;
    const toolMetadata: ToolMetadata = {
      type: item.type,
      itemId: item.id,
      ...(server === undefined ? {} : { server }),
      ...(tool === undefined ? {} : { tool }),
    };
    return this.#input(item.id, item.type, { name, title, input, toolMetadata });
  }

  /** A running tool says something. */
  write(itemId: string, delta: string): UIMessageChunk[] {
    const open = this.#open.get(itemId);
    if (open === undefined) return [];
    // Progress of MCP tools arrives in lines.
    const between = open.type === "mcp_tool_call" && open.tail !== "" ? "\n" : "";
    open.tail = (open.tail + between + delta).slice(-TAIL);
    // An output would replace the question.
    return open.question === null ? [preliminary(open)] : [];
  }

  /** A call has ended. */
  complete(item: LiveItem): UIMessageChunk[] {
    const outcome = toolOutcome(item);
    const asked = this.#open.get(item.id);
    // Somebody has answered, and nobody reported it.
    const answer = asked === undefined || asked.question === null
      ? []
      : [response(asked, !("declined" in outcome))];
    const begun = this.begin(item);
    const open = this.#open.get(item.id);
    this.#open.delete(item.id);
    return open === undefined ? answer : [...answer, ...begun, ...last(open, outcome, item)];
  }

  /** The user is asked. A question about nothing that an item shows gets a part of its own. */
  ask(question: ToolQuestion): UIMessageChunk[] {
    const { id, kind } = question;
    const itemId = question.itemId ?? id;
    const own = this.#open.has(itemId) ? [] : this.#input(itemId, kind, {
      name: kind,
      title: "Permission",
      input: question,
      toolMetadata: { type: kind, itemId },
    });
    const open = this.#open.get(itemId) as OpenTool;
    open.question = id;
    return [...own, { type: "tool-approval-request", approvalId: id, toolCallId: open.callId }];
  }

  /** A question has been answered, or no longer needs an answer. */
  answered(questionId: string, isApproved: boolean): UIMessageChunk[] {
    for (const [itemId, open] of this.#open) {
      if (open.question !== questionId) continue;
      const answer = response(open, isApproved);
      if (itemId !== questionId) return [answer];
      this.#open.delete(itemId);
      const { callId: toolCallId } = open;
      return [
        answer,
        isApproved
          ? { type: "tool-output-available", toolCallId, output: { status: "completed" } }
          : { type: "tool-output-denied", toolCallId },
      ];
    }
    return [];
  }

  /** Whatever is still running is reported in its present state, so that a page may send meanwhile. */
  pause(): UIMessageChunk[] {
    return [...this.#open.values()].flatMap((open): UIMessageChunk[] => {
      if (open.question !== null) return [];
      const output = outputSoFar(open.type, open.tail);
      return [{ type: "tool-output-available", toolCallId: open.callId, output }];
    });
  }

  /** The turn has ended, and with it everything that was running. */
  close(): UIMessageChunk[] {
    const chunks = [...this.#open.values()].flatMap((open): UIMessageChunk[] => {
      const { callId: toolCallId, question } = open;
      const answer = question === null ? [] : [response(open, false)];
      const end = ended(open, { type: "tool-output-error", toolCallId, errorText: CUT_OFF });
      return [...answer, ...end];
    });
    this.#open.clear();
    return chunks;
  }

  #input(
    itemId: string,
    type: string,
    call: {
      readonly name: string;
      readonly title: string;
      readonly input: unknown;
      readonly toolMetadata: ToolMetadata;
    },
  ): UIMessageChunk[] {
    const { name: toolName, title, toolMetadata } = call;
    const callId = this.#prefix + itemId;
    const begun: ToolInputChunk = {
      type: "tool-input-available",
      toolCallId: callId,
      toolName,
      input: call.input ?? null,
      providerExecuted: true,
      dynamic: true,
      title,
      toolMetadata,
    };
    const open = this.#open.get(itemId);
    if (open === undefined) {
      const state = { tail: "", question: null, isApproved: null };
      this.#open.set(itemId, { callId, type, begun, ...state });
      return [begun];
    }
    // An input would replace the question; it is sent at the end.
    if (open.question !== null) return [];
    if (jsonOf(open.begun) === jsonOf(begun)) return [];
    open.begun = begun;
    return [begun];
  }
}

function preliminary({ callId, type, tail }: OpenTool): UIMessageChunk {
  return {
    type: "tool-output-available",
    toolCallId: callId,
    output: outputSoFar(type, tail),
    preliminary: true,
  };
}

/** The answer to the question that a tool waits for. */
function response(open: OpenTool, isApproved: boolean): UIMessageChunk {
  const approvalId = open.question ?? "";
  open.question = null;
  open.isApproved = isApproved;
  return { type: "tool-approval-response", approvalId, approved: isApproved };
}

/** How a call ended. */
function last(open: OpenTool, outcome: ToolOutcome, { type }: LiveItem): UIMessageChunk[] {
  const { callId: toolCallId } = open;
  if ("output" in outcome) {
    const { output } = outcome;
    const done: UIMessageChunk = { type: "tool-output-available", toolCallId, output };
    const { status } = Object(output) as { readonly status?: unknown };
    return type === "command_execution" && status !== "completed" ? ended(open, done) : [done];
  }
  const errorText = "error" in outcome ? outcome.error : "Declined.";
  return ended(open, { type: "tool-output-error", toolCallId, errorText });
}

/** The chunk, or a denial if the user refused. */
function ended(open: OpenTool, chunk: UIMessageChunk): UIMessageChunk[] {
  if (open.isApproved !== false) return [chunk];
  const denied: UIMessageChunk = { type: "tool-output-denied", toolCallId: open.callId };
  // For `ai`, a refused call has no output, and only an input removes one.
  return open.tail === "" ? [denied] : [open.begun, denied];
}
