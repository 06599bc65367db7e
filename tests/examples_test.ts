import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseModel, oneLine, visible } from "../examples/_model.ts";
import { message, reply, ResponsesServer, shell } from "../src/testing/mod.ts";
import { POSIX, skipReason, testOptions } from "./contract/posix.ts";
import { drive } from "./examples/drive.ts";
import { ALONE, type Example } from "./examples/table.ts";
import { quiet } from "./quiet.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const EXAMPLES = join(ROOT, "examples");
/** So that another home does not mean that all is compiled again. */
const DENO_DIR = Deno.env.get("DENO_DIR") ?? join(homedir(), ".cache", "deno");
/** Applications: longer than others, and they may have files beside them, whose names begin with "_". */
const APPLICATIONS = ["demo.ts", "chat.ts", "elsewhere.ts", "fleet", "fleet_postgres", "web"];
/** Those that are run by this file; chat.ts is run by tests/examples_live_test.ts, others by tests of their own. */
const RUN: Readonly<Record<string, readonly string[]>> = {
  "demo.ts": [
    "You    The script",
    "thread ",
    "Codex  I'll run the script",
    "· Run greet.sh",
    "Runs   sh greet.sh",
    "       Helo, world!",
    "✓ completed, exit code 0",
    "✓ update greet.sh",
    "✓ Fix it",
    "       Hello, world!",
    "✓ Run it again",
    "Codex  The greeting was misspelt",
    "336 tokens in (96 cached), 40 out",
  ],
  "elsewhere.ts": [
    "here:  brings along 2 files",
    "there: /bin/bash -lc pwd says /",
    "there: {",
    "Hello, whoever you are!",
  ],
};
/** Lines of code of an example that is no application, at most. */
const LINES = 40;

for (const [name, example] of Object.entries(ALONE)) {
  const reason = skipReason(
    example.shell ? POSIX.shell : example.serves ? POSIX.signals : undefined,
  );
  Deno.test(testOptions(`examples/${name} runs offline on Deno`, reason), async () => {
    await runAlone(name, example);
  });
}

const SERVER_CTRL_C = "examples/web_server.ts ends at Ctrl-C and leaves nothing behind";
Deno.test(testOptions(SERVER_CTRL_C, skipReason(POSIX.signals)), async () => {
  const name = "web_server.ts";
  await runAlone(name, { steps: [], ...ALONE[name], serves: "SIGINT" });
});

const NO_LOGIN = "examples/remote.ts ends when its turn cannot start, and takes Codex along";
Deno.test(testOptions(NO_LOGIN, skipReason(POSIX.signals)), async () => {
  await withTemp(async (temp) => {
    const env = { HOME: temp, CODEX_HOME: join(temp, "home"), CODEX_API_KEY: "", DENO_DIR };
    await mkdir(env.CODEX_HOME);
    const { code, stderr } = await start("remote.ts", temp, env, []).output();
    assertStringIncludes(new TextDecoder().decode(stderr), "LoginRequiredError");
    assertEquals(code, 1);
    for (const made of await readdir(temp)) await rm(join(temp, made), { recursive: true });
  });
});

/** Runs it in a repository, with a home of its own. */
async function runAlone(name: string, example: Example): Promise<void> {
  await withTemp(async (temp) => {
    const cwd = join(temp, "work");
    await mkdir(join(cwd, ".git"), { recursive: true });
    await writeFile(join(cwd, ".git", "HEAD"), "ref: refs/heads/main\n");
    const command = [Deno.execPath(), "run", "--quiet", "-A", join(EXAMPLES, name)];
    await drive(command, example, { cwd, env: { ...quiet(), HOME: temp, TMPDIR: cwd, DENO_DIR } });
    // Codex makes the folder of its homes, and they are gone.
    assertEquals(await readdir(join(temp, ".cache", "codex-js-sdk")), []);
    for (const made of ["work", ".cache"]) await rm(join(temp, made), { recursive: true });
  });
}

