import { assert, assertEquals, assertInstanceOf, assertStringIncludes } from "@std/assert";
import { ExitError, IncompleteTurnError, ResumeError } from "../../src/core/vocabulary/errors.ts";
import type { ThreadOrigin } from "../../src/core/ports/transport.ts";
import { exitVerdict } from "../../src/exec/verdict.ts";

const ID = "01a201f0-88ca-7681-ada4-692e81620abf";
const START: ThreadOrigin = { type: "start" };
const RESUME: ThreadOrigin = { type: "resume", id: ID };
const FORK: ThreadOrigin = { type: "fork", id: ID };
const exit = (code: number) => ({ code, signal: null });

/** The exit and standard error of a recorded run. */
function recorded(run: string): { exit: { code: number; signal: null }; stderrTail: string } {
  const url = new URL(`../fixtures/recorded/exec/${run}.json`, import.meta.url);
  return JSON.parse(Deno.readTextFileSync(url));
}

Deno.test("exitVerdict() is an ExitError for an exit code or a signal", () => {
  const table: [code: number | null, signal: string | null, how: string][] = [
    [1, null, "with code 1"],
    [2, null, "with code 2"],
    [101, null, "with code 101"],
    [null, "SIGKILL", "by signal SIGKILL"],
  ];
  for (const [code, signal, how] of table) {
    const error = exitVerdict({ code, signal }, "no rollout found", START);
    assertInstanceOf(error, ExitError);
    assertEquals([error.exitCode, error.signal, error.stderr], [code, signal, "no rollout found"]);
    assertEquals(error.message, `Codex exited ${how} before the turn ended: no rollout found`);
  }
});

Deno.test("exitVerdict() is an IncompleteTurnError for code 0, and for an output that closed", () => {
  for (const [status, how] of [[exit(0), "code 0"], [null, "closed its output"]] as const) {
    for (const origin of [START, RESUME, FORK]) {
      const error = exitVerdict(status, "no rollout found", origin);
      assertInstanceOf(error, IncompleteTurnError);
      assertEquals(error.stderr, "no rollout found");
      assertStringIncludes(error.message, how);
      assertStringIncludes(error.message, ": no rollout found");
    }
  }
});

Deno.test("exitVerdict() is a ResumeError where Codex says that it has no such thread", () => {
  const { exit, stderrTail } = recorded("11d-resume-unknown-uuid");
  for (const origin of [RESUME, FORK]) {
    const error = exitVerdict(exit, stderrTail, origin);
    assertInstanceOf(error, ResumeError);
    assertEquals([error.reason, error.requestedId], ["not_found", ID]);
    assertStringIncludes(error.message, `Cannot ${origin.type} thread ${ID}: `);
  }
});

Deno.test("exitVerdict() is a ResumeError where a Codex that was killed has left an empty file", () => {
  const said = `failed to read session metadata /home/x: rollout at /home/x is empty (code -32603)`;
  const stderr = `Error: thread/resume: thread/resume failed: failed to read thread: ${said}\n`;
  const error = exitVerdict(exit(1), stderr, RESUME);
  assertInstanceOf(error, ResumeError);
  assertEquals(error.reason, "not_found");
  assertInstanceOf(exitVerdict(exit(1), `WARN ${said}\nError: a reason`, RESUME), ExitError);
});

Deno.test("exitVerdict() is a ResumeError where another process runs a turn", () => {
  const stderr = `Error: thread/resume failed: thread ${ID} already has an active writer`;
  const error = exitVerdict(exit(1), stderr, RESUME);
  assertInstanceOf(error, ResumeError);
  assertEquals(error.reason, "in_use");
  assertInstanceOf(exitVerdict(exit(1), stderr, START), ExitError);
});

Deno.test("exitVerdict() shows what Codex said: little whole, much by its end", () => {
  const { exit: recordedExit, stderrTail } = recorded("17a-invalid-flag");
  const flag = exitVerdict(recordedExit, stderrTail, START);
  assertInstanceOf(flag, ExitError);
  assertEquals(flag.exitCode, 2);
  assertStringIncludes(flag.message, stderrTail.trim());

  assertStringIncludes(exitVerdict(exit(1), " \n", START).message, "said nothing on stderr");
  const long = `${"x".repeat(60_000)}the cause\n`;
  const error = exitVerdict(exit(1), long, START);
  assertInstanceOf(error, ExitError);
  assertEquals(error.stderr, long);
  assert(error.message.endsWith("xthe cause"));
  assert(error.message.length < 2_100, String(error.message.length));
});

Deno.test("exitVerdict() tells the last error event before what is on stderr, and no noise as the cause", () => {
  const cause = "Reconnecting... waiting for network";
  const noise = "Reading prompt from stdin...\n";
  const table: [stderr: string, lastError: string | null, told: string][] = [
    [noise, cause, `: ${cause}`],
    ["panicked", cause, `: ${cause}; on stderr: panicked`],
    [noise, null, ", and stderr does not say why"],
  ];
  const same = (text: string) => text;
  for (const [stderr, lastError, told] of table) {
    for (const status of [exit(0), exit(1), null, { unknown: "lost" }]) {
      const error = exitVerdict(status, stderr, START, same, lastError);
      assert(error.message.endsWith(told), error.message);
      assertEquals((error as ExitError).stderr, stderr);
    }
  }
});
