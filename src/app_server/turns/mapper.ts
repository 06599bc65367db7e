/**
 * Notifications of one turn to events.
 *
 * @module
 */
import type { ThreadEvent, Usage } from "../../core/vocabulary/events.ts";
import type { TodoListItem } from "../../core/vocabulary/items.ts";
import { NO_USAGE } from "../../core/vocabulary/usage.ts";
import type { LiveEvent } from "./events.ts";
import { closedItem, isMapped, mapItem, tellsStart } from "./map_item.ts";
import type { AppItem, AppTurnError, TokenUsage, TurnNotifications } from "../protocol/protocol.ts";

/** How a turn ended. */
export type TurnStatus = "completed" | "interrupted" | "failed";

/** Maps the notifications of one turn. */
export class TurnMapper {
  readonly #ids: Map<string, string> = new Map();
  readonly #open: Map<string, AppItem> = new Map();
  // What the deltas of open messages and reasonings have said: their items come only when complete.
  readonly #text: Map<string, string> = new Map();
  #reasoningPart = 0;
  #userMessages = 0;
  #plan: TodoListItem | null = null;
  #usage: Usage | null;
  #status: TurnStatus | null = null;

  /** @param usage What the thread had used before, or null where that is not known. */
  constructor(usage: Usage | null) {
    this.#usage = usage;
  }

  /** What the thread has used so far, or null where that is not known. */
  get usage(): Usage | null {
    return this.#usage;
  }

  /** What the thread had used before, where that is told only now. */
  usedBefore(usage: Usage): void {
    this.#usage ??= usage;
  }

  /** How the turn ended, or null while it runs. */
  get status(): TurnStatus | null {
    return this.#status;
  }

  /** An item under way, in the server's own form. */
  openItem(id: string): AppItem | undefined {
    return this.#open.get(id);
  }

