/**
 * A worker: takes jobs from the queue, and runs the turn of each.
 *
 * Its one argument is JSON; see `main.ts`.
 *
 * @module
 */
import { runDurableTurn } from "@codex-js/sdk/durable";
import { type Boss, type Job, loadBoss, QUEUE } from "./boss.ts";
import { connect } from "./server.ts";
import { postgresStore } from "./store.ts";

/** What a worker is told. */
export interface WorkerOptions {
  readonly worker: string;
  readonly modules: string;
  readonly database: string;
  readonly homes: string;
  readonly work: string;
  readonly baseUrl: string;
}

if (import.meta.main) {
  const options: WorkerOptions = JSON.parse(Deno.args[0] ?? "");
  const pool = await connect(options.modules, options.database);
  const store = postgresStore(pool);
  const boss: Boss = await loadBoss(options.modules, options.database);
  await boss.start();
  const settings = { localConcurrency: 3, pollingIntervalSeconds: 0.5, heartbeatRefreshSeconds: 2 };
  await boss.work(QUEUE, settings, async ([job]) => {
    const { key, id, text } = (job as Job).data;
    const folder = `${options.work}/${key}`;
    await Deno.mkdir(folder, { recursive: true });
    console.log(`${options.worker} ${key}`);
    const turn = await runDurableTurn({
      store,
      key,
      messageId: id,
      input: text,
      codex: {
        baseUrl: options.baseUrl,
        apiKey: "offline",
        env: { ...Deno.env.toObject(), HOME: options.work },
      },
      threadOptions: { workingDirectory: folder, sandboxMode: "danger-full-access" },
      homes: options.homes,
      signal: (job as Job).signal,
    });
    return { answer: turn.finalResponse, worker: options.worker };
  });
}
