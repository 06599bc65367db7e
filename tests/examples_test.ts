import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "../examples/_ask.ts";
import { chooseModel, oneLine, visible } from "../examples/_model.ts";
import type { ApprovalRequest } from "../src/app_server/mod.ts";
import { message, reply, ResponsesServer, shell } from "../src/testing/mod.ts";
import { POSIX, skipReason, testOptions } from "./contract/posix.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const EXAMPLES = join(ROOT, "examples");
/** Run by tests/examples_live_test.ts. */
const LIVE = ["approvals.ts", "chat.ts", "fan_out.ts", "tools.ts"];

/** Those whose commands are for a POSIX shell. */
const SHELL = [
  "quickstart.ts",
  "streaming.ts",
  "telemetry.ts",
  "abort.ts",
  "elsewhere.ts",
  "remote.ts",
];

/** What each example must print, in this order. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "quickstart.ts": [
    "You    The script",
    "thread ",
    "Codex  I'll run the script",
    "· Run greet.sh",
    "Runs   sh greet.sh",
    "       Helo, world!",
    "✓ completed, exit code 0",
    "✓ update greet.sh",
    "✓ Mend it",
    "       Hello, world!",
    "✓ Run it again",
    "Codex  The greeting was misspelt",
    "336 tokens in (96 cached), 40 out",
  ],
  "streaming.ts": [
    "thread.started",
    "turn.started",
    "item.started command_execution",
    " gave 0",
    "The folder is empty.",
    "turn.completed 84 tokens in",
  ],
  "telemetry.ts": [
    "invoke_agent codex",
    "gen_ai.usage.input_tokens = 126",
    "    execute_tool shell",
    "process.exit.code = 0",
    "error.type = failed",
  ],
  "structured_output.ts": ["HIGH: Orders are charged twice"],
  "typed_result.ts": [
    "HIGH: Orders are charged twice",
    "seen on Tue, 30 Jun 2026, for nobody yet",
    "no fit: the answer is not JSON",
  ],
  "images.ts": ["I was sent 1 image: data:image/png;base64,iVBOR"],
  "resume.ts": [
    "first:   Hello, Ada!",
    "resumed: You are Ada. Same thread: true",
    "forked:  You are Ada. Same thread: false",
    "unknown: not_found",
  ],
  "abort.ts": [
    "signal:  AbortError, because: changed my mind; so far: agent_message, command_execution",
    "timeout: TimeoutError, kind: turn",
    "break:   the turn was stopped",
    "then:    Yes, I am.",
  ],
  "remote.ts": [
    "first:  gone, while Codex waits for an answer",
    "date > now.txt",
    "? Yes.",
    "second: now.txt is written.",
  ],
  "elsewhere.ts": [
    "here:  brings along 2 files",
    "there: /bin/bash -lc pwd says /",
    "there: {",
    "Hello, whoever you are!",
  ],
};

for (const [name, expected] of Object.entries(EXPECTED)) {
  const reason = skipReason(SHELL.includes(name) ? POSIX.shell : undefined);
  const options = testOptions(`examples/${name} runs offline and leaves nothing behind`, reason);
  Deno.test(options, async () => {
    await withTemp(async (temp) => {
      const { code, stdout, stderr } = await start(name, temp).output();
      const text = new TextDecoder().decode(stdout);
      const errors = new TextDecoder().decode(stderr);
      assertEquals(code, 0, errors);
      assertEquals(errors, "");
      assertMatch(text, /^Model: offline, .*CODEX_EXAMPLES_OFFLINE=1/);
      assert(!text.includes("\x1b"), "no colours where there is no terminal");
      let from = 0;
      for (const part of expected) {
        const at = text.indexOf(part, from);
        assert(at !== -1, `${JSON.stringify(part)} is missing, or out of order, in:\n${text}`);
        from = at + part.length;
      }
    });
  });
}

Deno.test("every example is run", async () => {
  // A folder is a larger one, with tests of its own: tests/examples_web_test.ts runs web/.
  const files = (await readdir(EXAMPLES)).filter((name) => /^[^_].*(?<!_test)\.ts$/.test(name));
  assertEquals(files.sort(), [...Object.keys(EXPECTED), ...LIVE].sort());
});

Deno.test("an example imports this project, node: and npm alone, so that it runs as it stands", async () => {
  const { imports }: { imports: Record<string, string> } = JSON.parse(
    await readFile(join(ROOT, "deno.json"), "utf8"),
  );
  const files = await readdir(EXAMPLES, { recursive: true });
  // Those of fleet/ show engines, which users bring along.
  for (const name of files.filter((name) => /^(?!fleet).*\.[jt]s$/.test(name))) {
    const code = await readFile(join(EXAMPLES, name), "utf8");
    for (const [, from = ""] of code.matchAll(/\b(?:from|import\()\s*"([^"]+)"/g)) {
      const own = /^\.{1,2}\/|^node:/.test(from);
      assert(own || imports[from]?.startsWith("npm:"), `${name} imports ${from}`);
    }
  }
});

const CTRL_C = "examples/quickstart.ts stops at Ctrl-C and leaves nothing behind";
Deno.test(testOptions(CTRL_C, skipReason(POSIX.signals)), async () => {
  await withTemp(async (temp) => {
    const child = start("quickstart.ts", temp).spawn();
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("\nthread ")) {
      const { done, value } = await lines.read();
      if (done) break;
      text += value;
    }
    assertStringIncludes(text, "\nthread ");
    child.kill("SIGINT");
    // A task runner passes the signal on beside the terminal's own.
    child.kill("SIGINT");
    await lines.cancel();
    const stderr = await new Response(child.stderr).text();
    assertEquals(stderr, "\nStopped.\n");
    assertEquals((await child.status).code, 130);
  });
});

Deno.test("examples/quickstart.ts takes the real model when there is a key", async () => {
  // The user's own configuration points to a service of this test.
  const server = await ResponsesServer.start([reply(message("It says what it should."))]);
  try {
    await withTemp(async (temp) => {
      const home = await mkdtemp(join(await realpath(tmpdir()), "codex-home-"));
      try {
        await writeFile(join(home, "config.toml"), `openai_base_url = "${server.url}"\n`);
        const env = {
          CODEX_EXAMPLES_OFFLINE: "",
          HOME: home,
          CODEX_HOME: home,
          CODEX_API_KEY: "sk-user",
        };
        const { code, stdout } = await start("quickstart.ts", temp, env).output();
        const text = new TextDecoder().decode(stdout);
        assertEquals(code, 0);
        assertStringIncludes(text, "Model: the real one (CODEX_API_KEY)\n");
        assertStringIncludes(text, "Codex  It says what it should.");
      } finally {
        await rm(home, { recursive: true, force: true, maxRetries: 5 });
      }
    });
    assertEquals(server.requests[0]?.headers.authorization, "Bearer sk-user");
  } finally {
    await server.close();
  }
});

Deno.test("chooseModel() takes the real model when there is a way to reach it", () => {
  const none = () => false;
  const login = (path: string) => path === join("/home/ada/.codex", "auth.json");
  assertEquals(chooseModel({}, none).offline, true);
  assertEquals(chooseModel({ CODEX_API_KEY: "k" }, none), {
    offline: false,
    reason: "CODEX_API_KEY",
  });
  assertEquals(chooseModel({ OPENAI_API_KEY: "k" }, none).apiKey, "k");
  const withLogin = chooseModel({ CODEX_HOME: "/home/ada/.codex", OPENAI_API_KEY: "k" }, login);
  assertEquals(withLogin, { offline: false, reason: "Codex's login" });
  const forced = chooseModel({ CODEX_EXAMPLES_OFFLINE: "1", CODEX_API_KEY: "k" }, none);
  assertEquals(forced.offline, true);
});

/** Clears the screen, writes to the clipboard, names the window, turns the text around, goes back and up. */
const ESCAPES = "\x1b[2J\x1b]52;c;eA==\x07\x1b]0;x\x07\u202ex\u2066\x9b1A\x7f\b\rx\x1b[1A\0";
// deno-lint-ignore no-control-regex -- that is what it looks for
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

