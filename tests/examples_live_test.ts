/**
 * The examples of live sessions: each runs offline as a child, in a terminal where it has to do with one.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { mkdtemp, readdir, readFile, realpath, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testOptions } from "./contract/posix.ts";
import { quiet } from "./quiet.ts";

const EXAMPLES = fileURLToPath(new URL("../examples/", import.meta.url));
/** No variable that an offline Codex is not given. */
const MARK = "EXAMPLE_MARK";
const CTRL_C = "\x03";
/** So that another home does not mean that all is compiled again. */
const DENO_DIR = Deno.env.get("DENO_DIR") ?? join(homedir(), ".cache", "deno");

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
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as f:
                environ = f.read()
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                cmdline = f.read()
            with open(f"/proc/{pid}/stat") as f:
                parent = f.read().rsplit(")", 1)[1].split()[1]
        except OSError:
            continue
        if mark in environ and b"\\0app-server\\0" in cmdline:
            found[pid] = parent
    # What a server starts has the server's command line, until it is another program.
    return [int(pid) for pid, parent in found.items() if parent not in found]
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

Deno.test("examples/chat.ts runs offline, without a terminal, and leaves nothing behind", () =>
  alone(async (env) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", join(EXAMPLES, "chat.ts"), "--offline"],
      env,
      stdin: "null",
    }).output();
    const text = new TextDecoder().decode(stdout);
    assertEquals(new TextDecoder().decode(stderr), "");
    assertEquals(code, 0);
    assertMatch(text, /^Model: offline, .*\(--offline\)/);
    assert(!text.includes("\r") && !text.includes("\x1b"), "what only a terminal understands");
    inOrder(text, ["you> ", "Goodbye."]);
  }));

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

terminalTest("approvals.ts does what is allowed, and declines what is not", {
  program: "approvals.ts",
  steps: [
    ["expect", "Codex wants to\r\n  | run in "],
    ["expect", "[n]o? "],
    ["send", "y\n"],
    ["expect", "Codex wants to\r\n  | change "],
    ["expect", "[n]o? "],
    ["send", "what?\n"],
    ["expect", "command_execution: completed"],
    ["expect", "file_change: declined"],
  ],
});

terminalTest("approvals.ts is left at Ctrl-C while it asks, and Codex with it", {
  program: "approvals.ts",
  steps: [["expect", "[n]o? "], ["servers"], ["send", CTRL_C]],
  code: -2,
  check({ servers }) {
    assertEquals(servers[0]?.length, 1);
  },
});

terminalTest("fan_out.ts tells how far it is", {
  program: "fan_out.ts",
  steps: [["expect", "\r12 of 12 done"], ["expect", "chapter 1 "]],
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
          ...["run", "--quiet", "-A", join(EXAMPLES, program), "--offline"],
        ],
        cwd: env.HOME ?? "",
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
  const home = await mkdtemp(join(await realpath(tmpdir()), "codex-home-"));
  const mark = crypto.randomUUID();
  try {
    await use({
      ...quiet(),
      HOME: home,
      DENO_DIR,
      TMPDIR: temp,
      TEMP: temp,
      TMP: temp,
      [MARK]: mark,
    });
    // What Codex's sandbox leaves is not the example's.
    const left = (await readdir(temp)).filter((name) => !name.startsWith("codex-bwrap-"));
    assertEquals(left, [], "files were left behind");
    assertEquals(await gone(mark), [], "processes were left behind");
  } finally {
    for (const path of [temp, home]) {
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/**
 * What is left of the processes with a mark. A program that a signal has ended at once leaves a server that
 * ends as its input does, which takes it a moment.
 */
async function gone(mark: string): Promise<string[]> {
  const until = performance.now() + 15_000;
  for (;;) {
    const left = await marked(mark);
    if (left.length === 0 || performance.now() > until) return left;
    await new Promise((resolve) => setTimeout(resolve, 20));
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
