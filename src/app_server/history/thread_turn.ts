/**
 * Stored turns, in the shape of the event stream.
 *
 * @module
 */
import type { Redact } from "../../core/ports/redact.ts";
import { CodexError } from "../../core/vocabulary/errors.ts";
import type { FailureCode } from "../../core/vocabulary/failure.ts";
import type { LiveItem } from "../../core/vocabulary/live_items.ts";
import type { Turn } from "../protocol/common.ts";
import type { Item } from "../protocol/items.ts";
import { liveFailure } from "../events/failure.ts";
import { anyItem, isSilent } from "../events/items/any_item.ts";
import { closedItem, isMapped, summaryOf } from "../events/items/map_item.ts";

/**
 * A turn of a stored thread.
 *
 * @category Threads
 */
export interface ThreadTurn {
  /** The turn's id. */
  readonly id: string;
  /** How the turn ended; "inProgress" if it is still running. */
  readonly status: "completed" | "interrupted" | "failed" | "inProgress";
  /**
   * The turn's items in the shape of live events, so that one renderer can draw both. Their ids are unique
   * within the turn but may differ from those in its events. Codex does not store to-do lists and warnings.
   */
  readonly items: readonly LiveItem[];
  /** Why the turn failed, or null. */
  readonly error: TurnFailure | null;
  /** When the turn started, as Unix time in seconds, or null if Codex has not stored it. */
  readonly startedAt: number | null;
  /** When the turn ended, as Unix time in seconds, or null. */
  readonly completedAt: number | null;
  /** How long the turn took, in milliseconds, or null. */
  readonly durationMs: number | null;
}

/**
 * Why a turn of a stored thread failed.
 *
 * @category Threads
 */
export interface TurnFailure {
  /** Codex's own message. */
  readonly message: string;
  /** The kind of failure; "other" if no other code fits. */
  readonly code: FailureCode;
  /** The HTTP status of the service's answer, or null if Codex does not report it. */
  readonly httpStatus: number | null;
}

/**
 * A turn as the server keeps it.
 *
 * @throws {CodexError} If it has come without its items.
 */
export function threadTurn(turn: Turn): ThreadTurn {
  const { id, status, items, error } = turn;
  if (!Array.isArray(items) || !items.every((item) => Object(item) === item)) {
    throw new CodexError(`Cannot read turn ${id}: the app-server's answer has no items`);
  }
  const over = status !== "inProgress";
  let count = 0;
  return {
    id,
    status,
    items: items.map((item) => {
      const isNumbered = isMapped(item) && !isUnsummed(item);
      const made = anyItem(item, isNumbered ? `item_${count++}` : item.id);
      return over && "status" in made && made.status === "in_progress" ? closedItem(made) : made;
    }).filter((item) => !isSilent(item)),
    error: error ? failureOf(error) : null,
    startedAt: turn.startedAt ?? null,
    completedAt: turn.completedAt ?? null,
    durationMs: turn.durationMs ?? null,
  };
}

/** The text of the last agent message, or of a plan that came after it; null if there was neither. */
export function answerOf({ items }: ThreadTurn): string | null {
  const said = items.filter((item) => item.type === "agent_message" || item.type === "plan");
  return said.at(-1)?.text ?? null;
}

/** The turn with its failure, which may quote the service's answer, told without secrets. */
export function withoutSecrets<T extends Pick<ThreadTurn, "error">>(turn: T, redact: Redact): T {
  const { error } = turn;
  return error === null ? turn : { ...turn, error: { ...error, message: redact(error.message) } };
}

/** Whether an item is reasoning without a summary, which is not numbered. */
function isUnsummed(item: Item): boolean {
  return item.type === "reasoning" && summaryOf(item) === "";
}

function failureOf(error: NonNullable<Turn["error"]>): TurnFailure {
  const { message, code, http_status: httpStatus } = liveFailure(error);
  return { message, code, httpStatus };
}
