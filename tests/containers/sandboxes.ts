/**
 * What works of Codex's sandbox in a container: a turn in each kind of container.
 *
 * @module
 */
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { nativeCodex } from "../../.ci/command.ts";
import * as far from "../../examples/_far_shell.ts";
import { Codex } from "../../mod.ts";
import { message, reply, ResponsesServer, shell } from "../../src/testing/mod.ts";
import { type Engine, startContainer } from "../container.ts";
import { caseFolder } from "../contract/case.ts";

/** What came of a kind of container. */
export interface Row {
  readonly name: string;
  /** Whether a command runs. */
  readonly runs: boolean;
  /** Whether it can write in its folder, and nowhere else. */
  readonly confines: boolean;
  /** What the command said. */
  readonly said: string;
}

/** Runs a turn under `workspace-write` in a container. */
export async function sandboxIn(
  name: string,
  engine: Engine,
  options: readonly string[],
): Promise<Row> {
  const { path: folder, remove } = await caseFolder();
  const script = [
    reply(shell("echo begun; touch inside; touch ../outside; exit 0")),
    reply(message("done")),
  ];
  const server = await ResponsesServer.start(script);
  const [work, home, temp] = ["work", "home", "tmp"].map((name) => join(folder, name));
  for (const path of [work, home, temp]) await mkdir(path ?? "");
  const container = startContainer(engine, folder, { TMPDIR: temp ?? "" }, options);
  try {
    const reach = engine.program === "docker" ? far.inContainer : far.inPodman;
    const codex = new Codex({
      spawn: reach(container.name),
      baseUrl: server.url,
      apiKey: "sk-sandbox-0123456789",
      codexPathOverride: nativeCodex(),
      env: { HOME: folder, CODEX_HOME: home ?? "" },
    });
    const thread = codex.startThread({
      workingDirectory: work,
      skipGitRepoCheck: true,
      sandboxMode: "workspace-write",
      // Else the folder above, which is one for temporary files, is open, too.
      config: {
        sandbox_workspace_write: { exclude_slash_tmp: true, exclude_tmpdir_env_var: true },
      },
    });
    const { items } = await thread.run("go");
    const command = items.find((item) => item.type === "command_execution");
    const said = command?.aggregated_output.trim() ?? "";
    const exists = (path: string) => stat(path).then(() => true, () => false);
    const runs = said.startsWith("begun");
    const confines = await exists(join(work ?? "", "inside")) &&
      !await exists(join(folder, "outside"));
    return { name, runs, confines, said };
  } finally {
    container.close();
    await server.close();
    await remove();
  }
}
