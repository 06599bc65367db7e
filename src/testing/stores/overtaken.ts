/**
 * A writer whose key is taken over while it writes.
 *
 * @module
 */
import { now, sleep } from "../../core/base/timers.ts";
import type { ThreadStore } from "../../core/ports/thread_store.ts";
import { type Bench, mustBeTaken, mustHold } from "./check.ts";

/** How often a writer is overtaken: each time later, and every other time in the middle of a call. */
export const ROUNDS = 8;

/** What was there when a writer was overtaken. */
export interface Overtaken {
  /** How many of the writer's calls had resolved. */
  readonly kept: number;
  /** What its file "a" contains. */
  readonly text: string;
}

/** One writer makes call after call, until another takes the key at some moment. */
export async function overtaken(
  { make, key }: Bench,
  round: number,
  write: (store: ThreadStore, key: string, epoch: number, call: number) => Promise<void>,
): Promise<Overtaken> {
  const [writer, taker] = [await make(), await make()];
  const name = key();
  const { epoch } = await writer.take(name);
  let kept = 0;
  let lastMs = 0;
  let started!: () => void;
  const begun = new Promise<void>((resolve) => started = resolve);
  const writing = (async () => {
    for (;;) {
      if (kept === round) started();
      const since = now();
      await write(writer, name, epoch, kept);
      lastMs = now() - since;
      kept++;
      // A store that never waits, as one on SQLite, would let nobody else run.
      await sleep(0);
    }
  })().catch((error: unknown) => error);
  // A store may reject before that point.
  await Promise.race([begun, writing]);
  if (round % 2 > 0) await sleep(lastMs * round / ROUNDS);
  const { files } = await taker.take(name);
  await mustBeTaken(Promise.reject(await writing), "a write after it was overtaken", name, epoch);
  const text = new TextDecoder().decode(files[0]?.data);
  await mustHold(writer, name, files.length === 0 ? {} : { a: text }, "when both have stopped");
  return { kept, text };
}