for (const [name, expected] of Object.entries(RUN)) {
  const reason = skipReason(POSIX.shell);
  const options = testOptions(`examples/${name} runs offline and leaves nothing behind`, reason);
  Deno.test(options, async () => {
    await withTemp(async (temp) => {
      const { code, stdout, stderr } = await start(name, temp).output();
      const text = new TextDecoder().decode(stdout);
      const errors = new TextDecoder().decode(stderr);
      assertEquals(code, 0, errors);
      assertEquals(errors, "");
      assertMatch(text, /^Model: offline, .*\(--offline\)/);
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

Deno.test("every example is an application or stands alone, and is run", async () => {
  const files = (await readdir(EXAMPLES)).filter((name) => !/^_|_test\.ts$|\.md$/.test(name));
  assertEquals(files.sort(), [...Object.keys(ALONE), ...APPLICATIONS].sort());
});

Deno.test("an example that is no application has 40 lines of code at most, and no files beside it", async () => {
  for (const name of [...Object.keys(ALONE)]) {
    const code = await readFile(join(EXAMPLES, name), "utf8");
    assertEquals(importsOf(code).filter((from) => from.startsWith(".")), [], name);
    const lines = code.replaceAll(/\/\*[^]*?\*\//g, "").split("\n").map((line) => line.trim());
    const count = lines.filter((line) => line !== "" && !line.startsWith("//")).length;
    assert(count <= LINES, `${name} has ${count} lines of code`);
    assertStringIncludes(code, `deno run -A examples/${name} [--offline]`);
  }
});

Deno.test("an example imports this package by its name, node: and npm alone, so that a copy runs", async () => {
  const { name, exports, imports }: Record<"exports" | "imports", Record<string, string>> & {
    readonly name: string;
  } = JSON.parse(await readFile(join(ROOT, "deno.json"), "utf8"));
  const entries = Object.keys(exports).map((entry) => posix.join(name, entry));
  const files = await readdir(EXAMPLES, { recursive: true });
  for (const file of files.filter((name) => /\.[jt]s$/.test(name))) {
    for (const from of importsOf(await readFile(join(EXAMPLES, file), "utf8"))) {
      // No further up than to `_model.ts`.
      const own = /^\.\/|^node:/.test(from) || from === "../_model.ts" || entries.includes(from);
      assert(own || imports[from]?.startsWith("npm:"), `${file} imports ${from}`);
    }
  }
});

function importsOf(code: string): string[] {
  const words = code.replaceAll(/\/\*[^]*?\*\//g, "");
  return [...words.matchAll(/\b(?:from|import\()\s*"([^"]+)"/g)].map(([, from = ""]) => from);
}

const CTRL_C = "examples/demo.ts stops at Ctrl-C and leaves nothing behind";
Deno.test(testOptions(CTRL_C, skipReason(POSIX.signals)), async () => {
  await withTemp(async (temp) => {
    const child = start("demo.ts", temp).spawn();
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

Deno.test("examples/demo.ts takes the real model when there is a key", async () => {
  // The user's own configuration points to a service of this test.
  const server = await ResponsesServer.start([reply(message("It says what it should."))]);
  try {
    await withTemp(async (temp) => {
      const home = await mkdtemp(join(await realpath(tmpdir()), "codex-home-"));
      try {
        await writeFile(join(home, "config.toml"), `openai_base_url = "${server.url}"\n`);
        const env = { HOME: home, CODEX_HOME: home, CODEX_API_KEY: "sk-user" };
        const { code, stdout } = await start("demo.ts", temp, env, []).output();
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
  assertEquals(chooseModel({}, [], none).offline, true);
  assertEquals(chooseModel({ CODEX_API_KEY: "k" }, [], none), {
    offline: false,
    reason: "CODEX_API_KEY",
  });
  assertEquals(chooseModel({ OPENAI_API_KEY: "k" }, [], none).apiKey, "k");
  const withLogin = chooseModel({ CODEX_HOME: "/home/ada/.codex", OPENAI_API_KEY: "k" }, [], login);
  assertEquals(withLogin, { offline: false, reason: "Codex's login" });
  const forced = chooseModel({ CODEX_API_KEY: "k" }, ["--offline"], none);
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

/** What makes of each control character something that is seen. */
const PRINTING = { "demo.ts": "said \\x1b[2J", "approvals.ts": "\ufffd[2J", "chat.ts": "Goodbye." };
const LOUD =
  "examples in which a person decides print nothing of the model's that a terminal obeys";
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
    const env = { HOME: home, CODEX_HOME: home, CODEX_API_KEY: "sk-user" };
    for (const [name, shown] of Object.entries(PRINTING)) {
      await withTemp(async (temp) => {
        const { stdout, stderr } = await start(name, temp, env, []).output();
        const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
        assertStringIncludes(text, shown, name);
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
  args: readonly string[] = ["--offline"],
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", join(EXAMPLES, example), ...args],
    cwd: temp,
    env: { ...quiet(), TMPDIR: temp, TEMP: temp, TMP: temp, ...env },
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
