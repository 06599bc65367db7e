/**
 * What a thread's history contains of a message: the turn that it began, and those that continued it.
 *
 * @module
 */
import type { AppServer } from "../../app_server/app_server.ts";
import { answerOf, threadTurn } from "../../app_server/history/thread_turn.ts";
import { listPages } from "../../app_server/link/pages.ts";
import { isUnwritten, onceWritten } from "../../app_server/link/unwritten.ts";
import { parsedLine } from "../../core/rollout/lines.ts";
import { usageOf } from "../../core/rollout/usage.ts";
import type { Usage } from "../../core/vocabulary/events.ts";
import { isKnownItem, type ThreadItem } from "../../core/vocabulary/items.ts";
import type { Turn } from "../../core/vocabulary/turn.ts";
import { addUsage } from "../../core/vocabulary/usage.ts";

const NEWLINE = 10;

/** A turn of the history. */
export interface Part {
  /** Its id. */
  readonly id: string;
  /** Whether it is complete. */
  readonly isComplete: boolean;
  /** What was completed in it. */
  readonly items: readonly ThreadItem[];
  /** What it has answered, or null: a plan, of plan mode, is not among the items. */
  readonly answer: string | null;
}

/** Where a turn begins in its thread's file. */
export interface Beginning {
  /** The turn's id. */
  readonly id: string;
  /** How many bytes come before its first line. */
  readonly at: number;
}

/** The turns that begin in a thread's file, in order. */
export function turnsIn(rollout: Uint8Array): Beginning[] {
  const turns: Beginning[] = [];
  for (let at = 0, end = 0; at < rollout.length; at = end) {
    end = rollout.indexOf(NEWLINE, at) + 1 || rollout.length;
    const line = new TextDecoder().decode(rollout.subarray(at, end));
    if (!line.includes('"task_started"')) continue;
    const { payload } = Object(parsedLine(line));
    if (payload?.type === "task_started") turns.push({ id: String(payload.turn_id), at });
  }
  return turns;
}

/**
 * The turns of a message, in order; none if the history does not contain the message itself: a host may be
 * lost between the beginning of a turn and its message, which must then be sent again.
 *
 * @param server The server.
 * @param thread The thread.
 * @param own The ids of the message's turns; `clientId` does not tell them, since over exec Codex keeps none,
 * and a turn that continues another one has no message.
 */
export async function partsOf(
  server: AppServer,
  thread: string,
  own: ReadonlySet<string>,
): Promise<Part[]> {
  const parts: Part[] = [];
  let isSaid = false;
  const params = { threadId: thread, itemsView: "full", sortDirection: "desc" } as const;
  const turns = listPages((cursor) =>
    onceWritten(() => server.request("thread/turns/list", { ...params, cursor }))
  );
  try {
    for await (const turn of turns) {
      if (!own.has(turn.id)) continue;
      isSaid ||= turn.items.some(({ type }) => type === "userMessage");
      const stored = threadTurn(turn);
      parts.unshift({
        id: stored.id,
        isComplete: stored.status === "completed",
        items: stored.items.map((item) => item as ThreadItem).filter(isTold),
        answer: answerOf(stored),
      });
      if (parts.length === own.size) break;
    }
  } catch (error) {
    // Codex 0.169 refuses to list the turns of a thread that has had none.
    if (!isUnwritten(error)) throw error;
  }
  return isSaid ? parts : [];
}

/** Whether an item appears in the events of a turn, and so in its `items`. */
function isTold(item: ThreadItem): boolean {
  return isKnownItem(item) && !(item.type === "reasoning" && item.text === "");
}

/** The result of stored turns, in the form of `run()`. */
export function storedTurn(parts: readonly Part[], rollout: string): Turn {
  const used = parts.map(({ id }) => usageOf(rollout, id));
  return {
    items: joinedItems(parts.map(({ items }) => items)),
    finalResponse: parts.findLast(({ answer }) => answer !== null)?.answer ?? "",
    usage: used.at(-1)?.total ?? null,
    turnUsage: sum(used.map((usage) => usage?.turn ?? null)),
  };
}

/** A turn that continued others, joined with what those had done. */
export function joinedTurn(parts: readonly Part[], turn: Turn, rollout: string): Turn {
  if (parts.length === 0) return turn;
  const before = storedTurn(parts, rollout);
  return {
    ...turn,
    items: joinedItems([...parts.map(({ items }) => items), turn.items]),
    finalResponse: turn.finalResponse || before.finalResponse,
    turnUsage: sum([before.turnUsage, turn.turnUsage]),
  };
}

/** The tokens of stored turns; null if those of the last one are not known. */
export function usedBy(ids: readonly string[], rollout: string): Usage | null {
  return sum(ids.map((id) => usageOf(rollout, id)?.turn ?? null));
}

/** All items, each with an id of its own. */
function joinedItems(parts: readonly (readonly ThreadItem[])[]): ThreadItem[] {
  return parts.flat().map((item, i) => ({ ...item, id: `item_${i}` }));
}

/** Null if one is not known. A turn that was cut off before the model had answered has used nothing. */
function sum(usages: readonly (Usage | null)[]): Usage | null {
  const [last] = usages.slice(-1);
  if (last === null || last === undefined) return null;
  return usages.reduce<Usage>((total, usage) => addUsage(total, usage), addUsage(null, null));
}
