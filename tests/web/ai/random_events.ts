/**
 * Events of turns that a real Codex could send, and a slow connection could thin out.
 *
 * @module
 */
import type { LiveItem } from "../../../src/core/vocabulary/live_items.ts";
import { NO_USAGE } from "../../../src/core/vocabulary/usage.ts";
import type { StreamEvent } from "../../../src/web/ai/mapper.ts";
import { below, random } from "../../random.ts";

/** Events of one to three turns, from a seed. */
export function randomEvents(seed: number): StreamEvent[] {
  const next = random(seed);
  const events: StreamEvent[] = [{ type: "thread.started", thread_id: `thread-${seed}` }];
  const turns = 1 + below(next, 3);
  for (let turn = 0; turn < turns; turn++) {
    const turn_id = `turn-${seed}-${turn}`;
    events.push({ type: "turn.started", turn_id });
    events.push(...interleaved(next, itemsOf(next, `${turn_id}-`)));
    events.push(verdict(next, turn_id));
  }
  return events;
}

type Line = readonly StreamEvent[];

function itemsOf(next: () => number, prefix: string): Line[] {
  const count = below(next, 8);
  return Array.from({ length: count }, (_, index) => line(next, prefix + index));
}

function line(next: () => number, id: string): Line {
  switch (below(next, 7)) {
    case 0:
      return written(next, "agent_message", (text) => ({
        id,
        type: "agent_message",
        text,
        phase: below(next, 2) === 0 ? null : "final_answer",
      }));
    case 1:
      return written(next, "reasoning", (text) => ({ id, type: "reasoning", text, content: [] }));
    case 2:
      return written(next, "plan", (text) => ({ id, type: "plan", text }));
    case 3:
      return command(next, id);
    case 4:
      return [{ type: "turn.usage", total: NO_USAGE, last: NO_USAGE, context_window: 1000 }];
    case 5:
      return [
        { type: "turn.diff", diff: `diff of ${id}` },
        { type: "turn.plan", explanation: null, steps: [{ text: id, status: "in_progress" }] },
      ];
    default:
      return [{ type: "something/new", id } as unknown as StreamEvent];
  }
}

/** A text in deltas, some of which may be lost; or, now and then, only as a whole. */
function written(
  next: () => number,
  item_type: "agent_message" | "reasoning" | "plan",
  itemOf: (text: string) => LiveItem,
): Line {
  const pieces = Array.from({ length: below(next, 6) }, (_, index) => `${index} <b>`);
  const text = item_type === "reasoning" ? pieces.join("") || "thought" : pieces.join("");
  const item = itemOf(text);
  const isLossy = below(next, 5) === 0;
  const deltas = below(next, 4) === 0 ? [] : pieces
    .filter(() => !isLossy || below(next, 2) === 0)
    .map((delta): StreamEvent => ({ type: "item.delta", item_id: item.id, item_type, delta }));
  return [...deltas, { type: "item.completed", item }];
}

function command(next: () => number, id: string): Line {
  const item: LiveItem = {
    id,
    type: "command_execution",
    command: `echo ${id}`,
    aggregated_output: "",
    exit_code: null,
    status: "in_progress",
    cwd: "/workspace",
    duration_ms: null,
    process_id: null,
    source: "agent",
    command_actions: [],
  };
  const output = Array.from({ length: below(next, 4) }, (_, index): StreamEvent => ({
    type: "item.delta",
    item_id: id,
    item_type: "command_execution",
    delta: `${index}\n`,
  }));
  const [asked, status] = question(next, id);
  const start: Line = below(next, 5) === 0 ? [] : [{ type: "item.started", item }];
  const isCut = below(next, 6) === 0;
  return [
    ...start,
    ...asked,
    ...output,
    ...isCut ? [] : [{
      type: "item.completed" as const,
      item: { ...item, status, exit_code: 0, duration_ms: 5, aggregated_output: "whole" },
    }],
  ];
}

/** What is asked before a command, if anything, and how the command ends. */
function question(next: () => number, itemId: string): [Line, "completed" | "failed" | "declined"] {
  const id = `question-${itemId}`;
  const asked: StreamEvent = { type: "question", question: { id, kind: "command", itemId } };
  const answered = (decision: string | null): StreamEvent => ({
    type: "question.resolved",
    question_id: id,
    by: decision === null ? "withdrawn" : "answer",
    decision,
  });
  switch (below(next, 6)) {
    case 0:
      return [[asked, answered("accept")], below(next, 2) === 0 ? "completed" : "failed"];
    case 1:
      return [[asked, answered("decline")], "declined"];
    case 2:
      return [[asked, answered(null)], "failed"];
    case 3:
      // Nobody has told of the answer.
      return [[asked], below(next, 2) === 0 ? "completed" : "declined"];
    case 4:
      return [[], "declined"];
    default:
      return [[], "completed"];
  }
}

/** Lines one beside the other, each in its order. */
function interleaved(next: () => number, lines: readonly Line[]): StreamEvent[] {
  const waiting = lines.map((line) => [...line]).filter(({ length }) => length > 0);
  const events: StreamEvent[] = [];
  while (waiting.length > 0) {
    const index = below(next, Math.min(waiting.length, 3));
    const line = waiting[index] as StreamEvent[];
    events.push(line.shift() as StreamEvent);
    if (line.length === 0) waiting.splice(index, 1);
  }
  return events;
}

function verdict(next: () => number, turn_id: string): StreamEvent {
  switch (below(next, 3)) {
    case 0:
      return { type: "turn.completed", turn_id, usage: NO_USAGE };
    case 1:
      return { type: "turn.interrupted", turn_id };
    default: {
      const failure = { message: "/secret {key}", code: "other", http_status: null } as const;
      return {
        type: "turn.failed",
        turn_id,
        error: { ...failure, retryable: false, will_retry: false },
      };
    }
  }
}
