/**
 * Maps items of every kind.
 *
 * @module
 */
import type { LiveItem } from "../../../core/vocabulary/live_items.ts";
import type { Item } from "../../protocol/items.ts";
import { isMapped, mapItem } from "./map_item.ts";
import { mapLiveItem } from "./map_live_item.ts";
import { snakeCase, snakeFields } from "./snake_case.ts";

/**
 * Maps an item, which gets the id `id` if `exec` reports it, too. One whose fields are not what its type
 * requires keeps them, under another type: whoever knows the type would read them wrongly.
 */
export function anyItem(item: Item, id: string): LiveItem {
  try {
    return isMapped(item) ? mapItem(item, id) : mapLiveItem(item) as LiveItem;
  } catch {
    const type = `malformed_${snakeCase(item.type)}`;
    return { ...snakeFields(item), id, type } as unknown as LiveItem;
  }
}

/** Whether an item is empty reasoning, which the events leave out. */
export function isSilent(item: LiveItem): boolean {
  return item.type === "reasoning" && item.text === "" && !item.content?.length;
}
