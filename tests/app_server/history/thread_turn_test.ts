import { assertThrows } from "@std/assert";
import { threadTurn } from "../../../src/app_server/history/thread_turn.ts";
import type { Turn } from "../../../src/app_server/protocol/common.ts";
import { CodexError } from "../../../src/core/vocabulary/errors.ts";

Deno.test("threadTurn() says of a turn without items that it has none", () => {
  for (const items of [undefined, null, {}, "x", [null], [7]]) {
    const turn = { id: "turn", status: "completed", items, error: null } as unknown as Turn;
    assertThrows(() => threadTurn(turn), CodexError, "Cannot read turn turn: ");
  }
});
