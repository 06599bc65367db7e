import { assert, assertEquals } from "@std/assert";
import { lastWords, saidOn } from "../../src/launch/said.ts";

/** Lines of healthy runs of Codex 0.169 and 0.171. */
const NOISE = [
  "Reading prompt from stdin...",
  "2026-11-22T06:36:08.275052Z ERROR codex_api::endpoint::responses_websocket: failed to connect to Responses WebSocket stage=Unknown",
  "\x1b[2m2026-11-27T19:59:07.218696Z\x1b[0m \x1b[31mERROR\x1b[0m \x1b[2mcodex_app_server\x1b[0m\x1b[2m:\x1b[0m Codex could not find bubblewrap on PATH. Install bubblewrap with your OS package manager. See the sandbox prerequisites: https://developers.openai.com/codex/concepts/sandboxing#prerequisites. Codex will use the bundled bubblewrap in the meantime.",
];

Deno.test("saidOn() leaves out what Codex says when all goes well, and colours", () => {
  assertEquals(saidOn(NOISE.join("\r\n")), "");
  assertEquals(
    saidOn(`${NOISE.join("\n")}\n\x1b[31mError: no such flag\x1b[0m\n`),
    "Error: no such flag",
  );
  const trace = "Error: it broke\n\nStack backtrace:\n   0: <unknown>\n   1: <unknown>\n";
  assertEquals(saidOn(trace), "Error: it broke");
  const named = "Stack backtrace:\n   0: codex::main";
  assert(saidOn(named).includes("codex::main"));
});

Deno.test("saidOn() shows much by its end", () => {
  const shown = saidOn(`${"x".repeat(60_000)}the cause\n`);
  assert(shown.startsWith("…x") && shown.endsWith("xthe cause"));
  assertEquals(shown.length, 2_001);
});

Deno.test("lastWords() tells the last error event before standard error", () => {
  assertEquals(lastWords(null, ""), "");
  assertEquals(lastWords(null, "why"), ": why");
  assertEquals(lastWords("cause", NOISE.join("\n")), ": cause");
  assertEquals(lastWords("cause", "why"), ": cause; on stderr: why");
});
