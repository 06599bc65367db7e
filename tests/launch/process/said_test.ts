import { assert, assertEquals } from "@std/assert";
import { lastWords, saidOn } from "../../../src/launch/process/said.ts";

/** Lines of healthy runs of Codex 0.169 and 0.171. */
const NOISE = [
  "Reading prompt from stdin...",
  "2026-11-22T06:36:08.275052Z ERROR codex_api::endpoint::responses_websocket: failed to connect to Responses WebSocket stage=Unknown",
  "\x1b[2m2026-11-27T19:59:07.218696Z\x1b[0m \x1b[31mERROR\x1b[0m \x1b[2mcodex_app_server\x1b[0m\x1b[2m:\x1b[0m Codex could not find bubblewrap on PATH. Install bubblewrap with your OS package manager. See the sandbox prerequisites: https://developers.openai.com/codex/concepts/sandboxing#prerequisites. Codex will use the bundled bubblewrap in the meantime.",
];

const same = (text: string): string => text;

Deno.test("saidOn() leaves out what Codex says when all goes well, and colours", () => {
  assertEquals(saidOn(NOISE.join("\r\n"), same), "");
  assertEquals(
    saidOn(`${NOISE.join("\n")}\n\x1b[31mError: no such flag\x1b[0m\n`, same),
    "Error: no such flag",
  );
  const trace = "Error: it broke\n\nStack backtrace:\n   0: <unknown>\n   1: <unknown>\n";
  assertEquals(saidOn(trace, same), "Error: it broke");
  const named = "Stack backtrace:\n   0: codex::main";
  assert(saidOn(named, same).includes("codex::main"));
});

Deno.test("saidOn() shows much by its end", () => {
  const shown = saidOn(`${"x".repeat(60_000)}the cause\n`, same);
  assert(shown.startsWith("…x") && shown.endsWith("xthe cause"));
  assertEquals(shown.length, 2_001);
});

Deno.test("lastWords() tells the last error event before standard error", () => {
  assertEquals(lastWords(null, "", same), "");
  assertEquals(lastWords(null, "why", same), ": why");
  assertEquals(lastWords("cause", NOISE.join("\n"), same), ": cause");
  assertEquals(lastWords("cause", "why", same), ": cause; on stderr: why");
});

Deno.test("lastWords() says what to do if Codex cannot keep its files", () => {
  const warning = (why: string) =>
    `WARNING: proceeding, even though we could not create PATH aliases: ${why}`;
  const denied = warning("Permission denied (os error 13)");
  const readOnly = warning("Read-only file system (os error 30)");
  // Of Codex 0.171, over exec and live.
  const homeless = [
    `${denied}\nError: failed to initialize in-process app-server client: Permission denied (os error 13)`,
    `${denied}\nError loading config.toml: Failed to read config file /root/.codex/config.toml: Permission denied (os error 13)`,
    `${readOnly}\nError: failed to initialize sqlite state runtime under /h: failed to open state DB at /h/state_5.sqlite: (code: 14) unable to open database file`,
  ];
  for (const stderr of homeless) {
    assertEquals(
      lastWords(null, stderr, same),
      `: ${stderr}; Codex cannot write to its own folder: set CODEX_HOME to one that exists, and that this user may write to`,
    );
  }
  const others = [
    denied,
    `${denied}\nError: no such flag`,
    `${
      warning('CODEX_HOME points to "/h", but that path does not exist')
    }\nError: CODEX_HOME points`,
    "Error: Permission denied (os error 13)",
  ];
  for (const stderr of others) assertEquals(lastWords(null, stderr, same), `: ${stderr}`);
});

Deno.test("saidOn() leaves no secret that was written in colours", () => {
  const redact = (text: string) => text.replaceAll("sk-12345678", "[redacted]");
  assertEquals(saidOn("key sk-\x1b[1m1234\x1b[0m5678", redact), "key [redacted]");
});
