/**
 * Turns of the past, in the shape of the stream.
 *
 * @module
 */
import type { FailureCode } from "../../core/vocabulary/failure.ts";
import type { LiveItem } from "../../core/vocabulary/live_items.ts";
import type { Turn } from "../protocol/common.ts";
import type { Item } from "../protocol/items.ts";
import { liveFailure } from "./failure.ts";
import { closedItem, isMapped, mapItem, summaryOf } from "./map_item.ts";
import { mapLiveItem } from "./map_live_item.ts";

/**
 * A turn of a stored thread.
 *
 * @category Threads
 */
export interface ThreadTurn {
  /** The turn's id. */
  readonly id: string;
  /** How it ended. */
  readonly status: "completed" | "interrupted" | "failed" | "inProgress";
  /**
   * Its items, as the events of a live turn have them, so that one renderer draws both. Their ids are
   * unique within the turn, and need not be those that its events had. Plans and warnings are not
   * kept by Codex.
   */
  readonly items: readonly LiveItem[];
  /** Why it failed, or null. */
  readonly error: TurnFailure | null;
}

/**
 * Why a turn of a stored thread failed.
 *
 * @category Threads
 */
export interface TurnFailure {
  /** Codex's words. */
  readonly message: string;
  /** What it is; "other" is what no code stands for. */
  readonly code: FailureCode;
  /** The status of the service's answer, or null where Codex does not tell it. */
  readonly httpStatus: number | null;
}

/** A turn as the server keeps it. */
export function threadTurn({ id, status, items, error }: Turn): ThreadTurn {
  const over = status !== "inProgress";
  let count = 0;
  return {
    id,
    status,
    items: items.filter((item) => !isSilent(item)).map((item) => {
      const made = isMapped(item) && !isUnsummed(item)
        ? mapItem(item, `item_${count++}`)
        : pastItem(item);
      return over && "status" in made && made.status === "in_progress" ? closedItem(made) : made;
    }),
    error: error ? failureOf(error) : null,
  };
}

function pastItem(item: Item): LiveItem {
  return isMapped(item) ? mapItem(item, item.id) : mapLiveItem(item) as LiveItem;
}

/** Reasoning without a summary, which takes no number. */
function isUnsummed(item: Item): boolean {
  return item.type === "reasoning" && summaryOf(item) === "";
}

/** Reasoning that says nothing at all, which the events leave out. */
function isSilent(item: Item): boolean {
  return item.type === "reasoning" && isUnsummed(item) && !item.content?.length;
}

function failureOf(error: NonNullable<Turn["error"]>): TurnFailure {
  const { message, code, http_status: httpStatus } = liveFailure(error);
  return { message, code, httpStatus };
}
