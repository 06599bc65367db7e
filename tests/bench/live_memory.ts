/**
 * How much memory Codex takes: one server with many threads, against as many processes.
 *
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import type { ResponsesServer } from "../../src/testing/mod.ts";
import type { Setup } from "./live_program.ts";
import { type Memory, type Report, THREADS } from "./live_report.ts";

/** The prompt that the service leaves without an answer. */
export const WAIT = "Wait";

const SETTLE_MS = 1_000;

/** Measures each while nothing else of this benchmark runs. */
export async function measureMemory(
  setup: Setup,
  service: ResponsesServer,
): Promise<Report["memory"]> {
  const { live, sdk, options, thread } = setup;
  const each = Array.from({ length: THREADS });
  const app = await live.AppServer.start(options);
  let idle: Memory;
  let busy: Memory;
  try {
    const threads = await Promise.all(each.map(() => app.startThread(thread)));
    await Promise.all(threads.map((one) => one.run("Hello")));
    idle = await memoryOfCodex(setup);
    busy = await waiting(setup, service, threads);
  } finally {
    await app.close();
  }
  const codex = new sdk.Codex(options);
  const threads = each.map(() => codex.startThread(thread));
  return { idle, busy, exec: await waiting(setup, service, threads) };
}

/** The memory while each thread is in a turn, and waits for the model. */
async function waiting(
  setup: Setup,
  service: ResponsesServer,
  threads: readonly {
    run(input: string, options: { signal: AbortSignal }): Promise<unknown>;
  }[],
): Promise<Memory> {
  const abort = new AbortController();
  const before = service.requests.length;
  const turns = threads.map((one) => one.run(WAIT, { signal: abort.signal }).catch(() => {}));
  try {
    await service.waitForRequests(before + threads.length);
    return await memoryOfCodex(setup);
  } finally {
    abort.abort();
    await Promise.all(turns);
  }
}

/** The memory of all processes of Codex that this benchmark has started. */
export async function memoryOfCodex({ codex }: Setup): Promise<Memory> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  let [processes, rss, pss] = [0, 0, 0];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      // Other users of the same program may run; what this benchmark starts names the service.
      const args = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      if (args[0] !== codex || !args.some((arg) => arg.startsWith("openai_base_url="))) continue;
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
      processes++;
      rss += megabytes(rollup, "Rss");
      pss += megabytes(rollup, "Pss");
    } catch {
      // Gone in between.
    }
  }
  return { processes, rss, pss };
}

function megabytes(rollup: string, name: string): number {
  return Number(rollup.match(new RegExp(`^${name}:\\s*(\\d+) kB`, "m"))?.[1] ?? NaN) / 1024;
}
