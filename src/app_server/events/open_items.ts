/**
 * The items of a turn that have begun and not ended, and what was written of them: some never end.
 *
 * @module
 */
import type { Item } from "../protocol/items.ts";
import type { LiveEvent } from "./live_events.ts";
import { closedItem, isMapped, mapItem, tellsStart } from "./map_item.ts";
import { mapLiveItem } from "./map_live_item.ts";
import type { LiveItem } from "../../core/vocabulary/live_items.ts";

/** The items that are under way. */
export class OpenItems {
  readonly #items: Map<string, Item> = new Map();
  // What the deltas of messages, plans and reasonings have said: their items come only when complete.
  readonly #text: Map<string, string> = new Map();
  readonly #idOf: (item: Item) => string;

  /** @param idOf The id that an item has among the events. */
  constructor(idOf: (item: Item) => string) {
    this.#idOf = idOf;
  }

  /** The item of that id, in the server's own form. */
  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** All of them. */
  all(): readonly Item[] {
    return [...this.#items.values()];
  }

  /** An item begins. */
  add(item: Item): void {
    this.#items.set(item.id, item);
  }

  /** An item has ended. */
  remove(id: string): void {
    this.#items.delete(id);
    this.#text.delete(id);
  }

  /** Something is written of an item. */
  write(id: string, delta: string): void {
    this.#text.set(id, (this.#text.get(id) ?? "") + delta);
  }

  /** Completes the messages and reasonings that were cut short, with what there is of them. */
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

  /** Completes all that was cut short. */
  closeAll(): LiveEvent[] {
    const events = this.closeText();
    for (const [rawId, item] of this.#items) {
      events.push(completed(closedItem(this.#cut(item, this.#text.get(rawId)))));
    }
    this.#items.clear();
    return events;
  }

  /** What was written of messages and reasonings does not count. */
  dropText(): void {
    for (const [rawId, item] of this.#items) if (!tellsStart(item)) this.#items.delete(rawId);
    this.#text.clear();
  }

  #cut(item: Item, text: string | undefined): LiveItem {
    const id = this.#idOf(item);
    const made = isMapped(item) ? mapItem(item, id) : mapLiveItem(item) as LiveItem;
    return "text" in made && text !== undefined ? { ...made, text } : made;
  }
}

function completed(item: LiveItem): LiveEvent {
  return { type: "item.completed", item };
}
