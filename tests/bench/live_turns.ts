/**
 * How long turns take: warm over the app-server, against a process for each.
 *
 * @module
 */
import type { ResponsesServer } from "../../src/testing/mod.ts";
import type { Setup } from "./live_program.ts";
import { type Parts, type Way, WAYS } from "./live_report.ts";

/** Runs one turn. */
type Run = () => Promise<unknown>;

/** The second turn of a new thread, over each way in turn; which comes first changes with the round. */
export async function measureTurns(
  { sdk, live, peer, options, thread, codex }: Setup,
  rounds: number,
): Promise<Record<Way, number[]>> {
  const app = await live.AppServer.start(options);
  const ours = new sdk.Codex(options);
  const theirs = new peer.Codex({ ...options, codexPathOverride: codex });
  const start: Record<Way, () => Promise<Run>> = {
    live: async () => {
      const started = await app.startThread(thread);
      return () => started.run("Hello");
    },
    // Nothing of it is written to disk; exec cannot go on with such a thread.
    ephemeral: async () => {
      const started = await app.startThread({ ...thread, ephemeral: true });
      return () => started.run("Hello");
    },
    exec: () => {
      const started = ours.startThread(thread);
      return Promise.resolve(() => started.run("Hello"));
    },
    peer: () => {
      const started = theirs.startThread(thread);
      return Promise.resolve(() => started.run("Hello"));
    },
  };
  const ways = Object.keys(WAYS) as Way[];
  const times: Record<Way, number[]> = { live: [], ephemeral: [], exec: [], peer: [] };
  try {
    // The first round warms up the runtime and the page cache, and does not count.
    for (let round = -1; round < rounds; round++) {
      for (let at = 0; at < ways.length; at++) {
        const way = ways[(round + 1 + at) % ways.length] as Way;
        const run = await start[way]();
        await run();
        const took = await timed(run);
        if (round >= 0) times[way].push(took);
      }
    }
  } finally {
    await app.close();
  }
  return times;
}

/** Warm turns in parts. `asked` gives the time of the service's last request. */
export async function measureParts(
  { live, options, thread }: Setup,
  rounds: number,
  asked: () => number,
): Promise<Parts[]> {
  const app = await live.AppServer.start(options);
  const parts: Parts[] = [];
  try {
    const first = new Map<string, number>();
    const told = app.notifications();
    const listening = (async () => {
      for await (const { method } of told) {
        if (!first.has(method)) first.set(method, performance.now());
      }
    })();
    for (let round = -1; round < rounds; round++) {
      const started = await app.startThread(thread);
      await started.run("Hello");
      first.clear();
      const begin = performance.now();
      await started.run("Hello");
      const end = performance.now();
      const text = first.get("item/agentMessage/delta") ?? NaN;
      const completed = first.get("turn/completed") ?? NaN;
      if (round < 0) continue;
      parts.push({
        request: asked() - begin,
        firstText: text - asked(),
        completed: completed - text,
        result: end - completed,
      });
    }
    await app.close();
    await listening;
  } finally {
    await app.close();
  }
  return parts;
}

/** How long the service itself takes for an answer, to a request that Codex has made. */
export async function measureService(server: ResponsesServer, rounds: number): Promise<number[]> {
  const body = JSON.stringify(server.requests.at(-1)?.body);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(
      await timed(async () => {
        await (await fetch(`${server.url}/responses`, { method: "POST", body })).text();
      }),
    );
  }
  return times;
}

async function timed(work: Run): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
