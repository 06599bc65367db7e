/**
 * The examples of live sessions: each runs offline as a child, in a terminal where it has to do with one.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { POSIX, skipReason, testOptions } from "./contract/posix.ts";

const EXAMPLES = fileURLToPath(new URL("../examples/", import.meta.url));
const MARK = "CODEX_EXAMPLE_MARK";
const CTRL_C = "\x03";
const WORK_FOLDER = /\/codex-example-\w+\/work/;

/**
 * Runs a program in a terminal of its own, and drives it: `["expect", text]` waits for a text behind
 * the last one, `["send", text]` types, `["wait", seconds]` does not (two Ctrl-C at once are one),
 * `["servers"]` notes which app-servers run.
 */
const DRIVER = `
import json, os, pty, select, signal, sys, time
steps, mark = json.loads(sys.argv[1]), sys.argv[2].encode()
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[3], sys.argv[3:])
text, seen, servers, problem = "", 0, [], None
def read(seconds):
    global text
    if not select.select([terminal], [], [], seconds)[0]:
        return True
    try:
        data = os.read(terminal, 65536)
    except OSError:
        return False
    text += data.decode("utf8", "replace")
    return len(data) > 0
def running():
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as f:
                environ = f.read()
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                cmdline = f.read()
        except OSError:
            continue
        if mark in environ and b"\\0app-server\\0" in cmdline:
            found.append(int(pid))
    return found
for step in steps:
    if step[0] == "send":
        os.write(terminal, step[1].encode())
    elif step[0] == "wait":
        time.sleep(step[1])
    elif step[0] == "servers":
        servers.append(running())
    else:
        until = time.monotonic() + 30
        while problem is None:
            at = text.find(step[1], seen)
            if at >= 0:
                seen = at + len(step[1])
                break
            if time.monotonic() > until or not read(0.1):
                problem = "waited in vain for " + repr(step[1])
    if problem:
        break
until = time.monotonic() + (0 if problem else 20)
while read(0.1):
    if time.monotonic() > until:
        problem = problem or "did not end"
        os.kill(child, signal.SIGKILL)
        break
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(json.dumps({"code": code, "text": text, "servers": servers, "problem": problem}))
`;

type Step =
  | readonly ["expect" | "send", string]
  | readonly ["wait", number]
  | readonly ["servers"];

interface Driven {
  readonly code: number;
  readonly text: string;
  readonly servers: readonly (readonly number[])[];
  readonly problem: string | null;
}

