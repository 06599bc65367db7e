import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { CodexError, SpawnError } from "../../src/core/vocabulary/errors.ts";
import type { Spawn, Subprocess } from "../../src/core/vocabulary/spawn.ts";
import { startBy } from "../../src/launch/custom_spawn.ts";
import { redactor } from "../../src/launch/redact.ts";

const COMMAND = {
  command: "codex",
  args: [],
  env: {},
  inheritEnv: false,
  detached: false,
  files: [],
};
const redact = redactor(["sk-secret-1"]);

/** What a `spawn` of JavaScript returns, and the signals that it was sent. */
function child(changes: object = {}) {
  const signals: string[] = [];
  const whole = {
    stdin: new WritableStream(),
    stdout: new ReadableStream(),
    stderr: new ReadableStream(),
    exited: Promise.resolve({ code: 0, signal: null }),
    kill: (signal: string) => void signals.push(signal),
    ...changes,
  };
  return { spawn: (() => Promise.resolve(whole)) as unknown as Spawn, whole, signals };
}

Deno.test("startBy() gives the process that the spawn has started, with its pid if it has one", async () => {
  for (const pid of [7, undefined]) {
    const { spawn, whole, signals } = child({ pid, more: 1 });
    const started = await startBy(spawn, COMMAND, redact);
    assertEquals("pid" in started ? started.pid : undefined, pid);
    for (const pipe of ["stdin", "stdout", "stderr"] as const) {
      assertStrictEquals<unknown>(started[pipe], whole[pipe]);
    }
    assertEquals(await started.exited, { code: 0, signal: null });
    await started.kill("SIGINT");
    assertEquals(signals, ["SIGINT"]);
  }
});

Deno.test("startBy() completes what a process says of its end, and refuses what says nothing", async () => {
  const ended = async (status: unknown) =>
    (await startBy(child({ exited: Promise.resolve(status) }).spawn, COMMAND, redact)).exited;
  assertEquals(await ended({ code: 1 }), { code: 1, signal: null });
  assertEquals(await ended({ signal: "SIGKILL" }), { code: null, signal: "SIGKILL" });
  for (const status of [undefined, {}, { code: null, signal: null }]) {
    await assertRejects(() => ended(status), TypeError, "neither a code nor a signal");
  }
});

Deno.test("startBy() tells why a spawn has failed, without secrets, and leaves the SDK's own errors as they are", async () => {
  const failing = (cause: unknown) =>
    startBy(() => Promise.reject(cause), COMMAND, redact).catch((error) => error);
  const error = await failing(new Error("no sk-secret-1\x1b[31m here"));
  assertEquals(error instanceof SpawnError, true);
  assertEquals(error.message, "Cannot start Codex: the custom spawn failed: no [redacted] here");
  assertEquals([error.command, error.cause], ["codex", undefined]);
  const own = new CodexError("mine");
  assertStrictEquals(await failing(own), own);
});

Deno.test("startBy() ends what has started and is no whole process", async () => {
  const locked = new ReadableStream();
  locked.getReader();
  const table: [changes: Partial<Record<keyof Subprocess, unknown>>, says: string][] = [
    [{ stdin: null }, "its stdin is not a WritableStream"],
    [{ stdout: "text" }, "its stdout is not a ReadableStream"],
    [{ stderr: locked }, "its stderr is in use already"],
    [{ exited: { code: 0 } }, "its exited is not a Promise"],
  ];
  for (const [changes, says] of table) {
    const { spawn, signals } = child(changes);
    await assertRejects(() => startBy(spawn, COMMAND, redact), SpawnError, says);
    assertEquals(signals, ["SIGKILL"]);
  }
  await assertRejects(() => startBy(child({ kill: 1 }).spawn, COMMAND, redact), SpawnError, "kill");
  await assertRejects(() => startBy((() => null) as never, COMMAND, redact), SpawnError);
});