Deno.test("visible() leaves nothing that a terminal obeys, and shows it", () => {
  assertEquals(visible("plain Ё 日本 🎉\n\ttext"), "plain Ё 日本 🎉\n\ttext");
  assertEquals(visible("one\r\ntwo\rthree"), "one\ntwo\\x0dthree");
  assertEquals(visible("\x1b[2J\u202e\x7f\x9b"), "\\x1b[2J\\u202e\\x7f\\x9b");
  assertEquals(oneLine("a\nb\tc\x1b"), "a\\nb\\tc\\x1b");
  assertEquals(CONTROL.test(ESCAPES), true);
  assertEquals(CONTROL.test(visible(ESCAPES)), false);
});

Deno.test("describe() shows a person what is done, whatever the model writes", () => {
  const evil = `git status\nin                   /safe${ESCAPES}`;
  const base = {
    threadId: "t",
    turnId: "t",
    itemId: null,
    workspace: ["/work"],
    reason: evil,
    signal: new AbortController().signal,
  };
  const change = (path: string, kind: "add" | "update", move: string | null) => ({
    path,
    kind,
    movePath: move,
    absolutePath: path,
    absoluteMovePath: move,
    diff: `x\nCodex wants to update safe.txt:${ESCAPES}`,
  });
  const nothing = { proposedAmendment: null, network: null, additionalPermissions: null };
  const requests: readonly ApprovalRequest[] = [
    { ...base, kind: "command", action: "run", command: evil, cwd: evil, ...nothing },
    { ...base, kind: "file_change", changes: [change("/work/a", "add", null)], grantRoot: null },
    {
      ...base,
      kind: "file_change",
      changes: [change("/work/a", "update", `/home/${evil}`)],
      grantRoot: null,
    },
    { ...base, kind: "mcp_tool", server: evil, tool: evil, arguments: { evil }, message: evil },
    { ...base, kind: "permissions", cwd: evil, permissions: { evil } },
  ];
  const shown = requests.map((request) => describe(request, "/work"));
  for (const text of shown) assertEquals(CONTROL.test(text), false, text);
  const [command = "", add = "", move = ""] = shown;
  // One line each for the command, the folder and the reason.
  assertEquals(command.split("\n").length, 3);
  assertStringIncludes(command, "git status\\nin ");
  assertStringIncludes(add, "\n+Codex wants to update safe.txt:");
  assert(!add.includes("NOT ONLY INSIDE"));
  assert(
    move.startsWith(
      "NOT ONLY INSIDE OF ITS FOLDER:\nCodex wants to update a, and move it to /home/",
    ),
  );
});