/** What each example must print, in this order, where there is no terminal. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "approvals.ts": [
    "Codex wants to run   ",
    "sh greet.sh",
    "/work\n",
    "There is no terminal to ask: declined.",
    "the command is declined",
    "Codex wants to update greet.sh:",
    '| -echo "Helo, world!"',
    '| +echo "Hello, world!"',
    "declined",
    "the change is declined",
    "I was not let to.",
  ],
  "chat.ts": ["you> ", "Goodbye."],
  "tools.ts": [
    '{"city":"Oslo","degrees":4}',
    '{"city":"Rome","degrees":21}',
    "Error: there is no weather in Atlantis",
    "Error: invalid arguments: unit: ",
    "It is noon in Oslo",
    "3 calls at once",
  ],
  "fan_out.ts": [
    "chapter_1   chapter_1 is about the sea",
    "chapter_12  chapter_12 is about the sea",
    "12 of 12 done",
  ],
};

for (const [name, expected] of Object.entries(EXPECTED)) {
  const options = testOptions(
    `examples/${name} runs offline, without a terminal, and leaves nothing behind`,
    skipReason(name === "approvals.ts" ? POSIX.shell : undefined),
  );
  Deno.test(options, () =>
    alone(async (env) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "-A", join(EXAMPLES, name)],
        env,
        stdin: "null",
      }).output();
      const text = new TextDecoder().decode(stdout);
      assertEquals(new TextDecoder().decode(stderr), "");
      assertEquals(code, 0);
      assertMatch(text, /^Model: offline, .*CODEX_EXAMPLES_OFFLINE=1/);
      assert(!text.includes("\r") && !text.includes("\x1b"), "what only a terminal understands");
      inOrder(text, expected);
    }));
}

const NO_TERMINAL = await noTerminal();

terminalTest("chat.ts streams, is steered and interrupted, and goes on with the same server", {
  program: "chat.ts",
  steps: [
    ["expect", "you>   "],
    ["servers"],
    ["send", "tell me a story\n"],
    ["expect", "You said: tell me a story. That gives me"],
    ["send", "/steer a short one\n"],
    ["expect", "You said: a short one. That gives me"],
    ["send", CTRL_C],
    ["expect", "(interrupted)"],
    ["expect", "you>   "],
    ["servers"],
    ["send", "/steer too late\n"],
    ["expect", "(there is nothing to steer)"],
    ["send", "go on\n"],
    ["expect", "You said: go on. That gives me"],
    ["expect", "There is no hurry.\r\nyou>   "],
    ["servers"],
    ["send", CTRL_C],
    ["expect", "Goodbye."],
  ],
  check({ servers }) {
    const [first = []] = servers;
    assertEquals(first.length, 1);
    assertEquals(servers, [first, first, first]);
  },
});

terminalTest("chat.ts is left by a second Ctrl-C", {
  program: "chat.ts",
  steps: [
    ["expect", "you>   "],
    ["send", "tell me a story\n"],
    ["expect", "You said: tell me"],
    ["send", CTRL_C],
    ["expect", "(interrupted)"],
    ["expect", "you>   "],
    ["wait", 0.2],
    ["send", CTRL_C],
    ["expect", "Goodbye."],
  ],
});

terminalTest("chat.ts is left by /quit in the middle of an answer", {
  program: "chat.ts",
  steps: [
    ["expect", "you>   "],
    ["send", "tell me a story\n"],
    ["expect", "You said: tell me"],
    ["send", "/quit\n"],
    ["expect", "Goodbye."],
  ],
});

terminalTest("chat.ts is left by the end of the input", {
  program: "chat.ts",
  steps: [["expect", "you>   "], ["send", "\x04"], ["expect", "Goodbye."]],
});

terminalTest("approvals.ts does what is allowed, and for the session asks once", {
  program: "approvals.ts",
  steps: [
    ["expect", "Codex wants to run   "],
    ["expect", "ancel? "],
    ["send", "what?\n"],
    ["expect", "ancel? "],
    ["send", "s\n"],
    ["expect", "the command is completed"],
    ["expect", "Helo, world!"],
    ["expect", "Codex wants to update greet.sh:"],
    ["expect", "ancel? "],
    ["send", "y\n"],
    ["expect", "the change is completed"],
    ["expect", "Hello, world!"],
    ["expect", "It greets you now."],
  ],
  check({ text }) {
    assertEquals(text.split("ancel? ").length - 1, 3);
    assertMatch(text, WORK_FOLDER);
  },
});

terminalTest("approvals.ts declines, and cancels the turn", {
  program: "approvals.ts",
  steps: [
    ["expect", "ancel? "],
    ["send", "n\n"],
    ["expect", "the command is declined"],
    ["expect", "ancel? "],
    ["send", "c\n"],
    ["expect", "The turn was cancelled."],
  ],
});

terminalTest("approvals.ts stops at Ctrl-C while it asks", {
  program: "approvals.ts",
  steps: [["expect", "ancel? "], ["send", CTRL_C], ["expect", "Stopped."]],
  code: 130,
});

terminalTest("fan_out.ts tells how far it is", {
  program: "fan_out.ts",
  steps: [["expect", "\r\x1b[K0 of 12 done"], ["expect", "12 of 12 done"], ["expect", "chapter_1"]],
});

terminalTest("fan_out.ts stops at Ctrl-C", {
  program: "fan_out.ts",
  steps: [["expect", "done, 1"], ["send", CTRL_C], ["expect", "Stopped."]],
  code: 130,
});

/** A test that drives an example in a terminal. */
function terminalTest(name: string, { program, steps, check, code = 0 }: {
  readonly program: string;
  readonly steps: readonly Step[];
  check?(driven: Driven): void;
  readonly code?: number;
}): void {
  Deno.test(testOptions(`examples/${name}`, NO_TERMINAL), async () => {
    await alone(async (env) => {
      const { stdout, stderr } = await new Deno.Command("python3", {
        args: [
          "-c",
          DRIVER,
          JSON.stringify(steps),
          `${MARK}=${env[MARK]}`,
          Deno.execPath(),
          ...["run", "--quiet", "-A", join(EXAMPLES, program)],
        ],
        env: { ...env, TERM: "xterm" },
        stdin: "null",
      }).output();
      assertEquals(new TextDecoder().decode(stderr), "");
      const driven: Driven = JSON.parse(new TextDecoder().decode(stdout));
      assertEquals(driven.problem, null, driven.text);
      assertEquals(driven.code, code, driven.text);
      check?.(driven);
    });
  });
}

/** Why there is no terminal to drive an example in, or null. */
async function noTerminal(): Promise<string | null> {
  if (Deno.build.os !== "linux") return "what runs beside the terminal is looked for in /proc";
  const args = ["-c", "import pty, os; os.waitstatus_to_exitcode"];
  const python = new Deno.Command("python3", { args });
  const { success } = await python.output().catch(() => ({ success: false }));
  return success ? null : "there is no python3, whose module pty makes the terminal";
}

/** Runs something with a temporary folder of its own; neither files nor processes may be left. */
async function alone(use: (env: Record<string, string>) => Promise<void>): Promise<void> {
  const temp = await mkdtemp(join(await realpath(tmpdir()), "codex-examples-"));
  const mark = crypto.randomUUID();
  try {
    await use({
      CODEX_EXAMPLES_OFFLINE: "1",
      TMPDIR: temp,
      TEMP: temp,
      TMP: temp,
      [MARK]: mark,
    });
    assertEquals(await readdir(temp), [], "files were left behind");
    assertEquals(await marked(mark), [], "processes were left behind");
  } finally {
    await rm(temp, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The processes that were started with a mark in their environment. */
async function marked(mark: string): Promise<string[]> {
  if (Deno.build.os !== "linux") return [];
  const found: string[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
    if ((await read("environ")).includes(mark)) found.push(await read("cmdline"));
  }
  return found;
}

function inOrder(text: string, parts: readonly string[]): void {
  let from = 0;
  for (const part of parts) {
    assertStringIncludes(text.slice(from), part);
    from = text.indexOf(part, from) + part.length;
  }
}
