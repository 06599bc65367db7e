/**
 * Maps the notifications of one turn to events.
 *
 * @module
 */
import type { Usage } from "../../core/vocabulary/events.ts";
import type { LiveItem } from "../../core/vocabulary/live_items.ts";
import { NO_USAGE } from "../../core/vocabulary/usage.ts";
import type { TurnError } from "../protocol/common.ts";
import type { Item } from "../protocol/items.ts";
import type { ItemDeltaEvent, LiveEvent } from "./live_events.ts";
import { anyItem, isSilent } from "./items/any_item.ts";
import { liveFailure } from "./failure.ts";
import { fileChange } from "./items/item_parts.ts";
import { isMapped, summaryOf, tellsStart } from "./items/map_item.ts";
import { mapUsage } from "./map_usage.ts";
import { OpenItems } from "./open_items.ts";
import { isOfTurn, type TurnNotifications } from "./turn_notifications.ts";
import { TurnPlan } from "./turn_plan.ts";

/** How a turn ended. */
export type TurnStatus = "completed" | "interrupted" | "failed";

type DeltaType = ItemDeltaEvent["item_type"];

/** Maps the notifications of one turn. */
export class TurnMapper {
  readonly #ids: Map<string, string> = new Map();
  #numbered = 0;
  readonly #open: OpenItems = new OpenItems((item) => this.#itemId(item));
  readonly #plan: TurnPlan = new TurnPlan(() => this.#id("plan"));
  // The items with missing text, until a delta has reported the gap.
  readonly #gaps: Set<string> = new Set();
  // Whether there may be open items that were never reported, and those that have been reported since.
  #missed = false;
  readonly #told: Set<string> = new Set();
  // The part that the reasoning has come to, of its summary and of itself.
  #part = { summary: 0, content: 0 };
  #userMessages = 0;
  #usage: Usage | null;
  #status: TurnStatus | null = null;

  /** @param usage What the thread had used before, or null if unknown. */
  constructor(usage: Usage | null) {
    this.#usage = usage;
  }

  /** What the thread has used so far, or null if unknown. */
  get usage(): Usage | null {
    return this.#usage;
  }

  /** Sets what the thread had used before the turn, or null if unknown. */
  startsFrom(usage: Usage | null): void {
    this.#usage = usage;
  }

  /** Sets what the thread had used before, if that is reported only later. */
  usedBefore(usage: Usage): void {
    this.#usage ??= usage;
  }

  /** Sets what the thread had used by the end of a turn whose end was missed. */
  usedSoFar(usage: Usage): void {
    this.#usage = usage;
  }

  /** Notes that something of the turn was missed: the text of the open items has a gap. */
  missed(): void {
    this.#missed = true;
    for (const { id } of this.#open.all()) this.#gaps.add(id);
  }

  /** How the turn ended, or null while it runs. */
  get status(): TurnStatus | null {
    return this.#status;
  }

  /** An open item, in the server's own form. */
  openItem(id: string): Item | undefined {
    return this.#open.get(id);
  }

  /** All open items. */
  openItems(): readonly Item[] {
    return this.#open.all();
  }

  /** The id of an item in the events; null if no event has mentioned it. */
  itemId(rawId: string): string | null {
    return this.#ids.get(rawId) ?? (this.#open.get(rawId) === undefined ? null : rawId);
  }

  /**
   * Maps a notification to events. One about the turn that this version does not know is passed through
   * unchanged, with its method as `type`.
   */
  map(method: string, params: unknown): LiveEvent[] {
    if (!Object.hasOwn(this.#mappers, method)) {
      if (!isOfTurn(method, params)) return [];
      return [{ ...params, type: method } as unknown as LiveEvent];
    }
    const map = this.#mappers[method as keyof TurnNotifications] as (
      params: unknown,
    ) => LiveEvent[];
    return map(params);
  }

  readonly #mappers: {
    readonly [M in keyof TurnNotifications]: (params: TurnNotifications[M]) => LiveEvent[];
  } = {
    "turn/started": ({ turn }) => [{ type: "turn.started", turn_id: turn.id }],
    "item/started": ({ item }) => this.#started(item),
    "item/completed": ({ item }) => this.#completed(item),
    "item/agentMessage/delta": ({ itemId, delta }) =>
      this.#textDelta({ type: "agentMessage", id: itemId, text: "" }, "agent_message", delta),
    "item/plan/delta": ({ itemId, delta }) => {
      this.#open.write(itemId, delta);
      // Its item keeps the server's id.
      const gap = this.#gap(itemId);
      this.#addMissed({ type: "plan", id: itemId, text: "" });
      return [{ type: "item.delta", item_id: itemId, item_type: "plan", delta, ...gap }];
    },
    "item/reasoning/summaryTextDelta": ({ itemId, delta, summaryIndex }) => {
      const item: Item = { type: "reasoning", id: itemId, summary: [] };
      return this.#textDelta(item, "reasoning", this.#ofPart("summary", summaryIndex, delta));
    },
    "item/reasoning/textDelta": ({ itemId, delta: text, contentIndex }) => {
      this.#open.writeContent(itemId, contentIndex, text);
      // It keeps the server's id, also if a summary follows, unless one came before.
      const item_id = this.#ids.get(itemId) ?? itemId;
      this.#ids.set(itemId, item_id);
      const delta = this.#ofPart("content", contentIndex, text);
      const gap = this.#gap(itemId);
      this.#addMissed({ type: "reasoning", id: itemId, summary: [] });
      return [{ type: "item.delta", item_id, item_type: "reasoning", delta, raw: true, ...gap }];
    },
    "item/commandExecution/outputDelta": ({ itemId, delta }) => [
      this.#delta(itemId, "command_execution", delta),
    ],
    "item/fileChange/outputDelta": ({ itemId, delta }) => [
      this.#delta(itemId, "file_change", delta),
    ],
    "item/fileChange/patchUpdated": ({ itemId, changes }) => [{
      type: "item.updated",
      item: {
        id: this.#id(itemId),
        type: "file_change",
        changes: changes.map(fileChange),
        status: "in_progress",
      },
    }],
    "item/mcpToolCall/progress": ({ itemId, message }) => [
      this.#delta(itemId, "mcp_tool_call", message),
    ],
    "turn/diff/updated": ({ diff }) => [{ type: "turn.diff", diff }],
    "turn/plan/updated": (params) => this.#plan.update(params),
    "thread/tokenUsage/updated": ({ tokenUsage }) => {
      const total = mapUsage(tokenUsage.total);
      this.#usage = total;
      const context_window = tokenUsage.modelContextWindow ?? null;
      return [{ type: "turn.usage", total, last: mapUsage(tokenUsage.last), context_window }];
    },
    error: ({ error, willRetry }) => {
      // The answer starts over: what was written so far does not count, as with `exec`.
      if (willRetry) this.#open.dropText();
      return [{ type: "error", ...liveFailure(error), will_retry: willRetry }];
    },
    warning: ({ message }) => {
      const id = this.#id(`warning ${this.#ids.size}`);
      return [{ type: "item.completed", item: { id, type: "error", message } }];
    },
    "turn/completed": ({ turn }) => this.#ended(turn.id, turn.status, turn.error ?? null),
  };

