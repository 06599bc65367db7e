/**
 * Codex in a container, or over ssh: `spawn` starts it there, the SDK does the rest.
 *
 *     deno run -A examples/custom_spawn.ts
 *
 * A shell with a bare environment stands in for a container here; comments tell what Docker needs.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { Readable, Writable } from "node:stream";
import { Codex, type ExitStatus, type KillSignal, type Spawn, type Subprocess } from "../mod.ts";
import { message, reply, shell } from "../src/testing/mod.ts";
import { runExample } from "./_model.ts";

/** A grey dot. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==";

const SCRIPT = [
  reply(shell("pwd")),
  reply(message("Hello, whoever you are!")),
];

/** Starts Codex inside. */
const spawnInside: Spawn = ({ command, args, cwd, env, files }) => {
  // With Docker:
  //
  //   docker run --rm --init --interactive
  //     --volume ${folder}:${folder}     the working directory under its own name, as `args` name it
  //     --volume ${file}:${file}:ro      for each of `files`: images, the output schema
  //     --env CODEX_API_KEY              for each name in `env` that matters inside; without a value,
  //                                      so that it is taken from Docker's environment, unseen by `ps`
  //     image-with-codex ${command} ${args}
  //
  // The prompt comes over stdin and the events go over stdout, hence --interactive and no --tty.
  console.log(`outside: ${basename(command)} ${args.slice(0, 2).join(" ")} …`);
  console.log(`outside: to bring along: ${files.map((file) => basename(file)).join(", ")}`);
  return start("sh", ["-c", 'exec "$0" "$@"', command, ...args], bare(env), cwd);
};

await runExample(SCRIPT, async ({ options, folder, signal }) => {
  const picture = join(folder, "nobody.png");
  await writeFile(picture, Buffer.from(PNG, "base64"));

  const codex = new Codex({
    ...options,
    spawn: spawnInside,
    // What `command` will be. In an image with `codex` on its PATH this line is not needed.
    codexPathOverride: installedCodex(),
  });
  const thread = codex.startThread({ workingDirectory: folder, skipGitRepoCheck: true });
  const turn = await thread.run([
    { type: "text", text: "Say hello to the person in the picture." },
    { type: "local_image", path: picture },
  ], { signal });
  for (const item of turn.items) {
    if (item.type === "command_execution") {
      console.log(
        `inside:  pwd is the folder outside: ${item.aggregated_output.trim() === folder}`,
      );
    }
  }
  console.log(`inside:  ${turn.finalResponse}`);
});

/** A process of this machine as the SDK wants it: web streams, an exit, and a way to end it. */
function start(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
  cwd: string | undefined,
): Promise<Subprocess> {
  const child = spawn(program, args, {
    env,
    ...(cwd === undefined ? {} : { cwd }),
    stdio: "pipe",
    // A process group of its own, so that a signal reaches all of it.
    detached: true,
  });
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  const kill = (signal: KillSignal) => {
    // With Docker: `docker kill --signal ${signal} ${container}`. The tree inside is ours to end.
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, signal);
    }
  };
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => {
      resolve({
        stdin: Writable.toWeb(child.stdin),
        stdout: Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>,
        stderr: Readable.toWeb(child.stderr) as ReadableStream<Uint8Array>,
        exited,
        kill,
      });
    });
  });
}

/** The few variables that Codex needs inside. */
function bare(env: Readonly<Record<string, string>>): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "CODEX_HOME", "CODEX_API_KEY"];
  return Object.fromEntries(Object.entries(env).filter(([name]) => names.includes(name)));
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
