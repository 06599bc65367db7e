/**
 * The program that measures one row of one subject, on any runtime, from the folder where the
 * packed SDK and its peer are installed: `program.mjs <row> <subject> <codex>`. Prints a sample as
 * JSON.
 *
 * @module
 */
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { CodexOptions, ThreadOptions } from "../../mod.ts";
import { bare } from "./floor.ts";
import type { RowName, Sample, Subject } from "./rows.ts";

type Sdk = typeof import("../../mod.ts");

/** How a subject runs a turn of `codex`; gives the number of its events. */
type Run = (codex: string) => Promise<number>;

const PATH = { PATH: process.env.PATH ?? "" };
const FOLDER = dirname(fileURLToPath(import.meta.url));

const [row, subject, codex = ""] = process.argv.slice(2) as [RowName, Subject, string?];
const ms = row === "turn" ? await realTurns(codex) : [await measure()];
const [, peak] = (await readFile("/proc/self/status", "utf8")).match(/^VmHWM:\s+(\d+) kB/m) ?? [];
const sample: Sample = { ms, mb: Number(peak) / 1024 };
console.log(JSON.stringify(sample));
process.exit(0);

/** Milliseconds of a row that a fake Codex plays: a file that is written to the pipe. */
async function measure(): Promise<number> {
  const begin = performance.now();
  // Against the row "small" it is what `debug` costs: nothing when it is off.
  const run = await runner(row === "told" ? { debug: () => {} } : {});
  if (row === "import") return performance.now() - begin;
  await run(join(FOLDER, "first"));
  if (row === "first") return performance.now() - begin;
  // What is loaded and started at the first turn is in a row of its own.
  const warm = performance.now();
  const played = row === "told" ? "small" : row;
  const turns = Array.from({ length: row === "many" ? 64 : 1 }, () => run(join(FOLDER, played)));
  const counts = await Promise.all(turns);
  const took = performance.now() - warm;
  const expected = Number(await readFile(join(FOLDER, `${played}.count`), "utf8"));
  const wrong = counts.find((count) => count !== expected);
  if (wrong !== undefined) throw new Error(`${subject} gave ${wrong} events of ${expected}`);
  return took;
}

async function runner(options: CodexOptions = {}, thread: ThreadOptions = {}): Promise<Run> {
  // The whole environment, as the others give it: the larger it is, the longer a process takes to start.
  if (subject === "floor") return (codex) => bare(codex, [], { ...process.env as typeof PATH });
  const { Codex } = await load();
  return async (codexPathOverride) => {
    const client = new Codex({ ...options, codexPathOverride });
    const { events } = await client.startThread(thread).runStreamed("Hello");
    let count = 0;
    for await (const _event of events) count++;
    return count;
  };
}

/** The names are computed, so that the bundler leaves them to be resolved from this file's folder. */
async function load(): Promise<Sdk> {
  const name = subject === "sdk" ? "@codex-js/sdk" : "@openai/codex-sdk";
  return await import(name);
}

/** Milliseconds of some turns of the real Codex, with the model's service played in this process. */
async function realTurns(codex: string): Promise<number[]> {
  const name = "@codex-js/sdk/testing";
  const { message, reply, ResponsesServer }: typeof import("../../src/testing/mod.ts") =
    await import(name);
  const folder = join(FOLDER, `home-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const service = await ResponsesServer.start(() => reply(message("Hello, you.")));
  try {
    const env = { ...PATH, HOME: folder, CODEX_HOME: folder };
    const key = "offline";
    const run: Run = subject === "floor"
      ? (codex) => bare(codex, bareArgs(service.url, folder), { ...env, CODEX_API_KEY: key })
      : await runner({ baseUrl: service.url, apiKey: key, env }, {
        workingDirectory: folder,
        skipGitRepoCheck: true,
        sandboxMode: "read-only",
      });
    const times: number[] = [];
    for (let turn = 0; turn < 9; turn++) {
      const begin = performance.now();
      const count = await run(codex);
      if (count !== 4) throw new Error(`${subject} gave ${count} events of 4`);
      times.push(performance.now() - begin);
    }
    // The first one also loads, starts and makes the home.
    return times.slice(1);
  } finally {
    await service.close();
  }
}

function bareArgs(url: string, folder: string): string[] {
  const args = ["exec", "--experimental-json", "--config", `openai_base_url="${url}"`];
  return [...args, "--sandbox", "read-only", "--cd", folder, "--skip-git-repo-check"];
}
