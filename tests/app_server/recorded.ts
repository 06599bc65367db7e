/**
 * What the real app-server wrote. See tests/fixtures/recorded.
 *
 * @module
 */
import type { LiveEvent } from "../../src/app_server/events/live_events.ts";
import { mapUsage } from "../../src/app_server/events/map_usage.ts";
import { TurnMapper } from "../../src/app_server/events/mapper.ts";
import { NO_USAGE } from "../../src/core/vocabulary/usage.ts";

const FOLDER = new URL("../fixtures/recorded/", import.meta.url);

interface Line {
  readonly dir: "in" | "out" | "stderr" | "note" | "exit";
  readonly msg: unknown;
}

/** A message of the server. */
export interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
}

/** A recorded turn: the heading above it, its notifications, and what the mapper makes of them. */
export interface RecordedTurn {
  readonly note: string;
  readonly events: readonly LiveEvent[];
  readonly mapper: TurnMapper;
}

/** The lines of a recording; a plain name is one of app_server/. */
export function recordedLines(name: string): Line[] {
  const path = name.includes("/") ? name : `app_server/${name}`;
  return Deno.readTextFileSync(new URL(`${path}.jsonl`, FOLDER)).split("\n")
    .filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** The turns of a recording, mapped. */
export function mappedTurns(name: string): RecordedTurn[] {
  const turns = new Map<string, { note: string; events: LiveEvent[]; mapper: TurnMapper }>();
  let usage = NO_USAGE;
  let note = "";
  for (const { dir, msg } of recordedLines(name)) {
    if (dir === "note") note = String(msg).replace("## ", "");
    if (dir !== "in") continue;
    const { id, method, params = {} } = msg as Message;
    if (method === undefined || id !== undefined) continue;
    const turnId = params.turnId ?? (params.turn as { id?: unknown } | undefined)?.id;
    if (turnId === undefined) continue;
    const turn = turns.get(String(turnId)) ?? { note, events: [], mapper: new TurnMapper(usage) };
    turns.set(String(turnId), turn);
    turn.events.push(...turn.mapper.map(method, params));
    if (method === "thread/tokenUsage/updated") {
      const { total } = params.tokenUsage as { total: Parameters<typeof mapUsage>[0] };
      usage = mapUsage(total);
    }
  }
  return [...turns.values()];
}
