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

Deno.test("ExecTurn removes the file of a turn that was stopped before it was ready", async () => {
  let ready!: (prepared: PreparedExec) => void;
  const running = turn(() => new Promise((resolve) => ready = resolve));
  running.stop(new AbortError("The turn was aborted"));
  await assertRejects(() => running.done, AbortError);
  let removed = 0;
  const spawn = () => Promise.reject(new Error("started"));
  const remove = () => Promise.resolve(void removed++);
  ready({ spawn, mayHang: false, file: { path: "/schema.json", remove } });
  await Promise.resolve();
  await Promise.resolve();
  assertEquals(removed, 1);
});
