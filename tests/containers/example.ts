/**
 * examples/elsewhere.ts in a container as it comes, which lets Codex make no sandbox.
 *
 * @module
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deno, nativeCodex } from "../../.ci/command.ts";
import { message, reply, ResponsesServer, shell } from "../../src/testing/mod.ts";
import { type Engine, startContainer } from "../container.ts";
import { caseFolder } from "../contract/case.ts";

/** Runs it; rejects unless its command ran. */
export async function example(engine: Engine): Promise<void> {
  const { path: folder, remove } = await caseFolder();
  const answer = message('{"folder":"/","greeting":"Hello"}');
  const server = await ResponsesServer.start([reply(shell("pwd")), reply(answer)]);
  const home = join(folder, "home");
  await mkdir(home);
  await writeFile(join(home, "config.toml"), `openai_base_url = ${JSON.stringify(server.url)}\n`);
  const env = { CODEX_HOME: home, HOME: folder, CODEX_API_KEY: "sk-example-0123456789" };
  const container = startContainer(engine, folder, env);
  try {
    const args = ["run", "-A", "examples/elsewhere.ts", engine.program, container.name];
    const { code, stdout, stderr } = await deno(args, { env: { CODEX_PATH: nativeCodex() } });
    if (code !== 0 || !/^there: .*\bpwd says \/$/m.test(stdout)) throw new Error(stdout + stderr);
  } finally {
    container.close();
    await server.close();
    await remove();
  }
}
