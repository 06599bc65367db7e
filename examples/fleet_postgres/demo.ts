/**
 * The demo itself; see `main.ts`. Its one argument is the folder of its packages.
 *
 * @module
 */
import {
  message,
  type RecordedRequest,
  type Reply,
  reply,
  ResponsesServer,
  shell,
  testThreadStore,
} from "@codex-js/sdk/testing";
import { loadBoss, QUEUE, QUEUE_OPTIONS } from "./boss.ts";
import { connect, PostgresServer } from "./server.ts";
import { type Pool, postgresStore, SCHEMA } from "./store.ts";
import type { WorkerOptions } from "./worker.ts";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const THREADS = 4;
const MESSAGES = 2;

/** Cuts the connections while they are in use: calls may reject, and nothing else may happen. */
async function cutOff(pool: Pool): Promise<void> {
  const store = postgresStore(pool);
  const cut = "select pg_terminate_backend(pid) from pg_stat_activity " +
    "where pid <> pg_backend_pid() and backend_type = 'client backend'";
  for (let i = 0; i < 100; i++) {
    await Promise.allSettled([store.take("one"), store.take("two"), pool.query(cut)]);
  }
}

/** Runs it; whether all went well. */
async function demo(modules: string): Promise<boolean> {
  const start = performance.now();
  const say = (text: string) =>
    console.log(`${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s  ${text}`);
  await Deno.mkdir(`${ROOT}.tmp`, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: `${ROOT}.tmp`, prefix: "fleet-postgres-" });
  // PostgreSQL runs as somebody who has to get in.
  await Deno.chmod(folder, 0o755);
  const server = await PostgresServer.start(modules, `${folder}/postgres`);
  say("PostgreSQL runs");
  const pool = await connect(modules, server.url);
  const boss = await loadBoss(modules, server.url);
  const model = await ResponsesServer.start(play);
  const workers = new Map<string, Deno.ChildProcess>();
  try {
    await pool.query(SCHEMA);
    await testThreadStore(() => postgresStore(pool), { bigBytes: 16 << 20 });
    say("the store keeps the rules of stores");
    await cutOff(pool);
    say("connections were cut, and the program goes on");
    await boss.start();
    await boss.createQueue(QUEUE, QUEUE_OPTIONS);
    const base = {
      modules,
      database: server.url,
      homes: `${folder}/homes`,
      work: `${folder}/work`,
      baseUrl: model.url,
    };
    const busy = startWorker({ ...base, worker: "anna" }, workers);
    const ids = new Map<string, string>();
    for (let i = 0; i < THREADS * MESSAGES; i++) {
      const key = `thread-${i % THREADS + 1}`;
      const id = `m-${Math.floor(i / THREADS) + 1}`;
      const data = { key, id, text: `Task ${i + 1}` };
      const job = await boss.send(QUEUE, data, { singletonKey: key });
      ids.set(`${key}/${id}`, job ?? "");
    }
    await busy;
    await model.waitForRequests(2);
    workers.get("anna")?.kill("SIGKILL");
    workers.delete("anna");
    say("the worker anna was killed, in the middle of its turns");
    void startWorker({ ...base, worker: "bert" }, workers);
    const answers = await settled(boss, ids);
    say("all have answered\n");
    return await report(answers, `${folder}/work`, model);
  } finally {
    for (const worker of workers.values()) {
      worker.kill("SIGKILL");
      await worker.status;
    }
    await boss.stop({ graceful: false });
    await pool.end();
    await server.stop();
    await model.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Starts a worker; settles when it has its first job. */
async function startWorker(
  options: WorkerOptions,
  workers: Map<string, Deno.ChildProcess>,
): Promise<void> {
  const worker = `${ROOT}examples/fleet_postgres/worker.ts`;
  const config = `--config=${options.modules}/deno.json`;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "-q", config, worker, JSON.stringify(options)],
    stdout: "piped",
    stderr: Deno.env.get("FLEET_DEBUG") ? "inherit" : "null",
  }).spawn();
  workers.set(options.worker, process);
  const reader = process.stdout.getReader();
  await reader.read();
  const rest = async () => {
    while (!(await reader.read()).done);
  };
  void rest();
}

interface Answer {
  readonly answer: string;
  readonly worker: string;
  readonly tries: number;
}

async function settled(
  boss: Awaited<ReturnType<typeof loadBoss>>,
  ids: ReadonlyMap<string, string>,
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  while (answers.size < ids.size) {
    for (const [name, id] of ids) {
      const job = await boss.getJobById(QUEUE, id);
      if (job?.state === "failed") {
        throw new Error(`${name} failed: ${JSON.stringify(job.output)}`);
      }
      if (job?.state !== "completed") continue;
      answers.set(name, { ...job.output as Omit<Answer, "tries">, tries: job.retryCount + 1 });
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return answers;
}

/** One command, then an answer. A command that runs when its worker is killed may run again. */
function play(request: RecordedRequest): Reply {
  const tasks = [...request.texts.join("\n").matchAll(/Task (\d+)/g)].map(([, task]) => task);
  const task = tasks.at(-1);
  const done = request.outputs.filter(({ text }) => text !== "aborted").length;
  if (done < tasks.length) {
    return reply(shell(`sleep 0.5; grep -qs "^${task}$" log || echo ${task} >> log`));
  }
  return reply(message(`Task ${task} is done`));
}

async function report(
  answers: ReadonlyMap<string, Answer>,
  work: string,
  model: ResponsesServer,
): Promise<boolean> {
  let good = model.unexpected.length === 0;
  console.log("message        worker  tries  answer");
  for (const [name, { answer, worker, tries }] of [...answers].sort()) {
    console.log(`${name.padEnd(15)}${worker.padEnd(8)}${String(tries).padStart(5)}  ${answer}`);
  }
  for (let thread = 1; thread <= THREADS; thread++) {
    const log = (await Deno.readTextFile(`${work}/thread-${thread}/log`)).trim().split("\n");
    const tasks = Array.from({ length: MESSAGES }, (_, i) => String(i * THREADS + thread));
    good &&= log.join() === tasks.join();
    good &&= tasks.every((task, i) =>
      answers.get(`thread-${thread}/m-${i + 1}`)?.answer === `Task ${task} is done`
    );
  }
  console.log(good ? "\nEach message was answered once, in order." : "\nSOMETHING IS WRONG");
  return good;
}

if (import.meta.main) Deno.exitCode = await demo(Deno.args[0] ?? "") ? 0 : 1;
