/**
 * The documents' "Permissions in Deno", held to what it says: a small program under exactly those flags.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { mkdir, readdir, rm as remove, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { nativeCodex } from "../.ci/command.ts";
import { message, reply, ResponsesServer } from "../src/testing/mod.ts";
import {
  caseFolder,
  COMPLETED,
  fakeCodex,
  quickCodex,
  said,
  STARTED,
  TURN,
} from "./contract/case.ts";
import { POSIX, skipReason, testOptions } from "./contract/posix.ts";
import { quiet } from "./quiet.ts";

const MOD = new URL("../mod.ts", import.meta.url).href;
const DURABLE = new URL("../src/durable/mod.ts", import.meta.url).href;
const NODE_MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));
const DENO_FLAGS = ["--quiet", "--no-config", "--no-lock"];
const EVENTS = [STARTED, TURN, said("hi"), COMPLETED];

/** Options of `Codex`, of the thread and of the turn, what is said, and an abort after so many milliseconds. */
interface Program {
  readonly codex: unknown;
  readonly thread?: unknown;
  readonly turn?: unknown;
  readonly input?: unknown;
  readonly abortMs?: number;
}

/** Options of a test that starts a fake Codex. */
const fake = (name: string) => testOptions(name, skipReason(POSIX.script));

/** Runs a command in a terminal of its own, until it ends or Deno asks; prints what it printed. */
const TERMINAL = `
import os, pty, select, signal, sys, time
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
text, until = b"", time.monotonic() + 30
while b"Deno requests" not in text and time.monotonic() < until:
    if not select.select([terminal], [], [], 0.1)[0]:
        continue
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    text += data
else:
    os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
sys.stdout.buffer.write(text.replace(b"\\r\\n", b"\\n"))
`;

Deno.test(fake("run() needs --allow-run=<codex> and nothing else"), async () => {
  await inFolder(async (folder) => {
    const codexPathOverride = await quickCodex(folder, EVENTS);
    const flags = [`--allow-run=${codexPathOverride}`];
    assertEquals(await run(folder, flags, { codex: { codexPathOverride } }), "hi\n");
  });
});

Deno.test("run() is refused without --allow-run, and asks nobody", async () => {
  await inFolder(async (folder) => {
    const codexPathOverride = await quickCodex(folder, EVENTS);
    const output = await run(folder, [], { codex: { codexPathOverride } });
    assertStringIncludes(output, "SpawnError: Cannot start Codex");
    assertStringIncludes(output, "--allow-run");
  });
});

Deno.test(fake("a turn can be stopped under --allow-run=<codex>"), async () => {
  await inFolder(async (folder) => {
    const codexPathOverride = await fakeCodex(folder, [{ event: STARTED }, { hang: true }]);
    const flags = [`--allow-run=${codexPathOverride}`];
    const output = await run(folder, flags, { codex: { codexPathOverride }, abortMs: 300 });
    assertEquals(output, "AbortError: The turn was aborted\n");
  });
});

Deno.test(fake("outputSchema needs the temporary folder too, and leaves it empty"), async () => {
  await inFolder(async (folder) => {
    const events = [STARTED, TURN, said('{"a":"hi"}'), COMPLETED];
    const codexPathOverride = await quickCodex(folder, events);
    const temp = join(folder, "tmp");
    await mkdir(temp);
    const flags = [
      `--allow-run=${codexPathOverride}`,
      "--allow-env=TMPDIR,TMP,TEMP",
      `--allow-read=${temp}`,
      `--allow-write=${temp}`,
    ];
    const outputSchema = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
    const program = { codex: { codexPathOverride }, turn: { outputSchema } };
    assertEquals(await run(folder, flags, program, temp), '{"a":"hi"}\n');
    assertEquals(await readdir(temp), []);
    const without = await run(folder, flags.slice(0, 1), program, temp);
    assertStringIncludes(without, "CodexError: Cannot write the output schema");
  });
});

