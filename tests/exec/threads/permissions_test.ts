import { assertEquals, assertStringIncludes } from "@std/assert";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const MOD = new URL("../../../mod.ts", import.meta.url).href;
const ID = "01a201f0-88ca-7681-ada4-692e81620abf";
const PATH = `sessions/2026/11/27/rollout-2026-11-27T10-00-00-${ID}.jsonl`;
const LINE = `${JSON.stringify({ type: "session_meta", payload: { id: ID } })}\n`;

Deno.test("exportThread() and importThread() need to read and write CODEX_HOME, and nothing else", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "codex-threads-")));
  try {
    const [here, there] = [join(folder, "here"), join(folder, "there")];
    await mkdir(dirname(join(here, PATH)), { recursive: true });
    await writeFile(join(here, PATH), LINE);
    const program = join(folder, "main.ts");
    await writeFile(
      program,
      `import { Codex } from ${JSON.stringify(MOD)};
const codexIn = (CODEX_HOME: string) => new Codex({ env: { CODEX_HOME } });
try {
  const files = await codexIn(${JSON.stringify(here)}).exportThread("${ID}");
  console.log(files.length, await codexIn(${JSON.stringify(there)}).importThread(files));
} catch (error) {
  console.log(String(error));
}`,
    );
    const run = async (...flags: string[]) => {
      const args = ["run", "--quiet", "--no-config", "--no-lock", "--no-prompt", ...flags, program];
      const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
      return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    };
    assertStringIncludes(await run(), "--allow-read is missing");
    assertStringIncludes(await run(`--allow-read=${here}`), `${there}/sessions`);
    const read = `--allow-read=${here},${there}`;
    assertStringIncludes(await run(read), "--allow-write is missing");
    assertEquals(await run(read, `--allow-write=${there}`), `1 { id: "${ID}" }\n`);
    assertEquals(await readFile(join(there, PATH), "utf8"), LINE);
  } finally {
    await rm(folder, { recursive: true });
  }
});
