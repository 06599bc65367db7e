/**
 * Codex on another host, or in a container: `spawn` starts it there, the SDK does the rest.
 *
 *     deno run -A examples/elsewhere.ts [--offline]                    a shell on this machine
 *     deno run -A examples/elsewhere.ts ssh [options] ada@build.example
 *     deno run -A examples/elsewhere.ts docker [options] container     a running one; podman likewise
 *     deno run -A examples/elsewhere.ts kubectl [options] pod
 *
 * There, `codex` must be on the PATH, or where CODEX_PATH says, and must be logged in.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { Codex, type CodexOptions, type Spawn, type ThreadOptions } from "@codex-js/sdk";
import { message, reply, shell } from "@codex-js/sdk/testing";
import { inContainer, inPod, inPodman, inShell, overSsh } from "./_far_shell.ts";
import { print, runExample } from "./_model.ts";

/** A grey dot. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==";

/** Passed to Codex as a file, which must be copied to the other side. */
const SCHEMA = {
  type: "object",
  properties: { folder: { type: "string" }, greeting: { type: "string" } },
  required: ["folder", "greeting"],
};

const SCRIPT = [
  reply(shell("pwd")),
  reply(message('{"folder":"the one that pwd prints","greeting":"Hello, whoever you are!"}')),
];

const [kind, ...args] = process.argv.slice(2).filter((word) => word !== "--offline");
const ways: Readonly<Record<string, Spawn>> = {
  ssh: overSsh(...args),
  docker: inContainer(...args),
  podman: inPodman(...args),
  kubectl: inPod(...args),
};

if (kind === undefined) {
  await runExample(SCRIPT, async ({ options, folder, signal }) => {
    // Only what the other side needs of this machine's environment.
    const { CODEX_HOME = "", HOME = "", TMPDIR = "", PATH = "" } = options.env ?? {};
    const env = { HOME, TMPDIR, PATH, ...CODEX_HOME === "" ? {} : { CODEX_HOME } };
    await ask(
      { ...options, env, codexPathOverride: installedCodex() },
      inShell(),
      {},
      folder,
      signal,
    );
  });
} else {
  const spawn = ways[kind];
  if (spawn === undefined) {
    throw new Error(`Cannot reach Codex: ${kind} is unknown; use ssh, docker, podman or kubectl`);
  }
  const { CODEX_PATH = "codex" } = process.env;
  const abort = new AbortController();
  process.once("SIGINT", () => abort.abort());
  const folder = await mkdtemp(join(tmpdir(), "codex-example-"));
  try {
    // The far side's own environment stays below `env`, which is empty here.
    const options = { env: {}, codexPathOverride: CODEX_PATH };
    // In Docker, Codex cannot create its own sandbox: the container must be one.
    const thread: ThreadOptions = kind === "ssh" ? {} : { sandboxMode: "danger-full-access" };
    await ask(options, spawn, thread, folder, abort.signal);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Asks about a picture on this machine, in a folder on the other one. */
async function ask(
  options: CodexOptions,
  spawn: Spawn,
  where: ThreadOptions,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const picture = join(folder, "nobody.png");
  await writeFile(picture, Buffer.from(PNG, "base64"));
  const codex = new Codex({
    ...options,
    spawn: (command) => {
      print(`here:  brings along ${command.files.length} files`);
      return spawn(command);
    },
  });
  const thread = codex.startThread({ workingDirectory: "/", skipGitRepoCheck: true, ...where });
  const turn = await thread.run([
    { type: "text", text: "Run pwd, and say hello to the person in the picture." },
    { type: "local_image", path: picture },
  ], { signal, outputSchema: SCHEMA });
  for (const item of turn.items) {
    if (item.type !== "command_execution") continue;
    // A turn succeeds all the same: the model is told, and tries to cope.
    if (item.status === "failed") throw new Error(`Cannot run commands: ${item.aggregated_output}`);
    print(`there: ${item.command} says ${item.aggregated_output.trim()}`);
  }
  print(`there: ${turn.finalResponse}`);
}

/** The `codex` of the npm package; the SDK finds it by itself when it is the one that starts it. */
function installedCodex(): string {
  const launcher = createRequire(import.meta.url).resolve("@openai/codex/package.json");
  const platform = createRequire(launcher)
    .resolve(`@openai/codex-${process.platform}-${process.arch}/package.json`);
  const vendor = join(dirname(platform), "vendor");
  const [triple = ""] = readdirSync(vendor);
  return join(vendor, triple, "bin", process.platform === "win32" ? "codex.exe" : "codex");
}
