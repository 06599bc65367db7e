import { assertEquals, assertThrows } from "@std/assert";
import { threadTurn } from "../../../src/app_server/history/thread_turn.ts";
import type { Turn } from "../../../src/app_server/protocol/common.ts";
import { CodexError } from "../../../src/core/vocabulary/errors.ts";

Deno.test("threadTurn() says of a turn without items that it has none", () => {
  for (const items of [undefined, null, {}, "x", [null], [7]]) {
    const turn = { id: "turn", status: "completed", items, error: null } as unknown as Turn;
    assertThrows(() => threadTurn(turn), CodexError, "Cannot read turn turn: ");
  }
});

Deno.test("threadTurn() says when the turn ran and how long, as far as Codex has stored it", () => {
  const turn: Turn = { id: "turn", status: "completed", items: [] };
  const timed = { startedAt: 1_795_910_685, completedAt: 1_795_910_686, durationMs: 970 };
  const same = { ...turn, error: null };
  assertEquals<unknown>(threadTurn({ ...turn, ...timed }), { ...same, ...timed });
  const unknown = { startedAt: null, completedAt: null, durationMs: null };
  assertEquals<unknown>(threadTurn(turn), { ...same, ...unknown });
});
