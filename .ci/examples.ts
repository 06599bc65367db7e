/**
 * The examples that stand alone on Node or Bun, with the tarball beside them as users have it. On Deno
 * tests/examples_test.ts runs them.
 *
 * @module
 */
import { join } from "node:path";
import { drive } from "../tests/examples/drive.ts";
import { ALONE } from "../tests/examples/table.ts";
import { ROOT } from "./command.ts";
import { linkCodex, npmInstall } from "./consumer.ts";
import type { Part } from "./part.ts";

/** Two cores are enough for programs that wait for Codex half of the time. */
const WORKERS = 2;

/** Those that show on every run of the tests that a copy works: over exec, live, and as a server. */
export const FEW: readonly string[] = ["quickstart.ts", "tools.ts", "web_server.ts"];

/**
 * Runs each offline, in a folder of its own; each is a test.
 *
 * @param runtime Its name.
 * @param program Its executable.
 * @param names Which of them. Default: all.
 */
export async function examples(
  runtime: string,
  program: string,
  tarball: string,
  folder: string,
  names: readonly string[] = Object.keys(ALONE),
): Promise<Part> {
  await prepare(folder, tarball);
  const waiting = Object.entries(ALONE).filter(([name]) => names.includes(name));
  const lines: string[] = [];
  let failed = 0;
  await Promise.all(Array.from({ length: WORKERS }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, example] = next;
      const cwd = await workPlace(folder);
      const start = performance.now();
      const error = await drive([program, join(folder, name)], example, { cwd })
        .then(() => null, ({ message }: Error) => message);
      if (error !== null) failed++;
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      const head = error === null ? "ok" : "FAILED";
      lines.push(`${head} examples/${name} on ${runtime} (${seconds} s)\n${error ?? ""}`);
    }
  }));
  return { passed: lines.length - failed, failed, output: lines.join("") };
}

async function prepare(folder: string, tarball: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await npmInstall(folder, [tarball]);
  await linkCodex(folder);
  const zod = await Deno.realPath(join(ROOT, "node_modules", "zod"));
  await Deno.symlink(zod, join(folder, "node_modules", "zod"), { type: "junction" });
  for (const name of Object.keys(ALONE)) {
    await Deno.copyFile(join(ROOT, "examples", name), join(folder, name));
  }
}

/** A folder that Git takes for a repository, apart from the packages, which Codex must not write to. */
async function workPlace(folder: string): Promise<string> {
  const path = await Deno.makeTempDir({ dir: join(folder, ".."), prefix: "example-" });
  await Deno.mkdir(join(path, ".git"));
  await Deno.writeTextFile(join(path, ".git", "HEAD"), "ref: refs/heads/main\n");
  return path;
}
