/**
 * What a live session tells, less what `codex exec` does not tell: for comparing the two.
 *
 * @module
 */
import type { LiveEvent } from "../src/app_server/mod.ts";
import type { ThreadItem } from "../mod.ts";

/** Fields that only live items have. */
const FIELDS: ReadonlySet<string> = new Set([
  "command_actions",
  "completed_at_ms",
  "content",
  "cwd",
  "duration_ms",
  "environment_id",
  "model",
  "phase",
  "process_id",
  "read_only_hint",
  "reasoning_effort",
  "results",
  "source",
  "started_at_ms",
]);

/** An item as exec has it. */
export function itemAsExec(item: object): ThreadItem {
  const kept = Object.entries(item).filter(([name]) => !FIELDS.has(name));
  const fields = Object.fromEntries(kept) as unknown as ThreadItem;
  if (fields.type !== "file_change") return fields;
  return { ...fields, changes: fields.changes.map(({ path, kind }) => ({ path, kind })) };
}

/** An event as exec has it. */
export function eventAsExec(event: LiveEvent | { readonly type: string }): Record<string, unknown> {
  const { turn_id: _, code: _c, http_status: _h, retryable: _r, will_retry: _w, ...fields } =
    event as Record<string, unknown>;
  if (typeof fields.item === "object") {
    return { ...fields, item: itemAsExec(fields.item as object) };
  }
  const { message } = (fields.error ?? {}) as { message?: unknown };
  return fields.error === undefined ? fields : { ...fields, error: { message } };
}
