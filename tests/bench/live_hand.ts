/**
 * Warm turns of a live session against those of a client that is written by hand, on one server each.
 *
 * @module
 */
import type { ResponsesServer } from "../../src/testing/mod.ts";
import { HandClient } from "./hand_client.ts";
import type { Setup } from "./live_program.ts";
import { type Against, HAND_ROWS, type HandRow } from "./live_report.ts";

/** The prompt that is answered in many pieces. */
export const STREAM = "Stream";
/** How many pieces that are, and all of them. */
export const DELTAS = 2_000;
export const STREAMED: string = "words ".repeat(DELTAS);

/** Runs one turn of a thread. */
type Run = (input: string) => Promise<unknown>;

/** Both clients in turn; who comes first changes with the round. */
export async function measureAgainstHand(
  { live, options, thread, codex }: Setup,
  service: ResponsesServer,
): Promise<Record<HandRow, Against>> {
  const app = await live.AppServer.start(options);
  const config = ["--config", `openai_base_url="${service.url}"`];
  const hand = await HandClient.start(codex, config, { ...options.env }, String(options.apiKey));
  let [wanted, heard] = [0, 0];
  try {
    // What Codex writes to disk would drown the rest.
    const params = {
      cwd: thread.workingDirectory,
      sandbox: thread.sandboxMode,
      approvalPolicy: "never",
      ephemeral: true,
    };
    const openLive = async (): Promise<Run> => {
      const opened = await app.startThread({
        ...thread,
        approvalPolicy: "never",
        ephemeral: true,
      });
      return async (input) => {
        if (input !== STREAM) return await opened.run(input);
        for await (const event of (await opened.runStreamed(input)).events) {
          if (event.type === "item.delta") heard += event.delta.length;
        }
      };
    };
    const openHand = async (): Promise<Run> => {
      const id = await hand.startThread(params);
      return (input) =>
        hand.run(id, input, input === STREAM ? ({ length }) => heard += length : undefined);
    };
    const found = {} as Record<HandRow, Against>;
    for (const row of Object.keys(HAND_ROWS) as HandRow[]) {
      const { threads, streams, rounds } = HAND_ROWS[row];
      const input = streams ? STREAM : "Hello";
      const each = Array.from({ length: threads });
      const runs = {
        live: await Promise.all(each.map(openLive)),
        hand: await Promise.all(each.map(openHand)),
      };
      const samples: Against = { live: [], hand: [] };
      const ways = ["live", "hand"] as const;
      // What is loaded and compiled first does not count.
      for (let round = -2; round < rounds; round++) {
        for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
          const begin = performance.now();
          await Promise.all(runs[way].map((run) => run(input)));
          if (round >= 0) samples[way].push(performance.now() - begin);
          if (streams) wanted += threads * STREAMED.length;
        }
      }
      found[row] = samples;
    }
    // In characters: deltas that wait are merged.
    if (heard !== wanted) throw new Error(`${heard} characters were heard of ${wanted}`);
    return found;
  } finally {
    await Promise.all([app.close(), hand.close()]);
  }
}
