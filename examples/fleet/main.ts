/**
 * A fleet: twenty threads on two workers, over Restate. A worker and Restate's own server are killed in
 * the middle, a person answers a question meanwhile, and in the end each message is answered once.
 *
 * `deno task fleet`. The model is played offline; Codex, Restate and the kills are real. Linux.
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
} from "@codex-js/sdk/testing";
import { Balancer } from "./balance.ts";
import { install, RestateServer } from "./server.ts";
import { Ingress } from "./restate.ts";
import { Deadline, Inbox, Watch } from "./watch.ts";
import type { WorkerOptions } from "./worker.ts";
import { fileURLToPath } from "node:url";

const THREADS = 20;
const CAREFUL = 7;
/** Each second thread has a command that takes a second. */
const LONG = 2;
/** In seconds, for all of it. */
const LIMIT = 120;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What is known of a thread. */
interface Row {
  readonly workers: Set<string>;
  started: number;
  took: number | null;
  answer: string;
  events: number;
}

interface Worker {
  readonly name: string;
  readonly process: Deno.ChildProcess;
  port: number;
}

/** Runs it; whether all went well. */
export async function fleet(): Promise<boolean> {
  const start = performance.now();
  const say = (text: string) => console.log(`${seconds(start)} s  ${text}`);
  await Deno.mkdir(`${ROOT}.tmp`, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: `${ROOT}.tmp`, prefix: "fleet-" });
  const modules = await install(`${ROOT}.tmp/fleet_modules`);
  say("Restate is installed");
  const model = await ResponsesServer.start(play);
  const balancer = await Balancer.start();
  const restate = await RestateServer.start(modules, `${folder}/restate`);
  const ingress = new Ingress(restate.ingress);
  const rows = new Map<string, Row>();
  const workers = new Map<string, Worker>();
  const watch = new Watch();
  const inbox = new Inbox();
  const deadline = new Deadline(LIMIT);
  const events = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const { worker, port, key, n, event } = await request.json();
      if (port !== undefined) {
        const known = workers.get(worker);
        if (known) known.port = port;
        balancer.add(port);
        watch.tell(`up ${worker}`, port);
        return new Response();
      }
      const row = rows.get(key);
      row?.workers.add(worker);
      if (row !== undefined && n > 0) row.events++;
      if (event.type === "question") inbox.put(event);
      if (event.type === "item.started" && event.item.type === "command_execution") {
        watch.tell("command", key);
        watch.tell(`command of ${key}`, worker);
        if (event.item.command.includes("sleep")) watch.tell(`long command of ${worker}`, key);
      }
      return new Response();
    },
  );
  const startWorker = async (name: string) => {
    const options: WorkerOptions = {
      worker: name,
      modules,
      ingress: restate.ingress,
      events: `http://127.0.0.1:${events.addr.port}`,
      store: `${folder}/store`,
      homes: `${folder}/homes`,
      work: `${folder}/work`,
      baseUrl: model.url,
      capacity: 4,
    };
    const up = watch.next(`up ${name}`);
    const worker = `${ROOT}examples/fleet/worker.ts`;
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "-q", `--config=${modules}/deno.json`, worker, JSON.stringify(options)],
      stdout: "null",
      stderr: Deno.env.get("FLEET_DEBUG") ? "inherit" : "null",
    }).spawn();
    workers.set(name, { name, process, port: 0 });
    const ended = process.status.then(() =>
      workers.has(name) && Promise.reject(new Error(`${name} has ended`))
    );
    await deadline.wait(`the worker ${name}`, Promise.race([up, ended]));
    ended.catch(() => {});
  };
  const kill = async (name: string) => {
    const worker = workers.get(name) as Worker;
    try {
      worker.process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await worker.process.status;
    balancer.remove(worker.port);
    workers.delete(name);
  };
  try {
    await Promise.all([startWorker("anna"), startWorker("bert")]);
    const registered = restate.register(`http://127.0.0.1:${balancer.port}`);
    await deadline.wait("Restate, which is to take the workers", registered);
    say("two workers are registered");

    const busy = watch.next("long command of anna");
    const answers = Promise.all(Array.from({ length: THREADS }, async (_, i) => {
      const key = `thread-${i + 1}`;
      const row: Row = {
        workers: new Set(),
        started: performance.now(),
        took: null,
        answer: "",
        events: 0,
      };
      rows.set(key, row);
      const body = { id: "m-1", text: `Task ${i + 1}`, careful: i + 1 === CAREFUL };
      const invocation = await ingress.send(`thread/${key}/ask`, body, `${key}/m-1`);
      row.answer = String(await ingress.attach(`invocation/${invocation}`));
      row.took = performance.now() - row.started;
    }));
    say(`${THREADS} threads were asked`);

    const missing = () =>
      [...rows].filter(([, row]) => row.took === null).map(([key]) => key).join(", ");
    await deadline.wait("a long command of anna", Promise.race([busy, answers]));
    await kill("anna");
    say("the worker anna was killed, in the middle of a command");
    // The one that was cut off is asked for again, if no other one.
    const another = watch.next("command");
    await startWorker("carl");
    say("another worker, carl, has joined");

    await deadline.wait("another command", Promise.race([another, answers]));
    await restate.kill();
    say("Restate's server was killed, too");
    await deadline.wait("Restate, which was started again", restate.again());
    say("and is back");

    // As many questions as there are: one for each command.
    let waiting = "";
    const person = (async () => {
      for (;;) {
        const { id, command } = await inbox.next();
        say(`a person is asked: ${command}`);
        waiting = `, and for what becomes of the answer to ${id}`;
        await ingress.call(`thread/thread-${CAREFUL}/approve`, { id, decision: "accept" });
        // Another person has the same question before them: too late.
        await ingress.call(`thread/thread-${CAREFUL}/approve`, { id, decision: "decline" });
        waiting = "";
        say("and has accepted");
      }
    })();
    await deadline.wait(
      () => `the answers of ${missing()}${waiting}`,
      Promise.race([answers, person]),
    );
    say("all have answered");
    const isCancelled = await deadline.wait(
      "a turn that is cancelled",
      cancelled(ingress, watch, say),
    );
    return await report(rows, folder, model) && isCancelled;
  } finally {
    deadline.stop();
    ingress.close();
    for (const name of [...workers.keys()]) await kill(name);
    await restate.kill();
    balancer.close();
    await events.shutdown();
    await model.close();
    if (!Deno.env.get("FLEET_DEBUG")) await remove(folder);
  }
}

