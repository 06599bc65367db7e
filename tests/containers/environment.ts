/**
 * A live thread whose commands run in a container, while Codex, its key and its threads stay outside.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { nativeCodex } from "../../.ci/command.ts";
import { AppServer } from "../../src/app_server/mod.ts";
import { message, reply, ResponsesServer, shell } from "../../src/testing/mod.ts";
import { type Engine, startContainer } from "../container.ts";
import { caseFolder, hostEnv } from "../contract/case.ts";

const KEY = "sk-environment-0123456789";

/** Runs it; rejects unless the command ran there, and without the key. */
export async function environment(engine: Engine, options: readonly string[]): Promise<void> {
  const { path: folder, remove } = await caseFolder();
  const [home, work] = [join(folder, "home"), join(folder, "work")];
  for (const path of [home, work]) await mkdir(path);
  // What busybox has, and this machine has not.
  const command = "[ /bin/ls -ef /bin/busybox ] && pwd; env";
  const model = await ResponsesServer.start([reply(shell(command)), reply(message("done"))]);
  // Of all that is here it has `work` alone.
  const container = startContainer(engine, work, { HOME: "/tmp", CODEX_HOME: "/root" }, options);
  const execServer = spawn(engine.program, [
    ...["exec", container.name, nativeCodex(), "exec-server", "--listen", "ws://127.0.0.1:0"],
  ], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(execServer, "exit");
  try {
    const said = createInterface({ input: execServer.stdout })[Symbol.asyncIterator]();
    const { value: url = "" } = await said.next();
    await using server = await AppServer.start({
      baseUrl: model.url,
      apiKey: KEY,
      codexPathOverride: nativeCodex(),
      env: { ...hostEnv(), HOME: folder, CODEX_HOME: home },
    });
    const environments = [{ url, workingDirectory: work }];
    const thread = await server.startThread({ environments, sandboxMode: "workspace-write" });
    const { items } = await thread.run("go");
    const [item] = items;
    const output = item?.type === "command_execution" ? item.aggregated_output : "";
    if (!output.startsWith(`${work}\n`) || output.includes(KEY)) {
      throw new Error(JSON.stringify(items));
    }
  } finally {
    container.close();
    await ended;
    await model.close();
    await remove();
  }
}
