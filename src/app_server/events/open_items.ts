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
  // The deltas of messages, plans and reasoning so far: their items arrive only when complete.
  readonly #text: Map<string, string> = new Map();
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
  }

  /** Appends to the text of an item. */
  write(id: string, delta: string): void {
    this.#text.set(id, (this.#text.get(id) ?? "") + delta);
  }

  /** Completes the messages and reasoning that were cut short, with the text so far. */
  closeText(): LiveEvent[] {
    const events: LiveEvent[] = [];
    for (const [rawId, item] of this.#items) {
      if (tellsStart(item)) continue;
      const text = this.#text.get(rawId);
      this.remove(rawId);
      if (text !== undefined) events.push(completed(this.#cut(item, text)));
    }
    return events;
  }

  /** Completes everything that was cut short. */
  closeAll(): LiveEvent[] {
    const events = this.closeText();
    for (const [rawId, item] of this.#items) {
      events.push(completed(closedItem(this.#cut(item, this.#text.get(rawId)))));
    }
    this.#items.clear();
    return events;
  }

  /** Drops the text of messages and reasoning that was written so far. */
  dropText(): void {
    for (const [rawId, item] of this.#items) if (!tellsStart(item)) this.#items.delete(rawId);
    this.#text.clear();
  }

  #cut(item: Item, text: string | undefined): LiveItem {
    const made = anyItem(item, this.#idOf(item));
    return "text" in made && text !== undefined ? { ...made, text } : made;
  }
}

function completed(item: LiveItem): LiveEvent {
  return { type: "item.completed", item };
}