  /** All of them. */
  openItems(): readonly AppItem[] {
    return [...this.#open.values()];
  }

  /** The id that an item has in the events; null where none has told of it. */
  itemId(rawId: string): string | null {
    return this.#ids.get(rawId) ?? null;
  }

  /** The events that a notification makes. Notifications that no event stands for make none. */
  map(method: string, params: unknown): LiveEvent[] {
    if (!Object.hasOwn(this.#mappers, method)) return [];
    const map = this.#mappers[method as keyof TurnNotifications] as (
      params: unknown,
    ) => LiveEvent[];
    return map(params);
  }

  readonly #mappers: {
    readonly [M in keyof TurnNotifications]: (params: TurnNotifications[M]) => LiveEvent[];
  } = {
    "turn/started": () => [{ type: "turn.started" }],
    "item/started": ({ item }) => this.#started(item),
    "item/completed": ({ item }) => this.#completed(item),
    "item/agentMessage/delta": ({ itemId, delta }) =>
      this.#textDelta(itemId, "agent_message", delta),
    "item/reasoning/summaryTextDelta": ({ itemId, delta, summaryIndex }) => {
      const newPart = summaryIndex > this.#reasoningPart;
      this.#reasoningPart = summaryIndex;
      return this.#textDelta(itemId, "reasoning", newPart ? `\n${delta}` : delta);
    },
    "item/commandExecution/outputDelta": ({ itemId, delta }) => [
      { type: "item.delta", item_id: this.#id(itemId), item_type: "command_execution", delta },
    ],
    "turn/diff/updated": ({ diff }) => [{ type: "turn.diff", diff }],
    "turn/plan/updated": (params) => this.#planned(params),
    "thread/tokenUsage/updated": ({ tokenUsage }) => {
      const total = mapUsage(tokenUsage.total);
      this.#usage = total;
      return [{ type: "turn.usage", total, last: mapUsage(tokenUsage.last) }];
    },
    error: ({ error, willRetry }) => {
      // The answer begins anew: what was written of it does not count, as with `exec`.
      if (willRetry) this.#dropText();
      return [{ type: "error", message: messageOf(error) }];
    },
    warning: ({ message }) => [this.#warning(message)],
    "turn/completed": ({ turn }) => this.#ended(turn.status, turn.error),
  };

  #started(item: AppItem): LiveEvent[] {
    const { type } = item as { type: string };
    if (type === "userMessage") {
      // Any but the first has steered the turn and cut what was being written.
      return this.#userMessages++ === 0 ? [] : this.#closeText();
    }
    if (!isMapped(item)) return [];
    this.#open.set(item.id, item);
    if (item.type === "reasoning") this.#reasoningPart = 0;
    if (!tellsStart(item)) return [];
    return [{ type: "item.started", item: mapItem(item, this.#id(item.id)) }];
  }

  #completed(item: AppItem): LiveEvent[] {
    if (!isMapped(item)) return [];
    this.#open.delete(item.id);
    this.#text.delete(item.id);
    // `exec` leaves out a reasoning without a summary too, and does not count it.
    if (item.type === "reasoning" && item.summary.join("\n") === "") return [];
    return [{ type: "item.completed", item: mapItem(item, this.#id(item.id)) }];
  }

  #textDelta(id: string, item_type: "agent_message" | "reasoning", delta: string): LiveEvent[] {
    this.#text.set(id, (this.#text.get(id) ?? "") + delta);
    return [{ type: "item.delta", item_id: this.#id(id), item_type, delta }];
  }

  #planned({ explanation, plan }: TurnNotifications["turn/plan/updated"]): LiveEvent[] {
    const first = this.#plan === null;
    const id: string = this.#plan?.id ?? this.#id("plan");
    const items = plan.map(({ step, status }) => ({
      text: step,
      completed: status === "completed",
    }));
    this.#plan = { id, type: "todo_list", items };
    const steps = plan.map(({ step, status }) => ({
      text: step,
      status: status === "inProgress" ? "in_progress" as const : status,
    }));
    return [
      { type: "turn.plan", explanation, steps },
      { type: first ? "item.started" : "item.updated", item: this.#plan },
    ];
  }

  #warning(message: string): ThreadEvent {
    const id = this.#id(`warning ${this.#ids.size}`);
    return { type: "item.completed", item: { id, type: "error", message } };
  }

  #ended(status: string, error: AppTurnError | null): LiveEvent[] {
    this.#status = status === "completed" || status === "failed" ? status : "interrupted";
    const events: LiveEvent[] = [];
    if (this.#status === "interrupted" || this.#userMessages > 1) this.#closeAll(events);
    if (this.#plan !== null) events.push({ type: "item.completed", item: this.#plan });
    if (this.#status === "completed") {
      events.push({ type: "turn.completed", usage: { ...this.#usage ?? NO_USAGE } });
    } else if (this.#status === "failed") {
      events.push({
        type: "turn.failed",
        error: { message: error ? messageOf(error) : "Codex gave no reason" },
      });
    } else events.push({ type: "turn.interrupted" });
    return events;
  }

  /** Completes the texts that were cut short, with what there is of them. */
  #closeText(): LiveEvent[] {
    const events: LiveEvent[] = [];
    for (const [rawId, item] of this.#open) {
      const text = this.#text.get(rawId);
      if (tellsStart(item)) continue;
      this.#open.delete(rawId);
      this.#text.delete(rawId);
      if (text === undefined) continue;
      const type = item.type === "reasoning" ? "reasoning" : "agent_message";
      events.push({ type: "item.completed", item: { id: this.#id(rawId), type, text } });
    }
    return events;
  }

  /** One by one: there may be more than a call takes arguments. */
  #closeAll(events: LiveEvent[]): void {
    for (const event of this.#closeText()) events.push(event);
    for (const [rawId, item] of this.#open) {
      events.push({
        type: "item.completed",
        item: closedItem(mapItem(item, this.#id(rawId))),
      });
    }
    this.#open.clear();
  }

  #dropText(): void {
    for (const [rawId, item] of this.#open) {
      if (!tellsStart(item)) this.#open.delete(rawId);
    }
    this.#text.clear();
  }

  /** `item_N`, counted in the order of the events, as `exec` does. */
  #id(rawId: string): string {
    let id = this.#ids.get(rawId);
    if (id === undefined) this.#ids.set(rawId, id = `item_${this.#ids.size}`);
    return id;
  }
}

/** What the thread has used so far, of `thread/tokenUsage/updated`. */
export function threadUsage({ tokenUsage }: { readonly tokenUsage?: unknown }): Usage {
  return mapUsage((tokenUsage as { readonly total: TokenUsage }).total);
}

/** Token counts in the words of `exec`. */
export function mapUsage(usage: TokenUsage): Usage {
  return {
    input_tokens: usage.inputTokens,
    cached_input_tokens: usage.cachedInputTokens,
    cache_write_input_tokens: usage.cacheWriteInputTokens ?? 0,
    output_tokens: usage.outputTokens,
    reasoning_output_tokens: usage.reasoningOutputTokens,
  };
}

/** The message as `exec` words it. */
function messageOf({ message, additionalDetails }: AppTurnError): string {
  return additionalDetails ? `${message} (${additionalDetails})` : message;
}