/** One more thread, whose turn would take forever: it is steered, and then cancelled. */
async function cancelled(
  ingress: Ingress,
  watch: Watch,
  say: (text: string) => void,
): Promise<boolean> {
  const key = "thread-forever";
  const runs = watch.next(`command of ${key}`);
  const call = await ingress.send(`thread/${key}/ask`, { id: "m-1", text: "Task 0" });
  const refused = ingress.attach(`invocation/${call}`).then(() => false, () => true);
  await runs;
  const isSteered = await ingress.call(`thread/${key}/steer`, "Take your time");
  const start = performance.now();
  await ingress.call(`thread/${key}/cancel`, call);
  const isRefused = await refused;
  say(`a turn was cancelled in ${Math.round(performance.now() - start)} ms`);
  return isSteered === true && isRefused;
}

/**
 * Two commands, then an answer; what was cut off is asked for again. A command that runs when its worker
 * is killed may have done its work: so these do it once, however often they run.
 */
function play(request: RecordedRequest): Reply {
  const task = Number(request.texts.join("\n").match(/Task (\d+)/)?.[1]);
  const done = request.outputs.filter(({ text }) => text !== "aborted").length;
  const once = (step: string) => `grep -qs ${step} log || echo ${step} >> log`;
  if (task === 0) return reply(shell("sleep 300", { yieldMs: 300_000 }));
  if (done === 0) return reply(shell(once("one")));
  const wait = task % LONG === 0 ? "sleep 1; " : "";
  if (done === 1) return reply(shell(`${wait}${once("two")}`));
  return reply(message(`Task ${task} is done`));
}

/** Prints the table; whether each thread has its answer, and each command ran once. */
async function report(
  rows: ReadonlyMap<string, Row>,
  folder: string,
  model: ResponsesServer,
): Promise<boolean> {
  let good = model.unexpected.length === 0;
  console.log("\nthread      workers       events  commands   seconds  answer");
  for (const [key, row] of rows) {
    const log = (await Deno.readTextFile(`${folder}/work/${key}/log`).catch(() => "-")).trim()
      .split("\n").join(" ");
    const task = key.replace("thread-", "");
    good &&= row.answer === `Task ${task} is done` && log === "one two";
    console.log([
      key.padEnd(12),
      [...row.workers].join(" ").padEnd(14),
      String(row.events).padStart(6),
      `  ${log.padEnd(9)}`,
      ((row.took ?? 0) / 1000).toFixed(1).padStart(7),
      `  ${row.answer}`,
    ].join(""));
  }
  const moved = [...rows.values()].filter((row) => row.workers.size > 1).length;
  console.log(`\n${rows.size} threads, ${moved} of them moved to another worker`);
  console.log(
    good
      ? "Each message was answered once, and each command took effect once."
      : "SOMETHING IS WRONG",
  );
  return good;
}

/** Five seconds long: a Codex whose worker was killed still writes while it ends. */
async function remove(folder: string): Promise<void> {
  for (let attempts = 50;; attempts--) {
    try {
      return await Deno.remove(folder, { recursive: true });
    } catch (error) {
      if (attempts === 0) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function seconds(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1).padStart(5);
}

// Whatever is still open: the demo is over.
if (import.meta.main) Deno.exit(await fleet() ? 0 : 1);
