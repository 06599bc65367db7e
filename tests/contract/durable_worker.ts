/**
 * A worker in a process of its own, which can be killed.
 *
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { DurableTurnOptions } from "../../src/durable/mod.ts";
import type { LiveEvent } from "../../src/app_server/mod.ts";
import type { Turn } from "../../mod.ts";
import type { ResponsesServer } from "../../src/testing/mod.ts";
import { entryUrl, type Kit } from "./case.ts";
import { isAlive, processesWith } from "./processes.ts";
import { until } from "./real_case.ts";

/** What a worker has printed: an event, or how it ended. */
export type Said =
  | LiveEvent
  | { readonly type: "result"; readonly turn: Turn }
  | { readonly type: "rejected"; readonly name: string; readonly message: string };

/** A worker. */
export interface Worker {
  /** Its process. */
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly said: Said[];
  /** Settles when it has ended. */
  readonly ended: Promise<void>;
}

/** Questions by files in a folder: `asked` has a line for each call, `answer` the answer, once it is there. */
const PROGRAM = `import { appendFile, readFile } from "node:fs/promises";
import process from "node:process";
import { folderStore, runDurableTurn } from SDK;
const { store, questions, ...job } = JSON.parse(process.argv[2]);
const say = (line) => console.log(JSON.stringify(line));
const port = questions && {
  ask: (id, request) =>
    appendFile(questions + "/asked", JSON.stringify({ id, command: request.command }) + "\\n"),
  async answer(id, signal) {
    while (!signal.aborted) {
      const text = await readFile(questions + "/answer", "utf8").catch(() => null);
      if (text !== null) return text;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },
};
runDurableTurn({ ...job, store: folderStore(store), questions: port, onEvent: say }).then(
  (turn) => say({ type: "result", turn }),
  ({ name, message }) => say({ type: "rejected", name, message }),
);
`;

/** Starts a worker on a message. */
export async function startWorker(
  kit: Kit,
  job: Omit<DurableTurnOptions, "store" | "questions" | "onEvent"> & {
    readonly questions?: string;
  },
): Promise<Worker> {
  const path = join(kit.folder, "worker.mjs");
  await writeFile(path, PROGRAM.replace("SDK", JSON.stringify(entryUrl(kit, "/durable"))));
  if (job.questions !== undefined) await mkdir(job.questions, { recursive: true });
  const flags = kit.runtime === "deno" ? ["run", "-A", "--quiet"] : [];
  const argument = JSON.stringify({ ...job, store: join(kit.folder, "store") });
  const child = spawn(process.execPath, [...flags, path, argument], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: Said[] = [];
  let rest = "";
  child.stdout?.on("data", (data) => {
    const lines = (rest + data).split("\n");
    rest = lines.pop() ?? "";
    said.push(...lines.map((line) => JSON.parse(line)));
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return { child, said, ended };
}

/** Waits until the store of a case has so many lines with a text in them. */
export async function untilStored(kit: Kit, text: string, lines = 1): Promise<void> {
  await until(async () => await linesWith(join(kit.folder, "store"), text) >= lines || null);
}

async function linesWith(folder: string, text: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const counts = await Promise.all(entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return await linesWith(path, text);
    const content = await readFile(path, "utf8").catch(() => "");
    return content.split("\n").filter((line) => line.includes(text)).length;
  }));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Waits until no Codex of a server is left. */
export async function nothingLeft(server: ResponsesServer): Promise<void> {
  await until(async () => {
    const alive = await Promise.all(
      (await processesWith(server.url)).map(({ pid }) => isAlive(pid)),
    );
    return alive.includes(true) ? null : true;
  });
}

/** Ends every Codex that talks to this server. */
export async function endLeft(server: ResponsesServer): Promise<void> {
  for (const { pid } of await processesWith(server.url)) {
    if (pid !== process.pid) process.kill(pid, "SIGKILL");
  }
  await nothingLeft(server);
}