Deno.test("the real Codex is found and run with --allow-read=node_modules", async () => {
  const server = await ResponsesServer.start([reply(message("hi"))]);
  try {
    await inFolder(async (folder) => {
      const home = join(folder, "home");
      await mkdir(home);
      const flags = [`--allow-run=${nativeCodex()}`, `--allow-read=${NODE_MODULES}`];
      const { PATH, SystemRoot } = process.env; // Windows has no network without the latter
      const env = { PATH, SystemRoot, ...quiet(), HOME: home, CODEX_HOME: home };
      const codex = { baseUrl: server.url, apiKey: "offline", env };
      assertEquals(await run(folder, flags, { codex }), "hi\n");
    });
    assertEquals(server.unexpected, []);
  } finally {
    await server.close();
  }
});

Deno.test("runDurableTurn() needs its homes, the store's folder and to read Codex", async () => {
  const server = await ResponsesServer.start([reply(message("hi"))]);
  try {
    await inFolder(async (folder) => {
      const { path, flags } = await durableProgram(folder, server.url);
      const args = ["run", ...DENO_FLAGS, "--no-prompt", ...flags, path];
      assertEquals(await output(Deno.execPath(), args, folder), "hi\n");
    });
    assertEquals(server.unexpected, []);
  } finally {
    await server.close();
  }
});

const DURABLE_PROMPTS = "runDurableTurn() names the permission that is missing, and asks nobody";
Deno.test(testOptions(DURABLE_PROMPTS, await noTerminal()), async () => {
  const server = await ResponsesServer.start(() => reply(message("hi")));
  try {
    await inFolder(async (folder) => {
      const { path, flags, store, homes } = await durableProgram(folder, server.url);
      const [run = "", read = "", write = ""] = flags;
      const rows: readonly [flags: readonly string[], printed: string][] = [
        [[], `CodexError: Cannot read ${store}/k-a: --allow-read is missing\n`],
        [[run, read], `CodexError: Cannot write ${store}/k-a: --allow-write is missing\n`],
        [
          [run, read, `--allow-write=${store}`],
          `CodexError: Cannot write ${homes}: --allow-write is missing\n`,
        ],
        // The second has a template to copy.
        [[run, read, write], "hi\n"],
        [[run, read, write], "hi\n"],
      ];
      for (const [given, printed] of rows) {
        assertEquals(await inTerminal(folder, given, path), printed);
        await remove(store, { recursive: true });
        await mkdir(store);
      }
    });
  } finally {
    await server.close();
  }
});

/** Writes a program that runs a durable turn; the flags are what it needs: to run, to read, to write. */
async function durableProgram(folder: string, baseUrl: string): Promise<{
  readonly path: string;
  readonly flags: readonly string[];
  readonly store: string;
  readonly homes: string;
}> {
  const [store, homes] = [join(folder, "store"), join(folder, "homes")];
  for (const path of [store, homes]) await mkdir(path);
  const codexPathOverride = nativeCodex();
  const codex = { baseUrl, apiKey: "offline", codexPathOverride };
  const path = join(folder, "program.ts");
  await writeFile(
    path,
    `import { folderStore, runDurableTurn } from ${JSON.stringify(DURABLE)};
const options = ${JSON.stringify({ key: "a", messageId: "b", input: "hello", homes, codex })};
const store = folderStore(${JSON.stringify(store)});
try {
  console.log((await runDurableTurn({ ...options, store })).finalResponse);
} catch (error) {
  console.log(error.name + ": " + error.message);
}
`,
  );
  const flags = [
    `--allow-run=${codexPathOverride}`,
    `--allow-read=${homes},${store},${codexPathOverride}`,
    `--allow-write=${homes},${store}`,
  ];
  return { path, flags, store, homes };
}

