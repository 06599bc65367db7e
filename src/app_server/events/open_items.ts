/**
 * The items of a turn that have begun but not ended, and their text so far. Some never end.
 *
 * @module
 */
import type { Item } from "../protocol/items.ts";
import type { LiveEvent } from "./live_events.ts";
import { anyItem } from "./items/any_item.ts";
import { closedItem, tellsStart } from "./items/map_item.ts";
import type { LiveItem } from "../../core/vocabulary/live_items.ts";

/** The open items of a turn. */
export class OpenItems {
  readonly #items: Map<string, Item> = new Map();
  // The text of messages, plans and summaries so far, and the parts of reasoning: their items arrive only
  // when complete.
  readonly #text: Map<string, string> = new Map();
  readonly #content: Map<string, Map<number, string>> = new Map();
  readonly #idOf: (item: Item) => string;

  /** @param idOf Returns the id of an item in the events. */
  constructor(idOf: (item: Item) => string) {
    this.#idOf = idOf;
  }

  /** The open item with this id, in the server's own form. */
  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** All open items. */
  all(): readonly Item[] {
    return [...this.#items.values()];
  }

  /** Adds an item that has begun. */
  add(item: Item): void {
    this.#items.set(item.id, item);
  }

  /** Removes an item that has ended. */
  remove(id: string): void {
    this.#items.delete(id);
    this.#text.delete(id);
    this.#content.delete(id);
  }

  /** Appends to the text of an item. */
  write(id: string, delta: string): void {
    this.#text.set(id, (this.#text.get(id) ?? "") + delta);
  }

  /** Appends to a part of the reasoning of an item. */
  writeContent(id: string, part: number, delta: string): void {
    const parts = this.#content.get(id) ?? new Map<number, string>();
    this.#content.set(id, parts.set(part, (parts.get(part) ?? "") + delta));
  }

  /** Completes the messages and reasoning that were cut short, with the text so far. */
  closeText(): LiveEvent[] {
    const events: LiveEvent[] = [];
    for (const [rawId, item] of this.#items) {
      if (tellsStart(item)) continue;
      const isBegun = this.#text.has(rawId) || this.#content.has(rawId);
      if (isBegun) events.push(completed(this.#cut(item)));
      this.remove(rawId);
    }
    return events;
  }

  /** Completes everything that was cut short. */
  closeAll(): LiveEvent[] {
    const events = this.closeText();
    for (const item of this.all()) events.push(completed(closedItem(this.#cut(item))));
    this.#items.clear();
    return events;
  }

  /** Drops the text of messages and reasoning that was written so far. */
  dropText(): void {
    for (const [rawId, item] of this.#items) if (!tellsStart(item)) this.#items.delete(rawId);
    this.#text.clear();
    this.#content.clear();
  }

  /** The item with what was written of it. */
  #cut(item: Item): LiveItem {
    const made = anyItem(item, this.#idOf(item));
    const text = this.#text.get(item.id);
    const shown = "text" in made && text !== undefined ? { ...made, text } : made;
    const parts = this.#content.get(item.id);
    return shown.type === "reasoning" && parts ? { ...shown, content: [...parts.values()] } : shown;
  }
}

function completed(item: LiveItem): LiveEvent {
  return { type: "item.completed", item };
}
