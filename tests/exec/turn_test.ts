import { assertEquals, assertRejects } from "@std/assert";
import type { TurnRequest, TurnSink } from "../../src/core/ports/transport.ts";
import { AbortError } from "../../src/core/vocabulary/errors.ts";
import { type ExecContext, ExecTurn, type PreparedExec } from "../../src/exec/turn.ts";

function turn(prepare: () => Promise<PreparedExec>): ExecTurn {
  const context: ExecContext = { prepare, processTree: () => null, redact: (text) => text };
  return new ExecTurn(context, {} as TurnRequest, {} as TurnSink);
}

Deno.test("ExecTurn.stop() does not wait for what is looked at before the start", async () => {
  const running = turn(() => new Promise(() => {}));
  running.stop(new AbortError("The turn was aborted"));
  await assertRejects(() => running.done, AbortError);
});

Deno.test("ExecTurn lets go of what was made for a turn that was stopped before it was ready", async () => {
  let ready!: (prepared: PreparedExec) => void;
  const running = turn(() => new Promise((resolve) => ready = resolve));
  running.stop(new AbortError("The turn was aborted"));
  await assertRejects(() => running.done, AbortError);
  let removed = 0;
  const spawn = () => Promise.reject(new Error("started"));
  const release = () => Promise.resolve(void removed++);
  ready({ spawn, mayHang: false, release });
  await Promise.resolve();
  await Promise.resolve();
  assertEquals(removed, 1);
});
