import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseModel } from "../examples/_model.ts";
import { message, reply, ResponsesServer } from "../src/testing/mod.ts";
import { POSIX, skipReason, testOptions } from "./contract/posix.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const EXAMPLES = join(ROOT, "examples");
/** Run by tests/examples_live_test.ts. */
const LIVE = ["approvals.ts", "chat.ts", "fan_out.ts", "tools.ts"];

/** Those whose commands are for a POSIX shell. */
const SHELL = ["quickstart.ts", "streaming.ts", "abort.ts", "elsewhere.ts"];

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
  const files = (await readdir(EXAMPLES)).filter((name) => !/^_|_test\.ts$/.test(name));
  assertEquals(files.sort(), [...Object.keys(EXPECTED), ...LIVE].sort());
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
        const env = { CODEX_EXAMPLES_OFFLINE: "", CODEX_HOME: home, CODEX_API_KEY: "sk-user" };
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