const PROMPTS = "run() has nobody prompted at a terminal for what is optional";
Deno.test(testOptions(PROMPTS, await noTerminal()), async () => {
  await inFolder(async (folder) => {
    const asking = join(folder, "asking.ts");
    await writeFile(asking, 'console.log(Deno.readTextFileSync("/etc/hostname"));\n');
    assertStringIncludes(await inTerminal(folder, [], asking), "Deno requests read access");

    const missing = join(folder, "missing", "codex");
    const quick = await quickCodex(folder, EVENTS);
    const hanging = await fakeCodex(folder, [{ event: STARTED }, { hang: true }]);
    const thread = { workingDirectory: folder, additionalDirectories: ["more"] };
    const input = [{ type: "text", text: "hello" }, { type: "local_image", path: "a.png" }];
    const rows: readonly [string | null, Omit<Program, "codex">, printed: string][] = [
      [null, {}, "CodexNotFoundError: Cannot find the codex executable: "],
      [missing, {}, `SpawnError: Cannot start Codex: ${missing}: `],
      [quick, { thread, input }, "hi\n"],
      [hanging, { abortMs: 300 }, "AbortError: The turn was aborted\n"],
    ];
    for (const [codexPathOverride, rest, printed] of rows) {
      const flags = codexPathOverride === null ? [] : [`--allow-run=${codexPathOverride}`];
      const codex = codexPathOverride === null ? {} : { codexPathOverride };
      const program = await writeProgram(folder, { codex, ...rest });
      const text = await inTerminal(folder, flags, program);
      assertEquals(text.slice(0, printed.length), printed, text);
      assert(!text.includes("Deno requests"), text);
    }
  });
});

/** Runs a program under the flags; gives what it printed: the answer, or the error. */
async function run(
  folder: string,
  flags: readonly string[],
  program: Program,
  temp = folder,
): Promise<string> {
  const path = await writeProgram(folder, program);
  return await output(Deno.execPath(), ["run", ...DENO_FLAGS, "--no-prompt", ...flags, path], temp);
}

/** The same at a terminal, where Deno would ask for what the flags do not allow. */
async function inTerminal(
  folder: string,
  flags: readonly string[],
  program: string,
): Promise<string> {
  const command = [Deno.execPath(), "run", ...DENO_FLAGS, ...flags, program];
  return await output("python3", ["-c", TERMINAL, ...command], folder);
}

async function writeProgram(
  folder: string,
  { codex, thread = {}, turn = {}, input = "hello", abortMs }: Program,
): Promise<string> {
  const path = join(folder, "program.ts");
  const signal = abortMs === undefined ? "undefined" : `AbortSignal.timeout(${abortMs})`;
  await writeFile(
    path,
    `import { Codex } from ${JSON.stringify(MOD)};
const options = { skipGitRepoCheck: true, ...${JSON.stringify(thread)} };
const thread = new Codex(${JSON.stringify(codex)}).startThread(options);
try {
  const turnOptions = { ...${JSON.stringify(turn)}, signal: ${signal} };
  const turn = await thread.run(${JSON.stringify(input)}, turnOptions);
  console.log(turn.finalResponse);
} catch (error) {
  console.log(error.name + ": " + error.message);
}
`,
  );
  return path;
}

async function output(command: string, args: readonly string[], temp: string): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    // A library path, as Nix and conda set it, would need --allow-run without a path.
    env: { ...libraryPath(), NO_COLOR: "1", TMPDIR: temp, TMP: temp, TEMP: temp },
    stdin: "null",
  }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

/** Why there is no terminal to run a program in, or null. */
async function noTerminal(): Promise<string | null> {
  // It is there on Windows too, without the module.
  const python = new Deno.Command("python3", { args: ["-c", "import pty"] });
  const { success } = await python.output().catch(() => ({ success: false }));
  return success ? null : "there is no python3, whose module pty makes the terminal";
}

function libraryPath(): Record<string, string> {
  return process.env.LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH: "" };
}

async function inFolder(use: (path: string) => Promise<void>): Promise<void> {
  const folder = await caseFolder();
  try {
    await use(folder.path);
  } finally {
    await folder.remove();
  }
}
