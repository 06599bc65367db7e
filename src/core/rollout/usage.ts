/**
 * The token usage of a turn, from the file of its thread.
 *
 * @module
 */
import type { Usage } from "../vocabulary/events.ts";
import { parsedLine } from "./lines.ts";

/** The token usage of a turn. */
export interface StoredUsage {
  /** The tokens of the whole thread, up to the end of the turn. */
  readonly total: Usage;
  /** The tokens of the turn alone. */
  readonly turn: Usage;
}

/** Records that end a turn in its thread's file, after its token usage. */
const ENDS: ReadonlySet<unknown> = new Set(["task_complete", "turn_aborted"]);

/** A line is parsed only if it contains this: some lines are megabytes of an image. */
const RECORD = '"token_usage_record"';
const COUNTS = [
  "input_tokens",
  "cached_input_tokens",
  "cache_write_input_tokens",
  "output_tokens",
  "reasoning_output_tokens",
] as const;

/**
 * Finds the token usage of a turn. Codex writes it after each request to the model.
 *
 * @param rollout The file's text.
 * @param turnId The turn.
 * @returns The usage so far, or null if the file does not have it.
 */
export function usageOf(rollout: string, turnId: string): StoredUsage | null {
  const lines = rollout.split("\n");
  const wanted = JSON.stringify(turnId);
  for (const line of lines.reverse()) {
    if (!line.includes(RECORD) || !line.includes(wanted)) continue;
    const { type, payload } = fieldsOf(parsedLine(line));
    const { turn_id: of, turn_token_usage: turn, thread_token_usage: total } = fieldsOf(payload);
    if (type !== "token_usage_record" || of !== turnId) continue;
    const usage = { total: usageIn(total), turn: usageIn(turn) };
    return usage.total && usage.turn && { total: usage.total, turn: usage.turn };
  }
  return null;
}

/**
 * Returns whether a file has a turn up to its end. Codex reports the end to clients before it writes it.
 *
 * @param rollout The file's text.
 * @param turnId The turn.
 */
export function hasEnd(rollout: string, turnId: string): boolean {
  const wanted = JSON.stringify(turnId);
  return rollout.split("\n").some((line) => {
    if (!line.includes('"event_msg"') || !line.includes(wanted)) return false;
    const { type, turn_id: of } = fieldsOf(fieldsOf(parsedLine(line)).payload);
    return ENDS.has(type) && of === turnId;
  });
}

function usageIn(value: unknown): Usage | null {
  const fields = fieldsOf(value);
  const counts = COUNTS.map((name) => [name, fields[name] ?? 0] as const);
  return fields.input_tokens !== undefined && counts.every(([, count]) => Number.isInteger(count))
    ? Object.fromEntries(counts) as unknown as Usage
    : null;
}

function fieldsOf(value: unknown): { readonly [key: string]: unknown } {
  return Object(value);
}