  #started(item: Item): LiveEvent[] {
    // Every user message but the first has steered the turn and cut off what was being written.
    const cuts = item.type === "userMessage" && this.#userMessages++ > 0;
    const cut = cuts ? this.#open.closeText() : [];
    this.#open.add(item);
    if (item.type === "reasoning") this.#part = { summary: 0, content: 0 };
    if (!tellsStart(item)) return cut;
    return [...cut, { type: "item.started", item: this.#item(item) }];
  }

  #completed(item: Item): LiveEvent[] {
    // Its start was missed.
    if (item.type === "userMessage" && this.#open.get(item.id) === undefined) this.#userMessages++;
    this.#open.remove(item.id);
    this.#gaps.delete(item.id);
    const made = this.#item(item);
    if (isSilent(made) && !this.#ids.has(item.id)) return [];
    return [{ type: "item.completed", item: made }];
  }

  /** Text of a part of the reasoning: a new part begins with a line feed. */
  #ofPart(of: "summary" | "content", index: number, delta: string): string {
    const isNew = index > this.#part[of];
    this.#part[of] = index;
    return isNew ? `\n${delta}` : delta;
  }

  /** @param item The item, if its start was missed. */
  #textDelta(item: Item, item_type: DeltaType, delta: string): LiveEvent[] {
    this.#open.write(item.id, delta);
    const event = this.#delta(item.id, item_type, delta);
    this.#addMissed(item);
    return [event];
  }

  /** Opens an item whose start was missed: if the turn is interrupted, nobody else completes it. */
  #addMissed(item: Item): void {
    if (this.#missed && this.#open.get(item.id) === undefined) this.#open.add(item);
  }

  #delta(id: string, item_type: DeltaType, delta: string): ItemDeltaEvent {
    return { type: "item.delta", item_id: this.#id(id), item_type, delta, ...this.#gap(id) };
  }

  #gap(id: string): { readonly gap?: true } {
    if (!this.#missed) return {};
    // The first delta of an item whose start was missed.
    if (this.#open.get(id) === undefined && !this.#told.has(id)) this.#gaps.add(id);
    this.#told.add(id);
    return this.#gaps.delete(id) ? { gap: true } : {};
  }

  #ended(turn_id: string, status: string, error: TurnError | null): LiveEvent[] {
    this.#status = status === "completed" || status === "failed" ? status : "interrupted";
    const cut = this.#status === "interrupted" || this.#userMessages > 1;
    const events = [...cut ? this.#open.closeAll() : [], ...this.#plan.end()];
    if (this.#status === "completed") {
      return [...events, {
        type: "turn.completed",
        turn_id,
        usage: { ...this.#usage ?? NO_USAGE },
      }];
    }
    if (this.#status === "interrupted") return [...events, { type: "turn.interrupted", turn_id }];
    const failure = liveFailure(error ?? { message: "Codex gave no reason" });
    return [...events, { type: "turn.failed", turn_id, error: { ...failure, will_retry: false } }];
  }

  #item(item: Item): LiveItem {
    return anyItem(item, this.#itemId(item));
  }

  /** An item that `exec` does not report, such as reasoning without a summary, keeps the server's id. */
  #itemId(item: Item): string {
    const told = isMapped(item) && !(item.type === "reasoning" && summaryOf(item) === "");
    return told ? this.#id(item.id) : this.#ids.get(item.id) ?? item.id;
  }

  /** `item_N`, counted in the order of the events, as `exec` does. */
  #id(rawId: string): string {
    let id = this.#ids.get(rawId);
    if (id === undefined) this.#ids.set(rawId, id = `item_${this.#numbered++}`);
    return id;
  }
}
