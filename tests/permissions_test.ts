/**
 * README's "Permissions in Deno", held to what it says: a small program under exactly those flags.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
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

const MOD = new URL("../mod.ts", import.meta.url).href;
const NODE_MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));
const EVENTS = [STARTED, TURN, said("hi"), COMPLETED];

/** Options of `Codex`, of the thread and of the turn, and an abort after so many milliseconds. */
interface Program {
  readonly codex: unknown;
  readonly turn?: unknown;
  readonly abortMs?: number;
}

Deno.test("run() needs --allow-run=<codex> and nothing else", async () => {
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

Deno.test("a turn can be stopped under --allow-run=<codex>", async () => {
  await inFolder(async (folder) => {
    const codexPathOverride = await fakeCodex(folder, [{ event: STARTED }, { hang: true }]);
    const flags = [`--allow-run=${codexPathOverride}`];
    const output = await run(folder, flags, { codex: { codexPathOverride }, abortMs: 300 });
    assertEquals(output, "AbortError: The turn was aborted\n");
  });
});

Deno.test("outputSchema needs the temporary folder too, and leaves it empty", async () => {
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
      const flags = [`--allow-run=${installedCodex()}`, `--allow-read=${NODE_MODULES}`];
      const env = { PATH: process.env.PATH, HOME: home, CODEX_HOME: home };
      const codex = { baseUrl: server.url, apiKey: "offline", env };
      assertEquals(await run(folder, flags, { codex }), "hi\n");
    });
    assertEquals(server.unexpected, []);
  } finally {
    await server.close();
  }
});

/** Runs a program under the flags; gives what it printed: the answer, or the error. */
async function run(
  folder: string,
  flags: readonly string[],
  { codex, turn = {}, abortMs }: Program,
  temp = folder,
): Promise<string> {
  const program = join(folder, "program.ts");
  await writeFile(
    program,
    `import { Codex } from ${JSON.stringify(MOD)};
const signal = ${abortMs === undefined ? "undefined" : `AbortSignal.timeout(${abortMs})`};
const thread = new Codex(${JSON.stringify(codex)}).startThread({ skipGitRepoCheck: true });
try {
  const turn = await thread.run("hello", { ...${JSON.stringify(turn)}, signal });
  console.log(turn.finalResponse);
} catch (error) {
  console.log(error.name + ": " + error.message);
}
`,
  );
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--no-config", "--no-lock", ...flags, program],
    // A library path, as Nix and conda set it, would need --allow-run without a path.
    env: { ...libraryPath(), TMPDIR: temp, TMP: temp, TEMP: temp },
    stdin: "null",
  }).output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

function libraryPath(): Record<string, string> {
  return process.env.LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH: "" };
}

/** The native binary of the npm package. */
function installedCodex(): string {
  const launcher = createRequire(import.meta.url).resolve("@openai/codex/package.json");
  const platform = createRequire(launcher)
    .resolve(`@openai/codex-${process.platform}-${process.arch}/package.json`);
  const vendor = join(dirname(platform), "vendor");
  const [triple] = Deno.readDirSync(vendor);
  const binary = process.platform === "win32" ? "codex.exe" : "codex";
  return join(vendor, triple?.name ?? "", "bin", binary);
}

async function inFolder(use: (path: string) => Promise<void>): Promise<void> {
  const folder = await caseFolder();
  try {
    await use(folder.path);
  } finally {
    await folder.remove();
  }
}
