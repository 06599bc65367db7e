/**
 * Chaos: many turns on few keys, by workers that are killed at random moments, over a store that refuses
 * and stalls, with a clock that jumps. In the end each message was answered once, no step that was kept
 * has run again, and every history is whole.
 *
 * `deno task chaos [seconds] [seed]`. Without seconds it runs once; with them, again and again from
 * another seed each time. The last line is `N passed, N failed`.
 *
 * @module
 */
import { folderStore } from "../../src/durable/mod.ts";
import { random } from "../random.ts";
import { itemOf } from "./file_codex.ts";
import type { Job, WorkerOptions } from "./worker.ts";
import { fileURLToPath } from "node:url";

const TURNS = 100;
const KEYS = 20;
const WORKERS = 3;
/** Milliseconds of a round at most. */
const LIMIT_MS = 60_000;

/** What became of a round. */
export interface Outcome {
  readonly kills: number;
  readonly lost: number;
  readonly again: number;
  readonly problems: readonly string[];
}

/** One round. */
export async function chaos(seed: number): Promise<Outcome> {
  const folder = await Deno.makeTempDir({ prefix: "chaos-" });
  try {
    const round = new Round(folder, seed);
    const timer = setTimeout(() => round.fail(`not over after ${LIMIT_MS / 1000} s`), LIMIT_MS);
    try {
      await round.run();
    } finally {
      clearTimeout(timer);
      await round.end();
    }
    const problems = [...round.problems, ...await look(folder, round)];
    return { kills: round.kills, lost: round.lost, again: round.again, problems };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Worker {
  readonly process: Deno.ChildProcess;
  readonly writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly jobs: Map<string, Job>;
  readonly said: Promise<void>;
}

class Round {
  readonly problems: string[] = [];
  readonly answers: Map<string, string> = new Map();
  kills = 0;
  lost = 0;
  again = 0;
  readonly #folder: string;
  readonly #next: () => number;
  readonly #queues: Map<string, string[]> = new Map();
  readonly #workers: Worker[] = [];
  #seed: number;
  #over!: () => void;
  readonly #done: Promise<void>;
  #isOver = false;

  constructor(folder: string, seed: number) {
    this.#folder = folder;
    this.#seed = seed;
    this.#next = random(seed);
    this.#done = new Promise((resolve) => this.#over = resolve);
    for (let i = 0; i < TURNS; i++) {
      const key = `key-${i % KEYS}`;
      this.#queues.set(key, [...this.#queues.get(key) ?? [], `${key}/m-${Math.floor(i / KEYS)}`]);
    }
  }

  fail(problem: string): void {
    this.problems.push(problem);
    this.#isOver = true;
    this.#over();
  }

  async run(): Promise<void> {
    for (let i = 0; i < WORKERS; i++) this.#start();
    for (const key of this.#queues.keys()) this.#dispatch(key);
    while (!this.#isOver) {
      await Promise.race([this.#done, wait(200 + this.#next() * 800)]);
      if (!this.#isOver) await this.#kill();
    }
  }

  async end(): Promise<void> {
    this.#isOver = true;
    for (const { process, writer, said } of this.#workers) {
      await writer.close().catch(() => {});
      kill(process);
      await process.status;
      await said;
    }
  }

  #start(): void {
    const options: WorkerOptions = { folder: this.#folder, seed: ++this.#seed };
    const process = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "-q",
        "--no-config",
        fileURLToPath(new URL("worker.ts", import.meta.url)),
        JSON.stringify(options),
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const jobs = new Map<string, Job>();
    this.#workers.push({
      process,
      writer: process.stdin.getWriter(),
      jobs,
      said: this.#hear(process, jobs),
    });
  }

  async #hear(process: Deno.ChildProcess, jobs: Map<string, Job>): Promise<void> {
    let rest = "";
    for await (const chunk of process.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#said(JSON.parse(line), jobs);
    }
  }

  #said(
    { key, message, turn, error }: Job & {
      readonly turn?: unknown;
      readonly error?: string;
      readonly told?: string;
    },
    jobs: Map<string, Job>,
  ): void {
    jobs.delete(message);
    if (turn === undefined) {
      if (error === "TakenError") this.lost++;
      this.again++;
      if (!this.#isOver) this.#give({ key, message });
      return;
    }
    const text = JSON.stringify(turn);
    const known = this.answers.get(message);
    if (known !== undefined && known !== text) this.problems.push(`${message} has two answers`);
    this.answers.set(message, text);
    if (known !== undefined) return;
    this.#queues.get(key)?.shift();
    this.#dispatch(key);
    if (this.answers.size === TURNS) {
      this.#isOver = true;
      this.#over();
    }
  }

  #dispatch(key: string): void {
    const [message] = this.#queues.get(key) ?? [];
    if (message === undefined) return;
    this.#give({ key, message });
    // At times an engine gives a job twice.
    if (this.#next() < 0.1) this.#give({ key, message });
  }

  #give(job: Job): void {
    if (this.answers.has(job.message)) return;
    const worker = this.#workers[Math.floor(this.#next() * this.#workers.length)];
    if (worker === undefined) return;
    worker.jobs.set(job.message, job);
    worker.writer.write(new TextEncoder().encode(`${JSON.stringify(job)}\n`)).catch(() => {});
  }

  async #kill(): Promise<void> {
    const [worker] = this.#workers.splice(Math.floor(this.#next() * this.#workers.length), 1);
    if (worker === undefined) return;
    this.kills++;
    this.#start();
    kill(worker.process);
    // Its jobs go to others at once, before it is known to be gone.
    for (const job of worker.jobs.values()) this.#give(job);
    await worker.process.status;
    await worker.writer.close().catch(() => {});
  }
}

/** What is wrong with what a round has left. */
async function look(folder: string, round: Round): Promise<string[]> {
  const problems: string[] = [];
  if (round.answers.size !== TURNS) {
    problems.push(`${round.answers.size} of ${TURNS} were answered`);
  }
  const kept = new Set<string>();
  const ran = new Set<string>();
  for (const line of (await Deno.readTextFile(`${folder}/log`)).split("\n")) {
    const [what, ...step] = line.split(" ");
    const name = step.join(" ");
    if (what === "kept") kept.add(name);
    if (what !== "run") continue;
    if (kept.has(name)) problems.push(`step ${name} was kept, and has run again`);
    ran.add(name);
  }
  if (ran.size !== TURNS * 2) problems.push(`${ran.size} of ${TURNS * 2} steps have run`);
  const store = folderStore(`${folder}/store`, { sync: false });
  for (const key of await store.list()) problems.push(...await history(store, key));
  return problems;
}

/** Whether a key's messages are there once each, in order, with all that was done. */
async function history(store: ReturnType<typeof folderStore>, key: string): Promise<string[]> {
  const { files } = await store.take(key);
  const record = new TextDecoder().decode(files.find(({ path }) => path === "durable.jsonl")?.data);
  const threads = record.split("\n").filter((line) => line !== "").map((line) =>
    JSON.parse(line).thread
  );
  const thread = threads.filter((id) => typeof id === "string").at(-1);
  const file = files.find(({ path }) => path.includes(String(thread)));
  const lines = new TextDecoder().decode(file?.data).split("\n").filter((line) => line !== "");
  const items = lines.map((line) => itemOf(JSON.parse(line))).filter((item) => item !== null);
  const told = items.map(({ type, clientId, command, text }) =>
    type === "userMessage" ? clientId : type === "agentMessage" ? text : command
  );
  const expected = Array.from({ length: TURNS / KEYS }, (_, i) => `${key}/m-${i}`).flatMap((
    message,
  ) => [
    message,
    `step 1 of ${message}`,
    `step 2 of ${message}`,
    `${message} is done`,
  ]);
  return JSON.stringify(told) === JSON.stringify(expected)
    ? []
    : [`the history of ${key} is ${told.join(", ")}`];
}

function kill(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended.
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

if (import.meta.main) {
  const [seconds = "0", given] = Deno.args;
  const end = performance.now() + Number(seconds) * 1000;
  let passed = 0;
  let failed = 0;
  do {
    const seed = given === undefined ? Math.floor(Math.random() * 1e9) : Number(given);
    const start = performance.now();
    const { kills, lost, again, problems } = await chaos(seed);
    const took = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
      `seed ${seed}: ${TURNS} turns on ${KEYS} keys in ${took} s, ${kills} workers killed, ` +
        `${lost} calls overtaken, ${again} called again`,
    );
    for (const problem of problems) console.log(`  ${problem}`);
    if (problems.length === 0) passed++;
    else failed++;
  } while (performance.now() < end);
  Deno.exitCode = failed === 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed`);
}
