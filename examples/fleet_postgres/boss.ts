/**
 * What this example uses of pg-boss. A program of yours imports it by its name instead; here the task
 * installs it into a folder of its own.
 *
 * @module
 */

/** A job. */
export interface Job {
  readonly id: string;
  readonly data: { readonly key: string; readonly id: string; readonly text: string };
  /** Fires when the job is somebody else's. */
  readonly signal: AbortSignal;
}

/** The queue. */
export interface Boss {
  start(): Promise<unknown>;
  stop(options: { readonly graceful: boolean }): Promise<void>;
  on(event: "error", listener: (error: unknown) => void): unknown;
  createQueue(name: string, options: Readonly<Record<string, unknown>>): Promise<void>;
  send(
    name: string,
    data: Job["data"],
    options: Readonly<Record<string, unknown>>,
  ): Promise<string | null>;
  work(
    name: string,
    options: Readonly<Record<string, unknown>>,
    handler: (jobs: readonly Job[]) => Promise<unknown>,
  ): Promise<string>;
  getJobById(name: string, id: string): Promise<
    { readonly state: string; readonly output: unknown; readonly retryCount: number } | null
  >;
}

/** The name of the queue. */
export const QUEUE = "turns";

/** One turn at a time per key, in the order of the messages; a worker that is gone is noticed in 10 s. */
export const QUEUE_OPTIONS = {
  policy: "key_strict_fifo",
  heartbeatSeconds: 10,
  expireInSeconds: 24 * 60 * 60 - 1,
  retryLimit: 100,
  retryDelay: 1,
} as const;

/** Loads it from where the task has installed it. */
export async function loadBoss(modules: string, database: string): Promise<Boss> {
  const { main, exports } = JSON.parse(
    await Deno.readTextFile(`${modules}/node_modules/pg-boss/package.json`),
  );
  const entry = main ?? exports["."].import ?? exports["."].default;
  const path = `${modules}/node_modules/pg-boss/${entry}`;
  const { PgBoss } = await import(new URL(path, "file:///").href);
  const boss: Boss = new PgBoss({
    connectionString: database,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
  });
  boss.on("error", () => {});
  return boss;
}