const PRINTING = ["quickstart.ts", "streaming.ts", "images.ts", "approvals.ts", "fan_out.ts"];
const LOUD = "examples print nothing that a terminal obeys, of the model's or of its commands";
Deno.test(testOptions(LOUD, skipReason(POSIX.shell)), async () => {
  const server = await ResponsesServer.start(({ outputs }) =>
    outputs.length > 0 ? reply(message(`said ${ESCAPES}`)) : reply(
      message(`Look: ${ESCAPES}`),
      shell(`printf 'ran \\033[2J'; : '${ESCAPES.slice(0, 9)}'`),
    )
  );
  const home = await mkdtemp(join(await realpath(tmpdir()), "codex-home-"));
  try {
    await writeFile(join(home, "config.toml"), `openai_base_url = "${server.url}"\n`);
    const env = {
      CODEX_EXAMPLES_OFFLINE: "",
      HOME: home,
      CODEX_HOME: home,
      CODEX_API_KEY: "sk-user",
    };
    for (const name of [...PRINTING, "tools.ts"]) {
      await withTemp(async (temp) => {
        const { stdout, stderr } = await start(name, temp, env).output();
        const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
        assertStringIncludes(text, "said \\x1b[2J", name);
        assertEquals(CONTROL.test(text), false, name);
      });
    }
  } finally {
    await server.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
});

function start(
  example: string,
  temp: string,
  env: Readonly<Record<string, string>> = {},
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", join(EXAMPLES, example)],
    env: { CODEX_EXAMPLES_OFFLINE: "1", TMPDIR: temp, TEMP: temp, TMP: temp, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs something with a temporary folder of its own, which has to be empty afterwards. */
async function withTemp(use: (temp: string) => Promise<void>): Promise<void> {
  const temp = await mkdtemp(join(await realpath(tmpdir()), "codex-examples-"));
  try {
    await use(temp);
    assertEquals(await readdir(temp), [], "something was left behind");
  } finally {
    await rm(temp, { recursive: true, force: true, maxRetries: 5 });
  }
}
