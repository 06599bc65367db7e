/**
 * The parts of one message, from the items and questions of its turn.
 *
 * @module
 */
import type { ItemDeltaEvent } from "../../app_server/events/live_events.ts";
import type { LiveItem } from "../../core/vocabulary/live_items.ts";
import type { TodoListItem } from "../../core/vocabulary/items.ts";
import type { UIMessageChunk } from "./chunks.ts";
import { TextParts } from "./text_parts.ts";
import { toolCall } from "./tool_items.ts";
import { ToolParts, type ToolQuestion } from "./tool_parts.ts";

/** The questions that are answered with yes or no. */
const APPROVALS: ReadonlySet<string> = new Set([
  "command",
  "file_change",
  "mcp_tool",
  "permissions",
]);

/** Whether yes or no answers a question. */
export function isApproval({ kind }: ToolQuestion): boolean {
  return APPROVALS.has(kind);
}

/** Items that begin with a delta, or with nothing. */
const WRITTEN: ReadonlySet<string> = new Set(["agent_message", "reasoning", "plan"]);

/** The steps of a plan. */
type Steps = readonly { readonly text: string; readonly status: string }[];

/** The parts of one message. */
export class MessageParts {
  readonly #texts: TextParts = new TextParts();
  readonly #tools: ToolParts;
  readonly #questions: Map<string, ToolQuestion> = new Map();
  #hasPlan = false;
  #userMessages = 0;

  /** @param turnId The turn, or null. */
  constructor(turnId: string | null) {
    this.#tools = new ToolParts(turnId);
  }

  /** Whether a part has begun and not ended. */
  get isBusy(): boolean {
    return this.#tools.isRunning || this.#texts.isWriting;
  }

  /** An item begins, or has changed. */
  begun(item: LiveItem): UIMessageChunk[] {
    if (item.type === "todo_list") return this.#todoList(item);
    if (toolCall(item) !== null) return this.#tools.begin(item);
    // The turn's input is already in the chat; what it is steered with may not be.
    if (item.type === "user_message" && this.#userMessages++ === 0) return [];
    return WRITTEN.has(item.type) ? [] : [data("item", item.id, item)];
  }

  /** An item has ended. */
  completed(item: LiveItem): UIMessageChunk[] {
    const { id: itemId } = item;
    switch (item.type) {
      case "agent_message": {
        const meta = { itemId, ...(item.phase ? { phase: item.phase } : {}) };
        return this.#texts.complete(itemId, "text", meta, item.text);
      }
      case "plan":
        return this.#texts.complete(itemId, "text", { itemId }, item.text);
      case "reasoning": {
        // Over exec there is only a summary.
        const raw = (item.content ?? []).join("\n");
        return [
          ...(item.text === ""
            ? []
            : this.#texts.complete(itemId, "reasoning", { itemId }, item.text)),
          ...(raw === "" ? [] : this.#texts.complete(rawKey(itemId), "reasoning", {
            itemId,
            raw: true,
          }, raw)),
        ];
      }
      case "todo_list":
        return this.#todoList(item);
      case "user_message":
        return [];
      default:
        if (toolCall(item) !== null) return this.#tools.complete(item);
        return [data("item", itemId, item)];
    }
  }

  /** A part of an item's text arrives. */
  delta({ item_id: itemId, item_type, delta, raw }: ItemDeltaEvent): UIMessageChunk[] {
    switch (item_type) {
      case "agent_message":
      case "plan":
        return this.#texts.delta(itemId, "text", { itemId }, delta);
      case "reasoning":
        return raw
          ? this.#texts.delta(rawKey(itemId), "reasoning", { itemId, raw }, delta)
          : this.#texts.delta(itemId, "reasoning", { itemId }, delta);
      default:
        return this.#tools.write(itemId, delta);
    }
  }

  /** The plan. */
  plan(explanation: string | null, steps: Steps): UIMessageChunk[] {
    this.#hasPlan = true;
    return [data("plan", "plan", { explanation, steps })];
  }

  /** Everything that the turn has changed. */
  diff(diff: string): UIMessageChunk[] {
    return [data("diff", "diff", { diff })];
  }

  /** A question is asked. */
  asked(question: ToolQuestion): UIMessageChunk[] {
    const { id } = question;
    this.#questions.set(id, question);
    const asked = isApproval(question) ? this.#tools.ask(question) : [];
    return [data("question", id, question), ...asked];
  }

  /** A question no longer needs an answer. */
  resolved(id: string, by: string, decision: string | null): UIMessageChunk[] {
    const question = this.#questions.get(id);
    if (question === undefined) return [];
    this.#questions.delete(id);
    const isApproved = decision?.startsWith("accept") ?? false;
    const resolved = data("question", id, { ...question, resolved: { by, decision } });
    return [resolved, ...this.#tools.answered(id, isApproved)];
  }

  /** What is being written does not count. */
  discard(): UIMessageChunk[] {
    return this.#texts.discard();
  }

  /** The message stops here, and goes on in another stream. */
  pause(): UIMessageChunk[] {
    return [...this.#texts.pause(), ...this.#tools.pause()];
  }

  /** The turn has ended, and with it all that has begun. */
  close(): UIMessageChunk[] {
    return [...this.#texts.close(), ...this.#tools.close()];
  }

  /** A to-do list as the plan, unless something says more about the plan. */
  #todoList({ items }: TodoListItem): UIMessageChunk[] {
    if (this.#hasPlan) return [];
    const steps = items.map(({ text, completed }) => ({
      text,
      status: completed ? "completed" : "pending",
    }));
    return [data("plan", "plan", { explanation: null, steps })];
  }
}

function rawKey(itemId: string): string {
  return `${itemId}/raw`;
}

function data(name: string, id: string, data: unknown): UIMessageChunk {
  return { type: `data-${name}`, id, data };
}
